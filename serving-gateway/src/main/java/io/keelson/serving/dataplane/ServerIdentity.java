package io.keelson.serving.dataplane;

import java.util.List;

/** What the data plane says of itself. */
final class ServerIdentity {
  static final String NAME = "keelson";
  static final String VERSION = "0.1.0";
  static final List<String> EXTENSIONS =
      List.of("binary_tensor_data", "model_configuration", "statistics");

  private ServerIdentity() {}
}
