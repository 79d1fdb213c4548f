package io.keelson.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.AddressEcho;
import io.keelson.api.testing.HardenedServers;
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
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = HardenedServers.class, restrictToAnnotatedClass = true)
class BehindAProxyIT {
  private static final String TLS = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
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
    assertThat(get(HardenedServers.PROXY, AddressEcho.PATH, FORWARDED)).endsWith("192.0.2.7 https");
  }

  @Test
  void forwardingHeadersOfOthersAreIgnored() throws IOException {
    assertThat(get(HardenedServers.STRANGER, AddressEcho.PATH, FORWARDED))
        .endsWith(HardenedServers.STRANGER + " http");
  }

  @Test
  void cookiesAreSecureAndTheProviderSendsPeopleBackThroughTls() throws IOException {
    String answer = get(HardenedServers.STRANGER, "/session/login", "");
    assertThat(answer).startsWith("HTTP/1.1 302");
    List<String> cookies =
        answer.lines().filter(line -> line.toLowerCase().startsWith("set-cookie:")).toList();
    assertThat(cookies).isNotEmpty().allMatch(cookie -> cookie.contains("Secure"));
    assertThat(answer).contains("redirect_uri=https%3A%2F%2Fkeelson.example%2F");
  }

  @Test
  void bothPoolsSpeakTlsWithTheServerThatWasVerified() {
    assertThat(database.read(Ids.next(), TLS).iterator().next().getBoolean(0)).isTrue();
    assertThat(
            system
                .transact(SystemUse.TENANT_DIRECTORY, tx -> tx.one(TLS))
                .orElseThrow()
                .getBoolean(0))
        .isTrue();
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
