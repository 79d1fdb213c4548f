package io.keelson.serving.dataplane;

import java.util.Map;

/**
 * A path under {@code /v2/models}: {@code /v2/models/<model>[/versions/<version>][/<action>]}.
 *
 * @param version empty where the path names none
 * @param action {@code ready}, {@code infer}, {@code config}, {@code stats} or empty for the
 *     metadata
 */
record RestPath(String model, String version, String action) {
  private static final String MODELS = "/v2/models/";
  private static final int MAX_CHARACTERS = 512;

  /** What each action asks of a replica. */
  static final Map<String, GrpcMethod> ACTIONS =
      Map.of(
          "", GrpcMethod.MODEL_METADATA,
          "ready", GrpcMethod.MODEL_READY,
          "config", GrpcMethod.MODEL_CONFIG,
          "stats", GrpcMethod.MODEL_STATISTICS,
          "infer", GrpcMethod.MODEL_INFER);

  /** Null for a path that is none of these. */
  static RestPath parse(String path) {
    if (!path.startsWith(MODELS) || path.length() > MAX_CHARACTERS) {
      return null;
    }
    String[] parts = path.substring(MODELS.length()).split("/", -1);
    boolean versioned = parts.length >= 3 && parts[1].equals("versions");
    int actionAt = versioned ? 3 : 1;
    if (parts[0].isEmpty() || (versioned && parts[2].isEmpty()) || parts.length > actionAt + 1) {
      return null;
    }
    return new RestPath(
        parts[0], versioned ? parts[2] : "", parts.length > actionAt ? parts[actionAt] : "");
  }

  /** What it asks of a replica; null where there is no such action. */
  GrpcMethod method() {
    return ACTIONS.get(action);
  }
}
