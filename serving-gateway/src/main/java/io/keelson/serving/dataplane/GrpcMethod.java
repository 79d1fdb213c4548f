package io.keelson.serving.dataplane;

import java.util.HashMap;
import java.util.Map;

/** The methods of {@code inference.GRPCInferenceService} that the data plane knows. */
enum GrpcMethod {
  SERVER_LIVE("ServerLive", false),
  SERVER_READY("ServerReady", false),
  SERVER_METADATA("ServerMetadata", false),
  MODEL_READY("ModelReady", true),
  MODEL_METADATA("ModelMetadata", true),
  MODEL_CONFIG("ModelConfig", true),
  MODEL_STATISTICS("ModelStatistics", true),
  MODEL_INFER("ModelInfer", true);

  static final String SERVICE = "/inference.GRPCInferenceService/";
  private static final Map<String, GrpcMethod> BY_PATH = new HashMap<>();

  static {
    for (GrpcMethod method : values()) {
      BY_PATH.put(method.path, method);
    }
  }

  private final String label;
  private final String path;
  private final boolean namesModel;

  GrpcMethod(String name, boolean namesModel) {
    this.label = name;
    this.path = SERVICE + name;
    this.namesModel = namesModel;
  }

  /** As the protocol spells it. */
  String label() {
    return label;
  }

  String path() {
    return path;
  }

  /**
   * Whether field 1 of its request is a model and field 2 its version: such a call goes to a
   * replica.
   */
  boolean namesModel() {
    return namesModel;
  }

  /** The method at this path, or null. */
  static GrpcMethod at(String path) {
    return BY_PATH.get(path);
  }
}
