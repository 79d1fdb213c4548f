package io.keelson.serving.gateway;

import io.keelson.serving.dataplane.DataPlaneConfig;
import io.keelson.serving.metering.MeteringConfig;
import io.keelson.serving.revision.ControllerConfig;
import java.nio.file.Path;

/**
 * Everything that a gateway process can be told.
 *
 * @param folder for the counters of requests; survives the process
 */
public record GatewayConfig(
    DataPlaneConfig dataPlane, ControllerConfig controller, MeteringConfig metering, Path folder) {

  public static GatewayConfig defaults(String host, int port, Path folder) {
    return new GatewayConfig(
        DataPlaneConfig.defaults(host, port),
        ControllerConfig.defaults(),
        MeteringConfig.defaults(),
        folder);
  }
}
