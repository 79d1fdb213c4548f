package io.keelson.serving.protocol;

import io.keelson.serving.protocol.inference.InferBatchStatistics;
import io.keelson.serving.protocol.inference.InferStatistics;
import io.keelson.serving.protocol.inference.ModelConfig;
import io.keelson.serving.protocol.inference.ModelInput;
import io.keelson.serving.protocol.inference.ModelMetadataResponse;
import io.keelson.serving.protocol.inference.ModelMetadataResponse.TensorMetadata;
import io.keelson.serving.protocol.inference.ModelOutput;
import io.keelson.serving.protocol.inference.ModelStatistics;
import io.keelson.serving.protocol.inference.ModelStatisticsResponse;
import io.keelson.serving.protocol.inference.StatisticDuration;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What a replica says of its model, as the REST protocol and its extensions for configuration and
 * statistics have it.
 */
public final class ModelJson {
  private ModelJson() {}

  public static JsonObject metadata(ModelMetadataResponse metadata) {
    return new JsonObject()
        .put("name", metadata.getName())
        .put("versions", new JsonArray(List.copyOf(metadata.getVersionsList())))
        .put("platform", metadata.getPlatform())
        .put("inputs", tensors(metadata.getInputsList()))
        .put("outputs", tensors(metadata.getOutputsList()));
  }

  private static JsonArray tensors(List<TensorMetadata> tensors) {
    JsonArray out = new JsonArray();
    for (TensorMetadata tensor : tensors) {
      out.add(
          new JsonObject()
              .put("name", tensor.getName())
              .put("datatype", tensor.getDatatype())
              .put("shape", new JsonArray(List.copyOf(tensor.getShapeList()))));
    }
    return out;
  }

  public static JsonObject config(ModelConfig config) {
    JsonArray inputs = new JsonArray();
    for (ModelInput input : config.getInputList()) {
      inputs.add(tensor(input.getName(), input.getDataType().name(), input.getDimsList()));
    }
    JsonArray outputs = new JsonArray();
    for (ModelOutput output : config.getOutputList()) {
      outputs.add(tensor(output.getName(), output.getDataType().name(), output.getDimsList()));
    }
    return new JsonObject()
        .put("name", config.getName())
        .put("platform", config.getPlatform())
        .put("backend", config.getBackend())
        .put("max_batch_size", config.getMaxBatchSize())
        .put("input", inputs)
        .put("output", outputs);
  }

  private static JsonObject tensor(String name, String type, List<Long> dims) {
    return new JsonObject()
        .put("name", name)
        .put("data_type", type)
        .put("dims", new JsonArray(List.copyOf(dims)));
  }

  public static JsonObject statistics(ModelStatisticsResponse response) {
    JsonArray models = new JsonArray();
    for (ModelStatistics model : response.getModelStatsList()) {
      JsonArray batches = new JsonArray();
      for (InferBatchStatistics batch : model.getBatchStatsList()) {
        batches.add(
            new JsonObject()
                .put("batch_size", batch.getBatchSize())
                .put("compute_input", duration(batch.getComputeInput()))
                .put("compute_infer", duration(batch.getComputeInfer()))
                .put("compute_output", duration(batch.getComputeOutput())));
      }
      models.add(
          new JsonObject()
              .put("name", model.getName())
              .put("version", model.getVersion())
              .put("last_inference", model.getLastInference())
              .put("inference_count", model.getInferenceCount())
              .put("execution_count", model.getExecutionCount())
              .put("inference_stats", durations(model.getInferenceStats()))
              .put("batch_stats", batches));
    }
    return new JsonObject().put("model_stats", models);
  }

  private static JsonObject durations(InferStatistics stats) {
    return new JsonObject()
        .put("success", duration(stats.getSuccess()))
        .put("fail", duration(stats.getFail()))
        .put("queue", duration(stats.getQueue()))
        .put("compute_input", duration(stats.getComputeInput()))
        .put("compute_infer", duration(stats.getComputeInfer()))
        .put("compute_output", duration(stats.getComputeOutput()))
        .put("cache_hit", duration(stats.getCacheHit()))
        .put("cache_miss", duration(stats.getCacheMiss()));
  }

  private static JsonObject duration(StatisticDuration duration) {
    return new JsonObject().put("count", duration.getCount()).put("ns", duration.getNs());
  }
}
