package io.keelson.demo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.door.Credential;
import io.keelson.demo.door.GraphQlClient;
import io.keelson.demo.door.Json;
import io.keelson.demo.door.PersonSignIn;
import io.keelson.demo.step.Patience;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/**
 * A right that ends, ends everywhere: sockets and downloads that were opened with it are closed in
 * both processes of the front door, although nothing happens on them.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(300)
final class EndedRightsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(2);
  private static final int SOCKETS_OF_A_PROCESS = 100;
  private static final int DOWNLOADS_OF_A_PROCESS = 16;
  private static final int CREDENTIAL_ENDED = 4403;

  /** More than the buffers between the platform and a client hold. */
  private static final int FILE_BYTES = 64 << 20;

  private static final String CREATE_KEY =
      "mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret apiKey { id } } }";
  private static final String MEMBERS =
      "{ members(first: 100) { edges { node { id username version } } } }";
  private static final String LINK =
      """
      query ($id: ID!) {
        node(id: $id) { ... on DatasetVersion { files(first: 1) { edges { node { downloadUrl } } } } }
      }
      """;

  private ExternalServers servers;
  private Installation installation;
  private PlatformProcess first;
  private PlatformProcess second;
  private Doors doors;
  private Workspace workspace;
  private DatasetVersion version;
  private List<Integer> ports;

  @BeforeAll
  @Timeout(600)
  void start() throws Exception {
    servers = new ExternalServers();
    installation = Installation.create();
    ports = List.of(Ports.free(), Ports.free());
    first = process("ended-first", "api,broker,gateway", ports.get(0)).start().awaitReady();
    second = process("ended-second", "api", ports.get(1)).start().awaitReady();
    doors = new Doors(servers.environment(installation));
    workspace = Workspace.create(doors, doors.machine, "ended-rights");
    version = DatasetVersion.open(workspace, "large");
    upload();
    // Followers of the project's jobs are told of it at once, which shows that they follow.
    workspace.awaitSuccess(PATIENCE, workspace.runScript("first", "true"));
  }

  private PlatformProcess process(String name, String roles, int port) {
    Map<String, String> properties = new HashMap<>(servers.properties());
    properties.put("keelson.roles", roles);
    properties.put("keelson.http.port", Integer.toString(port));
    properties.put("keelson.http.url", "http://127.0.0.1:" + ports.get(0));
    properties.put("keelson.management.port", Integer.toString(Ports.free()));
    properties.put("keelson.gateway.port", Integer.toString(Ports.free()));
    return new PlatformProcess(installation, name, properties);
  }

  private void upload() throws Exception {
    byte[] bytes = new byte[FILE_BYTES];
    new Random(1).nextBytes(bytes);
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    URI upload = version.startUpload("large.bin", FILE_BYTES, digest);
    assertThat(doors.tus.append(upload, 0, bytes, 0, FILE_BYTES)).isEqualTo(FILE_BYTES);
  }

  @AfterAll
  @Timeout(180)
  void clearAway() throws Exception {
    try (ExternalServers database = servers;
        Installation data = installation;
        PlatformProcess one = first;
        PlatformProcess other = second;
        Doors clients = doors) {
      // closed in reverse order, each whether the others can be or not
    }
  }

  @Test
  void whatAKeyOpenedIsClosedWhenItIsRevoked() throws Exception {
    JsonNode key =
        doors.machine.mutate(
            CREATE_KEY,
            Map.of("name", "short-lived", "permissions", List.of("JOB_READ", "DATASET_READ")));
    try (Held held = hold(Credential.apiKey(key.path("secret").asText()))) {
      doors.machine.call(
          "mutation ($id: ID!) { revokeApiKey(id: $id) { id } }",
          Map.of("id", key.at("/apiKey/id").asText()));
      held.assertClosed("a revoked key");
    }
  }

  @Test
  void whatAMemberOpenedIsClosedWhenTheyAreRemoved() throws Exception {
    try (Held held = hold(signedIn("viewer"))) {
      JsonNode member = null;
      for (JsonNode edge : doors.machine.call(MEMBERS, Map.of()).at("/members/edges")) {
        member = edge.at("/node/username").asText().equals("viewer") ? edge.path("node") : member;
      }
      assertThat(member).isNotNull();
      doors.machine.call(
          "mutation ($id: ID!, $version: Int!) { removeMember(id: $id, expectedVersion: $version) { id } }",
          Map.of("id", member.path("id").asText(), "version", member.path("version").asInt()));
      held.assertClosed("a removed member");
    }
  }

  @Test
  void whatASessionOpenedIsClosedWhenItEnds() throws Exception {
    Credential reviewer = signedIn("reviewer");
    byte[] claims = Base64.getUrlDecoder().decode(reviewer.bearer().split("\\.")[1]);
    String session = Json.MAPPER.readTree(claims).path("sid").asText();
    assertThat(session).isNotEmpty();
    try (Held held = hold(reviewer)) {
      servers.execute(
          """
          INSERT INTO tenancy.ended_session (session_hash, ended_at)
          VALUES (sha256(convert_to('%s', 'UTF8')), now())
          """
              .formatted(session));
      held.assertClosed("an ended session");
    }
  }

  @Test
  void whatAJobOpenedIsClosedWhenItEnds() throws Exception {
    String job = workspace.runScript("indiscreet", "echo token=$KEELSON_TOKEN; sleep 1000");
    String token =
        Patience.until(
            PATIENCE,
            "the job tells its token",
            () -> "",
            () ->
                workspace.job(job).at("/log/lines").findValuesAsText("text").stream()
                    .filter(line -> line.startsWith("token="))
                    .map(line -> line.substring("token=".length()))
                    .findFirst());
    List<HeldSocket> sockets = sockets(Credential.apiKey(token));
    try (Held held = new Held(sockets, List.of())) {
      int version =
          doors
              .machine
              .call(
                  "query ($id: ID!) { node(id: $id) { ... on Job { version } } }",
                  Map.of("id", job))
              .at("/node/version")
              .asInt();
      doors.machine.call(
          "mutation ($id: ID!, $version: Int!) { cancelJob(id: $id, expectedVersion: $version) { id } }",
          Map.of("id", job, "version", version));
      Waiting.until(
          PATIENCE,
          "the job is cancelled",
          () -> workspace.job(job).path("status").asText().equals("CANCELLED"));
      held.assertClosed("an ended job");
    }
  }

  private Credential signedIn(String user) {
    return new PersonSignIn(
        doors.http, doors.addresses, user, doors.addresses.password(), InstantSource.system());
  }

  /** Half of all sockets and downloads at each process. */
  private Held hold(Credential credential) throws Exception {
    List<HeldSocket> sockets = sockets(credential);
    List<HeldDownload> downloads = new ArrayList<>();
    GraphQlClient caller =
        new GraphQlClient(doors.http, doors.addresses, doors.addresses.tenant(), credential);
    URI link =
        URI.create(
            caller
                .call(LINK, Map.of("id", version.id))
                .at("/node/files/edges/0/node/downloadUrl")
                .asText());
    for (int port : ports) {
      for (int i = 0; i < DOWNLOADS_OF_A_PROCESS; i++) {
        downloads.add(HeldDownload.open(port, link));
      }
    }
    return new Held(sockets, downloads);
  }

  private List<HeldSocket> sockets(Credential credential) throws Exception {
    List<HeldSocket> sockets = new ArrayList<>();
    for (int port : ports) {
      for (int i = 0; i < SOCKETS_OF_A_PROCESS; i++) {
        sockets.add(
            HeldSocket.open(
                doors.http,
                port,
                doors.addresses.tenant(),
                credential.bearer(),
                workspace.projectId));
      }
    }
    for (HeldSocket socket : sockets) {
      socket.following().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    return sockets;
  }

  /** What is open, from the moment at which the right ended. */
  private record Held(List<HeldSocket> sockets, List<HeldDownload> downloads)
      implements AutoCloseable {

    void assertClosed(String what) throws Exception {
      long ended = System.nanoTime();
      List<CompletableFuture<Boolean>> broken = new ArrayList<>();
      for (HeldDownload download : downloads) {
        CompletableFuture<Boolean> isBroken = new CompletableFuture<>();
        broken.add(isBroken);
        Thread.startVirtualThread(
            () -> {
              try {
                isBroken.complete(download.isBrokenOff(ENDED_WITHIN, FILE_BYTES));
              } catch (Exception e) {
                isBroken.completeExceptionally(e);
              }
            });
      }
      for (HeldSocket socket : sockets) {
        long leftMs = ENDED_WITHIN.toMillis() - (System.nanoTime() - ended) / 1_000_000;
        assertThat(socket.closed().get(Math.max(1, leftMs), TimeUnit.MILLISECONDS))
            .as("the code that a socket of %s is closed with", what)
            .isEqualTo(CREDENTIAL_ENDED);
      }
      for (CompletableFuture<Boolean> isBroken : broken) {
        assertThat(isBroken.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
            .as("a download of %s is broken off within %s", what, ENDED_WITHIN)
            .isTrue();
      }
      System.out.printf(
          "%s: %d sockets and %d downloads closed within %d ms%n",
          what,
          sockets.size(),
          downloads.size(),
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - ended));
    }

    @Override
    public void close() throws Exception {
      sockets.forEach(HeldSocket::close);
      for (HeldDownload download : downloads) {
        download.close();
      }
    }
  }
}
