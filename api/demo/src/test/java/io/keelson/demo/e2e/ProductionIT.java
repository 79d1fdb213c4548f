package io.keelson.demo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keelson.demo.door.Addresses;
import io.keelson.demo.door.PersonSignIn;
import io.keelson.tenancy.embedded.ServerAddresses;
import io.keelson.tenancy.testing.Relay;
import io.keelson.tenancy.testing.TestKeyStore;
import io.keelson.tenancy.testing.TlsOnPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A platform where strangers come by: all its servers through TLS, and a proxy in front. */
final class ProductionIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROXY = "127.0.0.2";
  private static final String STRANGER = "127.0.0.3";
  private static final String CALLER = "192.0.2.7";
  private static final String HOST = "keelson.example";
  private static final int ANSWER_LIMIT_MS = 20_000;
  private static final String AUDITED = "SELECT count(*) FROM tenancy.audit_entry";

  @TempDir Path folder;
  private final int port = Ports.free();
  private final int managementPort = Ports.free();

  @Test
  @Timeout(120)
  void aStartWithTheConveniencesOfALaptopIsRefusedAndNamesEachOfThem() throws Exception {
    try (Installation installation = Installation.create();
        PlatformProcess platform =
            new PlatformProcess(
                installation,
                "production-refused",
                Map.of(
                    "keelson.production", "true",
                    "keelson.host", "0.0.0.0",
                    "keelson.broker.jobs-without-sandbox", "true"))) {
      Files.deleteIfExists(platform.log());
      platform.start();
      platform.awaitEnd("its start");

      assertThat(platform.exitCode()).isEqualTo(1);
      assertThat(Files.readString(platform.log()))
          .contains("keelson.production=true refuses to start")
          .contains(
              "keelson.demo.enabled",
              "keelson.database.app-url",
              "keelson.database.system-url",
              "keelson.redis.url",
              "keelson.keycloak.url",
              "keelson.keycloak.console-secret",
              "keelson.objects.master-key-file",
              "keelson.http.url",
              "keelson.gateway.url",
              "keelson.management.host",
              "keelson.mail.url",
              "keelson.broker.jobs-without-sandbox")
          .doesNotContain("\tat ");
      assertThat(installation.data().resolve("postgres")).doesNotExist();
    }
  }

  @Test
  @Timeout(180)
  void settingsThatComeFromAFileAreLookedAtToo() throws Exception {
    Path settings = folder.resolve("config").resolve("application.properties");
    Files.createDirectories(settings.getParent());
    Files.writeString(settings, "keelson.production=true\n");
    try (ExternalServers servers = new ExternalServers();
        Installation installation = Installation.create();
        PlatformProcess platform =
            new PlatformProcess(installation, "production-file", servers.properties()).in(folder)) {
      Files.deleteIfExists(platform.log());
      platform.start();
      platform.awaitEnd("its start");

      assertThat(platform.exitCode()).isEqualTo(1);
      assertThat(Files.readString(platform.log()))
          .contains("keelson: keelson.production: true in a file");
    }
  }

  @Test
  @Timeout(120)
  void aBlankAddressIsRefused() throws Exception {
    try (Installation installation = Installation.create();
        PlatformProcess platform =
            new PlatformProcess(
                installation, "production-blank", Map.of("keelson.management.host", ""))) {
      Files.deleteIfExists(platform.log());
      platform.start();
      platform.awaitEnd("its start");

      assertThat(platform.exitCode()).isEqualTo(1);
      assertThat(Files.readString(platform.log())).contains("keelson.management.host: blank");
    }
  }

  @Test
  @Timeout(300)
  void aConfiguredPlatformServesThroughItsProxy() throws Exception {
    TestKeyStore keys = TestKeyStore.make(folder.resolve("servers.p12"), "ip:127.0.0.1");
    try (ExternalServers servers = new ExternalServers();
        TlsOnPostgres postgres = new TlsOnPostgres(servers.database());
        Relay redis = relay(keys, servers.addresses().redisUrl());
        Relay keycloak = relay(keys, servers.addresses().keycloakUrl());
        Installation installation = Installation.create()) {
      Path masterKey = installation.data().resolve("master.key");
      new PlatformProcess(installation, "production-key", Map.of())
          .run("new-master-key", masterKey.toString());
      Map<String, String> properties = new HashMap<>(servers.properties(postgres));
      properties.put("keelson.redis.url", through(redis, servers.addresses().redisUrl(), "rediss"));
      properties.put(
          "keelson.keycloak.url", through(keycloak, servers.addresses().keycloakUrl(), "https"));
      properties.put("javax.net.ssl.trustStore", keys.file().toString());
      properties.put("javax.net.ssl.trustStorePassword", TestKeyStore.PASSWORD);
      properties.put("keelson.objects.master-key-file", masterKey.toString());
      properties.putAll(settings());
      try (PlatformProcess platform =
          new PlatformProcess(installation, "production", properties).start().awaitReady()) {
        assertThatCookiesAndReturnAddressNeedTls();
        assertThatAMachineOfANewOrganisationIsAnswered(servers);
        assertThatNothingOfTheInsideIsPublic();
        assertThatAStrangersForwardingHeadersAreNotBelieved(servers);
        assertThatConnectionsToPostgresqlAreThroughTls(servers);
      }
    }
  }

  private static void assertThatConnectionsToPostgresqlAreThroughTls(ExternalServers servers)
      throws SQLException {
    String connections =
        "SELECT count(*) FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid) WHERE a.datname = current_database() AND a.usename IN ('keelson_app', 'keelson_system')";
    assertThat(servers.number(connections)).as("connections to PostgreSQL").isPositive();
    assertThat(servers.number(connections + " AND NOT s.ssl")).as("in the clear").isZero();
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("keelson.production", "true");
    settings.put("keelson.demo.enabled", "false");
    settings.put("keelson.mail.url", "smtp://mail.example");
    settings.put("keelson.mail.from", "keelson@keelson.example");
    settings.put("keelson.roles", "api,gateway");
    settings.put("keelson.host", "0.0.0.0");
    settings.put("keelson.management.host", "127.0.0.1");
    settings.put("keelson.http.port", Integer.toString(port));
    settings.put("keelson.management.port", Integer.toString(managementPort));
    settings.put("keelson.gateway.port", Integer.toString(Ports.free()));
    settings.put("keelson.http.url", "https://" + HOST);
    settings.put("keelson.gateway.url", "https://models." + HOST);
    settings.put("keelson.http.trusted-proxies", PROXY);
    return settings;
  }

  private static Relay relay(TestKeyStore keys, String url) {
    URI address = URI.create(url);
    return Relay.tls(keys, address.getHost(), address.getPort());
  }

  private static String through(Relay relay, String url, String scheme) {
    URI address = URI.create(url);
    String user = address.getRawUserInfo() == null ? "" : address.getRawUserInfo() + "@";
    return scheme + "://" + user + "127.0.0.1:" + relay.port() + address.getRawPath();
  }

  private void assertThatCookiesAndReturnAddressNeedTls() throws IOException {
    String answer = send(PROXY, "GET /session/login", "", "");

    assertThat(answer).startsWith("HTTP/1.1 302");
    assertThat(header(answer, "location"))
        .contains("redirect_uri=https%3A%2F%2F" + HOST + "%2Fsession%2Flogin");
    assertThat(answer.lines().filter(line -> line.toLowerCase().startsWith("set-cookie:")))
        .isNotEmpty()
        .allSatisfy(cookie -> assertThat(cookie.split(";\\s*")).contains("Secure"));
    assertThat(answer.toLowerCase()).contains("\nstrict-transport-security:");
  }

  private void assertThatAMachineOfANewOrganisationIsAnswered(ExternalServers servers)
      throws Exception {
    String person = "Authorization: Bearer " + token(servers.addresses()) + "\r\n";
    JsonNode tenant =
        ask(
            person + "Idempotency-Key: first-tenant\r\n",
            "mutation{createTenant(input:{slug:\"acme\",name:\"Acme\"}){slug}}");
    assertThat(tenant.at("/data/createTenant/slug").asText()).as("%s", tenant).isEqualTo("acme");
    JsonNode key =
        ask(
            person + "X-Keelson-Tenant: acme\r\nIdempotency-Key: first-key\r\n",
            "mutation{createApiKey(input:{name:\"machine\",permissions:[PROJECT_READ]}){secret}}");
    String secret = key.at("/data/createApiKey/secret").asText();
    assertThat(secret).as("%s", key).isNotEmpty();

    String machine = "Authorization: Bearer " + secret + "\r\n";
    JsonNode answer = ask(machine, "{projects(first:5){edges{node{id}}}}");
    assertThat(answer.at("/data/projects/edges").isArray()).as("%s", answer).isTrue();
    assertThat(ask(machine, "{__schema{queryType{name}}}").has("errors"))
        .as("introspection is refused")
        .isTrue();
    assertThat(servers.number(AUDITED)).as("audit entries").isPositive();
    assertThat(servers.number(AUDITED + " WHERE address IS DISTINCT FROM '" + CALLER + "'"))
        .as("audit entries that name another address than the caller's")
        .isZero();
  }

  private void assertThatAStrangersForwardingHeadersAreNotBelieved(ExternalServers servers)
      throws Exception {
    BigDecimal before = servers.number(AUDITED);
    String person = "Authorization: Bearer " + token(servers.addresses()) + "\r\n";

    JsonNode key =
        ask(
            STRANGER,
            person + "X-Keelson-Tenant: acme\r\nIdempotency-Key: strangers-key\r\n",
            "mutation{createApiKey(input:{name:\"direct\",permissions:[PROJECT_READ]}){secret}}");

    assertThat(key.at("/data/createApiKey/secret").asText()).as("%s", key).isNotEmpty();
    assertThat(servers.number(AUDITED + " WHERE address = '" + STRANGER + "'"))
        .as("audit entries that name the address that the stranger's request came from")
        .isEqualTo(servers.number(AUDITED).subtract(before))
        .isPositive();
  }

  private String token(ServerAddresses addresses) throws Exception {
    Map<String, String> environment = new HashMap<>();
    for (String name :
        new String[] {
          "KEELSON_GATEWAY_GRPC",
          "KEELSON_TENANT",
          "KEELSON_USER",
          "KEELSON_API_KEY",
          "KEELSON_VIEWER_API_KEY",
          "KEELSON_OTHER_TENANT",
          "KEELSON_OTHER_API_KEY"
        }) {
      environment.put(name, "unused");
    }
    environment.put("KEELSON_URL", "http://127.0.0.1:" + port);
    environment.put("KEELSON_GATEWAY_URL", "http://127.0.0.1:" + port);
    environment.put("KEELSON_KEYCLOAK_URL", addresses.keycloakUrl());
    environment.put("KEELSON_PASSWORD", addresses.demoPassword());
    try (HttpClient http = HttpClient.newHttpClient()) {
      return new PersonSignIn(
              http,
              Addresses.of(environment),
              "owner",
              addresses.demoPassword(),
              InstantSource.system())
          .bearer();
    }
  }

  private void assertThatNothingOfTheInsideIsPublic() throws IOException {
    try (Socket socket = new Socket()) {
      assertThat(connects(socket, new InetSocketAddress(PROXY, managementPort)))
          .as("the management port on another address")
          .isFalse();
    }
    for (String path : new String[] {"/q/metrics", "/q/health", "/graphql/schema.graphql"}) {
      assertThat(send(STRANGER, "GET " + path, "", ""))
          .as("%s at the front door", path)
          .doesNotStartWith("HTTP/1.1 200")
          .doesNotContain("type Query");
    }
  }

  private static boolean connects(Socket socket, InetSocketAddress address) {
    try {
      socket.connect(address, ANSWER_LIMIT_MS);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  /** A GraphQL request that the proxy passes on. */
  private JsonNode ask(String headers, String document) throws IOException {
    return ask(PROXY, headers, document);
  }

  /** A GraphQL request from this address of our own machine. */
  private JsonNode ask(String from, String headers, String document) throws IOException {
    String body = JSON.createObjectNode().put("query", document).toString();
    String answer =
        send(from, "POST /graphql", headers + "Content-Type: application/json\r\n", body);
    String json = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    return JSON.readTree(json.substring(json.indexOf('{'), json.lastIndexOf('}') + 1));
  }

  /** The whole answer to a request that comes from this address of our own machine. */
  private String send(String from, String request, String headers, String body) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(ANSWER_LIMIT_MS);
      socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
      socket.connect(new InetSocketAddress("127.0.0.1", port));
      socket
          .getOutputStream()
          .write(
              "%s HTTP/1.1\r\nHost: %s\r\nX-Forwarded-For: %s\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: %s\r\nConnection: close\r\nContent-Length: %d\r\n%s\r\n%s"
                  .formatted(request, HOST, CALLER, HOST, body.length(), headers, body)
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String header(String answer, String name) {
    return answer
        .lines()
        .filter(line -> line.toLowerCase().startsWith(name + ":"))
        .findFirst()
        .orElse("");
  }
}
