package io.keelson.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.bench.DatabaseLogin;
import io.keelson.bench.measure.Child;
import io.keelson.bench.measure.Tool;
import io.keelson.tenancy.apikey.ApiKeySecret;
import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestServers;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayProcessIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void whatIsMeasuredAuthenticatesAndReachesTheStandIn() throws Exception {
    ApiKeySecret key = ApiKeySecret.generate();
    try (TestDatabase database = TestServers.shared().freshDatabase("tenancy")) {
      insertKey(database, key);
      Path socket = folder.resolve("replica.sock");
      int backendPort = freePort();
      int gatewayPort = freePort();
      String taskset = Tool.find("taskset", "util-linux");
      try (Child backend = GatewayBench.backend(folder, 0, taskset, backendPort, socket)) {
        backend.awaitListening(backendPort, PATIENCE);
        try (Child gateway =
            GatewayProcess.start(
                folder, 0, gatewayPort, socket, system(database), key.value(), 0)) {
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

  private static DatabaseLogin system(TestDatabase database) {
    return new DatabaseLogin(
        database.host(),
        database.port(),
        database.name(),
        database.systemUser(),
        database.systemPassword());
  }

  private static void insertKey(TestDatabase database, ApiKeySecret key) throws Exception {
    UUID tenant = UUID.randomUUID();
    try (Connection connection =
        DriverManager.getConnection(
            database.jdbcUrl(), database.ownerUser(), database.ownerPassword())) {
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at) VALUES (?, 'bench', 'Bench', now())")) {
        insert.setObject(1, tenant);
        insert.executeUpdate();
      }
      try (PreparedStatement insert =
          connection.prepareStatement(
              """
              INSERT INTO tenancy.api_key
                (tenant_id, id, name, prefix, secret_hash, permissions, project_ids, created_by, created_at)
              VALUES (?, gen_random_uuid(), 'bench', ?, ?, '{ENDPOINT_INVOKE}', '{}', 'bench', now())
              """)) {
        insert.setObject(1, tenant);
        insert.setString(2, key.prefix());
        insert.setBytes(3, key.hash());
        insert.executeUpdate();
      }
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
