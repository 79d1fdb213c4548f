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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/**
 * A right that ends, ends everywhere: sockets and downloads that were opened with it are closed in
 * both processes of the front door, although nothing happens on them.
 */
@Tag("heavy")
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(300)
final class EndedRightsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration FOLLOWS_WITHIN = Duration.ofSeconds(20);
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(2);

  /** How long what ends late is waited for, so that the message can say how late. */
  private static final Duration WATCHED_FOR = Duration.ofSeconds(10);

  private static final int SOCKETS_OF_A_PROCESS = 100;
  private static final int DOWNLOADS_OF_A_PROCESS = 25;
  private static final int CREDENTIAL_ENDED = 4403;

  /** More than the slow clients take meanwhile, and than all buffers hold. */
  private static final int FILE_BYTES = 64 << 20;

  private static final String CREATE_KEY =
      "mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret apiKey { id } } }";
  private static final String WHO = "{ viewer { person { id } } }";
  private static final String MEMBERS =
      "{ tenant { members(first: 100) { edges { node { id version person { id } } } } } }";
  private static final String JOBS =
      "subscription ($id: ID!) { jobChanged(projectId: $id) { id } }";
  private static final String METRICS =
      "subscription ($id: ID!) { runMetrics(runId: $id) { key } }";
  private static final String LOG =
      "mutation ($input: LogBatchInput!) { logBatch(input: $input) { id } }";
  private static final String LEASES =
      "SELECT count(*) FROM compute.lease WHERE status IN ('REQUESTED', 'ACTIVE')";
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
    first = process("ended-first", "api,broker,gateway", ports.get(0)).start();
    second = process("ended-second", "api", ports.get(1)).start();
    first.awaitReady();
    second.awaitReady();
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
    try (Held held = hold(Credential.apiKey(key.path("secret").asText()), JOBS, projectId())) {
      held.assertOpen();
      doors.machine.call(
          "mutation ($id: ID!) { revokeApiKey(id: $id) { id } }",
          Map.of("id", key.at("/apiKey/id").asText()));
      held.assertClosed("a revoked key");
    }
  }

  @Test
  void whatAMemberOpenedIsClosedWhenTheyAreRemoved() throws Exception {
    Credential viewer = signedIn("viewer");
    try (Held held = hold(viewer, JOBS, projectId())) {
      JsonNode member = member(caller(viewer).call(WHO, Map.of()).at("/viewer/person/id").asText());
      held.assertOpen();
      doors.machine.call(
          "mutation ($id: ID!, $version: Int!) { removeMember(id: $id, expectedVersion: $version) { id } }",
          Map.of("id", member.path("id").asText(), "version", member.path("version").asInt()));
      held.assertClosed("a removed member");
    }
  }

  private JsonNode member(String personId) throws Exception {
    for (JsonNode edge : doors.machine.call(MEMBERS, Map.of()).at("/tenant/members/edges")) {
      if (edge.at("/node/person/id").asText().equals(personId)) {
        return edge.path("node");
      }
    }
    throw new AssertionError("no member is the person " + personId);
  }

  @Test
  void whatASessionOpenedIsClosedWhenItEnds() throws Exception {
    Credential reviewer = signedIn("reviewer");
    byte[] claims = Base64.getUrlDecoder().decode(reviewer.bearer().split("\\.")[1]);
    String session = Json.MAPPER.readTree(claims).path("sid").asText();
    assertThat(session).isNotEmpty();
    try (Held held = hold(reviewer, JOBS, projectId())) {
      held.assertOpen();
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
    Credential token = Credential.apiKey(awaitToken(job));
    String run = workspace.job(job).at("/run/id").asText();
    caller(token).mutate(LOG, Map.of("runId", run, "metrics", List.of(metric())));
    try (Held held = hold(token, METRICS, run)) {
      int version =
          doors
              .machine
              .call(
                  "query ($id: ID!) { node(id: $id) { ... on Job { version } } }",
                  Map.of("id", job))
              .at("/node/version")
              .asInt();
      held.assertOpen();
      doors.machine.call(
          "mutation ($id: ID!, $version: Int!) { cancelJob(id: $id, expectedVersion: $version) { id } }",
          Map.of("id", job, "version", version));
      awaitNoLease();
      held.assertClosed("an ended job");
    }
  }

  private String awaitToken(String job) throws Exception {
    return Patience.until(
        PATIENCE,
        "the job tells its token",
        () -> "",
        () ->
            workspace.job(job).at("/log/lines").findValuesAsText("text").stream()
                .filter(line -> line.startsWith("token="))
                .map(line -> line.substring("token=".length()))
                .findFirst());
  }

  private static Map<String, ?> metric() {
    return Map.of("key", "loss", "value", 0.5);
  }

  /** Asks often: the time until all is closed counts from here. */
  private void awaitNoLease() throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (servers.number(LEASES).signum() > 0) {
      assertThat(System.nanoTime()).as("the job's lease ends").isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  private String projectId() {
    return workspace.projectId;
  }

  private GraphQlClient caller(Credential credential) {
    return new GraphQlClient(doors.http, doors.addresses, doors.addresses.tenant(), credential);
  }

  private Credential signedIn(String user) {
    return new PersonSignIn(
        doors.http, doors.addresses, user, doors.addresses.password(), InstantSource.system());
  }

  /**
   * Half of all sockets and downloads at each process.
   *
   * @param subscription of what has the id
   */
  private Held hold(Credential credential, String subscription, String id) throws Exception {
    URI link =
        URI.create(
            caller(credential)
                .call(LINK, Map.of("id", version.id))
                .at("/node/files/edges/0/node/downloadUrl")
                .asText());
    Held held = new Held(new ArrayList<>(), new ArrayList<>());
    try {
      for (int port : ports) {
        open(held, port, credential, subscription, id);
        for (int i = 0; i < DOWNLOADS_OF_A_PROCESS; i++) {
          held.downloads.add(HeldDownload.open(port, link));
        }
      }
      return held;
    } catch (Exception | Error e) {
      held.close();
      throw e;
    }
  }

  private void open(Held held, int port, Credential credential, String subscription, String id)
      throws Exception {
    List<HeldSocket> opened = new ArrayList<>();
    for (int i = 0; i < SOCKETS_OF_A_PROCESS; i++) {
      HeldSocket socket =
          HeldSocket.open(
              doors.http,
              port,
              doors.addresses.tenant(),
              credential.bearer(),
              subscription,
              Map.of("id", id));
      held.sockets.add(socket);
      opened.add(socket);
    }
    for (HeldSocket socket : opened) {
      socket.following().get(FOLLOWS_WITHIN.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** What is open with one credential. */
  private record Held(List<HeldSocket> sockets, List<HeldDownload> downloads)
      implements AutoCloseable {

    void assertOpen() {
      assertThat(sockets).noneMatch(socket -> socket.closed().isDone());
      assertThat(downloads).noneMatch(download -> download.closed().isDone());
    }

    /**
     * Within the bar from now on, which is when the right has ended. Each counts as closed when its
     * client saw it, however late this thread comes to look.
     */
    void assertClosed(String what) throws Exception {
      long endedNanos = System.nanoTime();
      Duration lastSocket = Duration.ZERO;
      for (HeldSocket socket : sockets) {
        HeldSocket.End end = socket.closed().get(leftMs(endedNanos), TimeUnit.MILLISECONDS);
        assertThat(end.code())
            .as("the code that a socket of %s is closed with", what)
            .isEqualTo(CREDENTIAL_ENDED);
        lastSocket = later(lastSocket, end.atNanos() - endedNanos);
      }
      Duration last = lastSocket;
      for (HeldDownload download : downloads) {
        long atNanos = download.closed().get(leftMs(endedNanos), TimeUnit.MILLISECONDS);
        last = later(last, atNanos - endedNanos);
      }
      System.out.printf(
          "%s: %d sockets closed within %d ms, these and %d downloads within %d ms%n",
          what, sockets.size(), lastSocket.toMillis(), downloads.size(), last.toMillis());
      assertThat(last)
          .as("the time until the last socket or download of %s was closed", what)
          .isLessThanOrEqualTo(ENDED_WITHIN);
    }

    private static Duration later(Duration one, long otherNanos) {
      Duration other = Duration.ofNanos(otherNanos);
      return one.compareTo(other) < 0 ? other : one;
    }

    private static long leftMs(long sinceNanos) {
      long passedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos);
      return Math.max(1, WATCHED_FOR.toMillis() - passedMs);
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
