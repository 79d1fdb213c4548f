package io.keelson.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.bench.BenchDatabase;
import io.keelson.bench.measure.Child;
import io.keelson.bench.measure.Listener;
import io.keelson.bench.measure.Tool;
import io.keelson.tenancy.apikey.ApiKeySecret;
import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestServers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayProcessIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void whatIsMeasuredAuthenticatesAndReachesTheStandIn() throws Exception {
    ApiKeySecret key = ApiKeySecret.generate();
    try (TestDatabase database = TestServers.shared().freshDatabase("tenancy")) {
      BenchDatabase.insertKey(database, "bench", key);
      Path socket = folder.resolve("replica.sock");
      int backendPort = Listener.freePort();
      int gatewayPort = Listener.freePort();
      String taskset = Tool.find("taskset", "util-linux");
      try (Child backend = GatewayBench.backend(folder, 0, taskset, backendPort, socket)) {
        backend.awaitListening(backendPort, PATIENCE);
        try (Child gateway =
            GatewayProcess.start(
                folder, 0, gatewayPort, socket, BenchDatabase.system(database), key.value(), 0)) {
          gateway.awaitListening(gatewayPort, PATIENCE);

          GrpcCheck.infer(gatewayPort, key.value());
          assertThatThrownBy(() -> GrpcCheck.infer(gatewayPort, ApiKeySecret.generate().value()))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("gRPC status 16");
        }
      }
    }
  }

  @Test
  void theRequestHasTheSizeThatTheBenchmarkNames() {
    assertThat(InferMessages.request()).hasSize(205);
  }
}
