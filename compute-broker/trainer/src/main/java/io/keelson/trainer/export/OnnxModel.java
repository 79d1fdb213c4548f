package io.keelson.trainer.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.keelson.trainer.learning.LinearModel;
import java.util.List;

/**
 * Writes a linear model as an ONNX graph that takes raw feature values: a missing value (NaN)
 * becomes the feature's mean, values are standardised, then multiplied. Two batches of one model
 * are the same bytes: nothing of the time or the machine goes into the file.
 */
final class OnnxModel {
  static final String INPUT = "features";
  static final String PROBABILITIES = "probabilities";
  static final String LABEL = "label";
  static final String PREDICTION = "prediction";

  private static final long IR_VERSION = 8;
  private static final long OPSET = 13;
  private static final String BATCH = "batch";

  private OnnxModel() {}

  /** A classifier: probabilities [batch, labels] and the index of the largest [batch]. */
  static byte[] classifier(LinearModel model) {
    GraphProto.Builder graph = linear(model, "scores");
    graph.addNode(node("Softmax", List.of("scores"), PROBABILITIES).addAttribute(whole("axis", 1)));
    graph.addNode(
        node("ArgMax", List.of("scores"), LABEL)
            .addAttribute(whole("axis", 1))
            .addAttribute(whole("keepdims", 0)));
    graph.addOutput(value(PROBABILITIES, TensorProto.DataType.FLOAT, model.bias().length));
    graph.addOutput(value(LABEL, TensorProto.DataType.INT64, 0));
    return bytes(graph);
  }

  /** A regressor: prediction [batch, 1]. */
  static byte[] regressor(LinearModel model) {
    GraphProto.Builder graph = linear(model, PREDICTION);
    graph.addOutput(value(PREDICTION, TensorProto.DataType.FLOAT, model.bias().length));
    return bytes(graph);
  }

  private static GraphProto.Builder linear(LinearModel model, String output) {
    int features = model.standardization().mean().length;
    GraphProto.Builder graph = GraphProto.newBuilder().setName("linear");
    graph.addInput(value(INPUT, TensorProto.DataType.FLOAT, features));
    graph.addInitializer(tensor("mean", model.standardization().mean()));
    graph.addInitializer(tensor("deviation", model.standardization().deviation()));
    graph.addInitializer(tensor("bias", model.bias()));
    TensorProto.Builder weights =
        TensorProto.newBuilder()
            .setName("weights")
            .setDataType(TensorProto.DataType.FLOAT.getNumber());
    weights.addDims(model.weights().length).addDims(features);
    for (float[] row : model.weights()) {
      for (float weight : row) {
        weights.addFloatData(weight);
      }
    }
    graph.addInitializer(weights);
    graph.addNode(node("IsNaN", List.of(INPUT), "missing"));
    graph.addNode(node("Where", List.of("missing", "mean", INPUT), "present"));
    graph.addNode(node("Sub", List.of("present", "mean"), "centred"));
    graph.addNode(node("Div", List.of("centred", "deviation"), "standard"));
    graph.addNode(
        node("Gemm", List.of("standard", "weights", "bias"), output)
            .addAttribute(whole("transB", 1)));
    return graph;
  }

  private static byte[] bytes(GraphProto.Builder graph) {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("keelson-trainer")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static NodeProto.Builder node(String operator, List<String> inputs, String output) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(output)
        .addAllInput(inputs)
        .addOutput(output);
  }

  private static AttributeProto whole(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static TensorProto tensor(String name, float[] values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT.getNumber());
    tensor.addDims(values.length);
    for (float value : values) {
      tensor.addFloatData(value);
    }
    return tensor.build();
  }

  /** A named value of shape [batch, columns], or [batch] when there are no columns. */
  private static ValueInfoProto value(String name, TensorProto.DataType type, int columns) {
    TensorShapeProto.Builder shape =
        TensorShapeProto.newBuilder().addDim(Dimension.newBuilder().setDimParam(BATCH));
    if (columns > 0) {
      shape.addDim(Dimension.newBuilder().setDimValue(columns));
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
