package io.keelson.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.AddressEcho;
import io.keelson.api.testing.PlatformServers;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class BehindAProxyIT {
  private static final String STRANGER = "127.0.0.3";
  private static final String FORWARDED =
      "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n";

  @Inject TenantDatabase database;
  @Inject SystemDatabase system;

  @ConfigProperty(name = "keelson.http.port")
  int port;

  /** The whole answer to a GET that comes from this address of our own machine. */
  private String get(String from, String path, String headers) throws IOException {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
      socket.connect(new InetSocketAddress("127.0.0.1", port));
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: keelson.example\r\nConnection: close\r\n%s\r\n"
                  .formatted(path, headers)
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aTrustedProxySaysWhoItForwardsFor() throws IOException {
    assertThat(get(PlatformServers.PROXY, AddressEcho.PATH, FORWARDED)).endsWith("192.0.2.7 https");
  }

  @Test
  void forwardingHeadersOfOthersAreIgnored() throws IOException {
    assertThat(get(STRANGER, AddressEcho.PATH, FORWARDED)).endsWith(STRANGER + " http");
  }

  @Test
  void statementsOfBothPoolsEndAtTheirTimeout() {
    assertThat(
            database
                .read(Ids.next(), "SELECT current_setting('statement_timeout')")
                .iterator()
                .next()
                .getString(0))
        .isEqualTo("21s");
    assertThat(
            system
                .transact(
                    SystemUse.TENANT_DIRECTORY,
                    tx -> tx.one("SELECT current_setting('statement_timeout')"))
                .orElseThrow()
                .getString(0))
        .isEqualTo("22s");
  }
}
