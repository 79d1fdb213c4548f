package io.keelson.djlworker;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.keelson.djlworker.protocol.GRPCInferenceServiceGrpc;
import io.keelson.djlworker.protocol.ModelConfig;
import io.keelson.djlworker.protocol.ModelConfigRequest;
import io.keelson.djlworker.protocol.ModelConfigResponse;
import io.keelson.djlworker.protocol.ModelInferRequest;
import io.keelson.djlworker.protocol.ModelInferResponse;
import io.keelson.djlworker.protocol.ModelInput;
import io.keelson.djlworker.protocol.ModelMetadataRequest;
import io.keelson.djlworker.protocol.ModelMetadataResponse;
import io.keelson.djlworker.protocol.ModelMetadataResponse.TensorMetadata;
import io.keelson.djlworker.protocol.ModelOutput;
import io.keelson.djlworker.protocol.ModelReadyRequest;
import io.keelson.djlworker.protocol.ModelReadyResponse;
import io.keelson.djlworker.protocol.ModelStatisticsRequest;
import io.keelson.djlworker.protocol.ModelStatisticsResponse;
import io.keelson.djlworker.protocol.ServerLiveRequest;
import io.keelson.djlworker.protocol.ServerLiveResponse;
import io.keelson.djlworker.protocol.ServerMetadataRequest;
import io.keelson.djlworker.protocol.ServerMetadataResponse;
import io.keelson.djlworker.protocol.ServerReadyRequest;
import io.keelson.djlworker.protocol.ServerReadyResponse;
import java.time.InstantSource;
import java.util.List;

/**
 * The Open Inference Protocol for one model. Everything but an inference is answered on the event
 * loop, so that a full queue never hides whether the server lives.
 */
final class InferenceService extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {
  private static final String PLATFORM = "onnxruntime_onnx";

  /** As a message, and as bytes that leave. The request is not held any more. */
  private static final int COPIES_OF_ANSWER = 2;

  private final Options options;
  private final InferenceQueue queue;
  private final InstantSource clock;
  private final Statistics statistics = new Statistics();
  private volatile ServedModel model;

  InferenceService(Options options, InstantSource clock) {
    this.options = options;
    this.queue = new InferenceQueue(options.predictors());
    this.clock = clock;
  }

  /** From here on the server is ready. */
  void serve(ServedModel loaded) {
    model = loaded;
  }

  @Override
  public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> answer) {
    reply(answer, ServerLiveResponse.newBuilder().setLive(true).build());
  }

  @Override
  public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> answer) {
    reply(answer, ServerReadyResponse.newBuilder().setReady(model != null).build());
  }

  @Override
  public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> answer) {
    if (known(request.getName(), request.getVersion(), answer)) {
      reply(answer, ModelReadyResponse.newBuilder().setReady(model != null).build());
    }
  }

  @Override
  public void serverMetadata(
      ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> answer) {
    reply(
        answer,
        ServerMetadataResponse.newBuilder()
            .setName("keelson-djl-worker")
            .setVersion("2")
            .addExtensions("model_configuration")
            .addExtensions("statistics")
            .build());
  }

  @Override
  public void modelMetadata(
      ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> answer) {
    ServedModel served = model;
    if (!known(request.getName(), request.getVersion(), answer) || !loaded(served, answer)) {
      return;
    }
    ModelMetadataResponse.Builder metadata =
        ModelMetadataResponse.newBuilder()
            .setName(options.name())
            .addVersions(options.version())
            .setPlatform(PLATFORM);
    served.signature().inputs().forEach(tensor -> metadata.addInputs(metadata(tensor)));
    served.signature().outputs().forEach(tensor -> metadata.addOutputs(metadata(tensor)));
    reply(answer, metadata.build());
  }

  @Override
  public void modelConfig(ModelConfigRequest request, StreamObserver<ModelConfigResponse> answer) {
    ServedModel served = model;
    if (!known(request.getName(), request.getVersion(), answer) || !loaded(served, answer)) {
      return;
    }
    boolean batched = served.signature().inputs().stream().allMatch(TensorSpec::batched);
    ModelConfig.Builder config =
        ModelConfig.newBuilder()
            .setName(options.name())
            .setPlatform(PLATFORM)
            .setBackend("onnxruntime")
            .setMaxBatchSize(batched ? options.maxBatchRows() : 0);
    for (TensorSpec tensor : served.signature().inputs()) {
      ModelInput.Builder input =
          config.addInputBuilder().setName(tensor.name()).setDataType(tensor.datatype().config);
      input.addAllDims(dimensions(tensor, batched));
    }
    for (TensorSpec tensor : served.signature().outputs()) {
      ModelOutput.Builder output =
          config.addOutputBuilder().setName(tensor.name()).setDataType(tensor.datatype().config);
      output.addAllDims(dimensions(tensor, batched));
    }
    reply(answer, ModelConfigResponse.newBuilder().setConfig(config).build());
  }

  @Override
  public void modelStatistics(
      ModelStatisticsRequest request, StreamObserver<ModelStatisticsResponse> answer) {
    if (request.getName().isEmpty() || known(request.getName(), request.getVersion(), answer)) {
      reply(
          answer,
          ModelStatisticsResponse.newBuilder()
              .addModelStats(statistics.snapshot(options.name(), options.version()))
              .build());
    }
  }

  @Override
  public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> answer) {
    ServedModel served = model;
    if (!known(request.getModelName(), request.getModelVersion(), answer)
        || !loaded(served, answer)) {
      return;
    }
    long arrived = System.nanoTime();
    CallMemory.Share memory = MemoryBound.current();
    try {
      served.check(request);
      queue.submit(() -> compute(served, request, answer, memory, arrived));
    } catch (StatusException e) {
      statistics.failed(System.nanoTime() - arrived);
      answer.onError(e);
    }
  }

  private void compute(
      ServedModel served,
      ModelInferRequest request,
      StreamObserver<ModelInferResponse> answer,
      CallMemory.Share memory,
      long arrived) {
    if (((ServerCallStreamObserver<ModelInferResponse>) answer).isCancelled()) {
      return;
    }
    long started = System.nanoTime();
    try {
      ModelInferResponse response = served.infer(request);
      long ended = System.nanoTime();
      if (!memory.become(COPIES_OF_ANSWER * (long) response.getSerializedSize())) {
        throw Status.RESOURCE_EXHAUSTED
            .withDescription("too many large answers are not taken yet")
            .asException();
      }
      statistics.succeeded(
          served.decoder().rows(request), started - arrived, ended - started, clock.millis());
      reply(answer, response);
    } catch (StatusException e) {
      statistics.failed(System.nanoTime() - arrived);
      answer.onError(e);
    } catch (OutOfMemoryError e) {
      statistics.failed(System.nanoTime() - arrived);
      answer.onError(
          Status.RESOURCE_EXHAUSTED
              .withDescription("the replica has no memory for this request")
              .asException());
    }
  }

  private boolean known(String name, String version, StreamObserver<?> answer) {
    if (!name.equals(options.name())) {
      answer.onError(notFound("model '" + name + "' (expected: " + options.name() + ")"));
      return false;
    }
    if (!version.isEmpty() && !version.equals(options.version())) {
      answer.onError(
          notFound("version '" + version + "' of the model (expected: " + options.version() + ")"));
      return false;
    }
    return true;
  }

  private static boolean loaded(ServedModel served, StreamObserver<?> answer) {
    if (served == null) {
      answer.onError(
          Status.UNAVAILABLE.withDescription("the model is still being loaded").asException());
    }
    return served != null;
  }

  private static StatusException notFound(String what) {
    return Status.NOT_FOUND.withDescription(what).asException();
  }

  /** Triton's configuration leaves the batch out of the dimensions. */
  private static List<Long> dimensions(TensorSpec tensor, boolean batched) {
    return batched && tensor.batched()
        ? tensor.shape().subList(1, tensor.shape().size())
        : tensor.shape();
  }

  private static TensorMetadata metadata(TensorSpec tensor) {
    return TensorMetadata.newBuilder()
        .setName(tensor.name())
        .setDatatype(tensor.datatype().name())
        .addAllShape(tensor.shape())
        .build();
  }

  private static <T> void reply(StreamObserver<T> answer, T message) {
    answer.onNext(message);
    answer.onCompleted();
  }
}
