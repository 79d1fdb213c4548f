package io.keelson.api.graphql.live.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.graphql.engine.SharedEngine;
import io.keelson.api.identity.Credential;
import io.keelson.api.memory.SharedBytes;
import io.keelson.api.testing.BusyParsers;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.LiveClient;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.RawSocket;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.share.FairShare;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients do that mean no good, or have broken: it ends them, and nothing of it stays. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@Timeout(120)
class HostileSocketIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final LiveSockets.Held NOTHING = new LiveSockets.Held(0, 0, 0, 0, 0, 0);
  private static final String TENANT = "{tenant{slug}}";

  @Inject TestTenants tenants;
  @Inject LiveSockets sockets;
  @Inject SharedEngine engine;
  @Inject SharedBytes memory;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @AfterEach
  void nothingIsHeldAnyMore() {
    await(() -> sockets.held().equals(NOTHING));
    assertThat(sockets.held()).isEqualTo(NOTHING);
  }

  /** False when it has not come to be in time. */
  private static boolean await(BooleanSupplier condition) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        return false;
      }
      Thread.yield();
    }
    return true;
  }

  /** Of some megabytes: names of the schema's fields, many times. */
  private static String large() {
    String names =
        IntStream.range(0, 480).mapToObj(i -> "f" + i + ":name").collect(Collectors.joining(" "));
    return "{__schema{types{fields{" + names + "}}}}";
  }

  private static byte[] repeated(byte[] bytes, int times) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      all.writeBytes(bytes);
    }
    return all.toByteArray();
  }

  @Test
  void whoeverTakesNoCloseFrameIsCutOff() throws Exception {
    TestTenants.Made made = tenants.make("live-cut");
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      socket.subscribe("large", large());
      await(() -> sockets.held().memoryBytes() > 0);

      sockets.lookAt(Instant.now().plus(Duration.ofMinutes(6)));

      assertThat(await(() -> isCut(socket))).as("cut, although nothing was read").isTrue();
    }
  }

  private static boolean isCut(RawSocket socket) {
    try {
      socket.frame(RawSocket.FINAL | RawSocket.PING, new byte[0]);
      return false;
    } catch (IOException cut) {
      return true;
    }
  }

  @Test
  void whoeverAnswersNoCloseFrameIsCutOff() throws Exception {
    try (RawSocket socket = RawSocket.open(port)) {
      socket.say("no json");
      assertThat(socket.closeCode()).isEqualTo(4400);
      assertThat(socket.ends()).isTrue();
    }
  }

  @Test
  void whoeverSendsPingsAndTakesNoPongsIsCutOff() throws Exception {
    TestTenants.Made made = tenants.make("live-pings");
    byte[] pings =
        repeated(RawSocket.encoded(RawSocket.FINAL | RawSocket.PING, new byte[125]), 1_000);
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      long sentBytes = 0;
      try {
        while (sentBytes < 64 << 20) {
          socket.write(pings);
          sentBytes += pings.length;
        }
      } catch (IOException cut) {
        // As it should.
      }

      assertThat(sentBytes).isLessThan(64 << 20);
    }
  }

  @Test
  void whoeverSaysNothingButPingsIsClosedInTime() throws Exception {
    try (RawSocket socket = RawSocket.open(port)) {
      socket.frame(RawSocket.FINAL | RawSocket.PING, new byte[0]);
      socket.say("{\"type\":\"ping\"}");
      assertThat(socket.next().text()).contains("pong");

      sockets.lookAt(Instant.now().plusSeconds(9));
      socket.say("{\"type\":\"ping\"}");
      assertThat(socket.next().text()).contains("pong");
      sockets.lookAt(Instant.now().plusSeconds(11));

      assertThat(socket.closeCode()).isEqualTo(4408);
    }
  }

  @Test
  void tooManyOperationsOfATenantAreRateLimited() throws Exception {
    TestTenants.Made made = tenants.make("live-crowd");
    Object payer = made.tenant().id();
    int others = 0;
    try (LiveClient client = LiveClient.acknowledged(port, made.key())) {
      while (sockets.admitOperation(payer)) {
        others++;
      }
      client.subscribe("1", TENANT);
      JsonObject refused = client.next();
      assertThat(refused.getString("type")).isEqualTo("error");
      assertThat(refused.encode()).contains("RATE_LIMITED");

      sockets.dismissOperation(payer);
      others--;
      client.subscribe("2", TENANT);
      assertThat(client.next().getString("type")).isEqualTo("next");
    } finally {
      for (int i = 0; i < others; i++) {
        sockets.dismissOperation(payer);
      }
    }
  }

  @Test
  void tooManySocketsOfATenantAreToldToComeLater() throws Exception {
    TestTenants.Made made = tenants.make("live-sockets");
    Object payer = made.tenant().id();
    List<Credential> others = new ArrayList<>();
    Credential next = new Credential.Attempt("0");
    while (sockets.admit(next, payer)) {
      others.add(next);
      next = new Credential.Attempt(Integer.toString(others.size() / 1_000));
    }
    try (LiveClient client = LiveClient.open(port)) {
      client.init(new JsonObject().put("Authorization", "Bearer " + made.key()));
      assertThat(client.closed().code()).isEqualTo(1013);
    } finally {
      others.forEach(other -> sockets.dismiss(other, payer));
    }
  }

  @Test
  void addressesBehindATrustedProxyAreTheClientsOwn() throws Exception {
    String greedy = "192.0.2.7";
    int taken = 0;
    while (sockets.reserve(greedy)) {
      taken++;
    }
    try (RawSocket refused = forwarded(greedy);
        RawSocket other = forwarded("192.0.2.8");
        RawSocket liar = RawSocket.open(port, "127.0.0.3", forwardedFor(greedy))) {
      assertThat(refused.answer()).startsWith("HTTP/1.1 503").containsIgnoringCase("Retry-After");
      assertThat(other.answer()).startsWith("HTTP/1.1 101");
      assertThat(liar.answer()).startsWith("HTTP/1.1 101");
    } finally {
      for (int i = 0; i < taken; i++) {
        sockets.release(greedy);
      }
    }
  }

  @Test
  void noCrowdOfStrangersKeepsOutWhoeverSaysWhoTheyAreWithTheUpgrade() throws Exception {
    TestTenants.Made made = tenants.make("live-crowded");
    List<String> crowd = new ArrayList<>();
    for (int i = 0; sockets.reserve(stranger(i)); i++) {
      crowd.add(stranger(i));
    }
    String key = "Authorization: Bearer " + made.key() + "\r\n";
    try (RawSocket refused = RawSocket.open(port);
        RawSocket known = RawSocket.open(port, "127.0.0.1", key)) {
      assertThat(refused.answer()).startsWith("HTTP/1.1 503");
      assertThat(known.answer()).startsWith("HTTP/1.1 101");
      known.say("{\"type\":\"connection_init\"}");
      assertThat(known.next().text()).contains("connection_ack");
      assertThat(sockets.held().acknowledged()).isEqualTo(1);
    } finally {
      crowd.forEach(sockets::release);
    }
  }

  private static String stranger(int number) {
    return "192.0.2." + number;
  }

  private RawSocket forwarded(String address) throws IOException {
    return RawSocket.open(port, PlatformServers.PROXY, forwardedFor(address));
  }

  private static String forwardedFor(String address) {
    return "X-Forwarded-For: " + address + "\r\n";
  }

  @Test
  void anAnswerThatFindsNoRoomIsRateLimitedAndOneLargerThanWhatMayWaitIsSent() throws Exception {
    TestTenants.Made made = tenants.make("live-large");
    SharedBytes.Use others = sockets.memory().use(made.tenant().id());
    assertThat(others.growTo(66_000_000)).isEqualTo(FairShare.Answer.TAKEN);
    try (LiveClient client = LiveClient.acknowledged(port, made.key())) {
      client.subscribe("1", large());
      JsonObject refused = client.next();
      assertThat(refused.getString("type")).isEqualTo("error");
      assertThat(refused.encode()).contains("RATE_LIMITED");

      others.release();
      client.subscribe("1", large());

      JsonObject answer = client.next();
      assertThat(answer.getString("type")).isEqualTo("next");
      assertThat(answer.encode().length()).isGreaterThan(1 << 20);
      assertThat(client.next().getString("type")).isEqualTo("complete");
    } finally {
      others.release();
    }
  }

  @Test
  void messagesThatSubscriptionsKeepTakeNoMoreThanTheirShareOfTheMemory() throws Exception {
    TestTenants.Made made = tenants.make("live-kept");
    String run = new Runs(new Graph("http://127.0.0.1:" + port, made.key())).make("kept");
    String message =
        "{\"id\":\"%d\",\"type\":\"subscribe\",\"payload\":{\"query\":%s,\"variables\":{\"x\":[%s1]}}}";
    int refused = 0;
    try (LiveClient client = LiveClient.acknowledged(port, made.key());
        LiveClient other = LiveClient.acknowledged(port, tenants.make("live-other-payer").key())) {
      for (int i = 0; i < 40; i++) {
        client.say(message.formatted(i, Json.encode(Runs.follow(run)), "{},".repeat(40_000)));
      }
      client.subscribe("last", "{nothing}");
      JsonObject told = client.next();
      while (!told.getString("id").equals("last")) {
        assertThat(told.getString("type")).as(told.encode()).isEqualTo("error");
        assertThat(told.encode()).contains("RATE_LIMITED").contains("of your share");
        refused++;
        told = client.next();
      }
      assertThat(refused).isBetween(20, 39);
      assertThat(sockets.held().memoryBytes()).isBetween(32L << 20, 64L << 20);
      other.subscribe("1", TENANT);
      assertThat(other.next().getString("type")).isEqualTo("next");
    }
  }

  @Test
  void largeAnswersThatNobodyTakesDoNotAccumulate() throws Exception {
    TestTenants.Made made = tenants.make("live-untaken");
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      for (int i = 0; i < 50; i++) {
        socket.subscribe("large " + i, large());
      }
      await(() -> sockets.held().memoryBytes() > 0);

      long mostBytes = 0;
      Instant end = Instant.now().plusSeconds(2);
      while (Instant.now().isBefore(end)) {
        mostBytes = Math.max(mostBytes, sockets.held().memoryBytes());
      }

      assertThat(mostBytes).isLessThanOrEqualTo(64 << 20);
    }
  }

  @Test
  void aFrameThatDoesNotEndUsesMemoryOfItsTenantAndNotForLong() throws Exception {
    TestTenants.Made made = tenants.make("live-unended");
    byte[] frame = RawSocket.encoded(RawSocket.FINAL | RawSocket.TEXT, new byte[200_000]);
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      Instant begun = Instant.now();
      socket.write(Arrays.copyOf(frame, frame.length - 1));
      assertThat(await(() -> sockets.held().memoryBytes() >= 200_000)).isTrue();

      sockets.lookAt(begun.plusSeconds(11));
      assertThat(sockets.held().open()).isEqualTo(1);
      sockets.lookAt(Instant.now().plusSeconds(14));

      assertThat(socket.closeCode()).isEqualTo(1001);
    }
  }

  @Test
  void aStrangerBeginsNoFrameThatIsLargerThanAFirstMessage() throws Exception {
    byte[] frame = RawSocket.encoded(RawSocket.FINAL | RawSocket.TEXT, new byte[200_000]);
    try (RawSocket socket = RawSocket.open(port)) {
      socket.write(Arrays.copyOf(frame, 20_000));
      assertThat(socket.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void largeAnswersThatAreGivenUpWhileTheyWaitLeaveNothing() throws Exception {
    TestTenants.Made made = tenants.make("live-given-up");
    List<RawSocket> all = new ArrayList<>();
    try {
      long before = heapAfterCollection();
      for (int i = 0; i < 6; i++) {
        RawSocket socket = RawSocket.acknowledged(port, made.key());
        all.add(socket);
        socket.subscribe("first", large());
      }
      for (int round = 0; round < 5; round++) {
        for (RawSocket socket : all) {
          socket.subscribe("waits", large());
        }
        Thread.sleep(1_500); // until they are made, and wait for their readers
        for (RawSocket socket : all) {
          socket.say("{\"id\":\"waits\",\"type\":\"complete\"}");
        }
      }
      assertThat(await(() -> heapAfterCollection() - before < 100L << 20)).isTrue();
    } finally {
      for (RawSocket socket : all) {
        socket.close();
      }
    }
  }

  private static long heapAfterCollection() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void aMessageMayComeInPiecesAndCompressedFramesAreNoneOfOurs() throws Exception {
    TestTenants.Made made = tenants.make("live-pieces");
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      String text =
          "{\"id\":\"p\",\"type\":\"subscribe\",\"payload\":{\"query\":\"" + TENANT + "\"}}";
      socket.frame(RawSocket.TEXT, text.substring(0, 10).getBytes(UTF_8));
      socket.frame(RawSocket.FINAL | RawSocket.PING, new byte[1]);
      for (int i = 10; i < text.length() - 1; i++) {
        socket.frame(RawSocket.CONTINUATION, text.substring(i, i + 1).getBytes(UTF_8));
      }
      socket.frame(RawSocket.FINAL | RawSocket.CONTINUATION, "}".getBytes(UTF_8));
      assertThat(socket.next().text()).contains("live-pieces");
      assertThat(socket.next().text()).contains("complete");

      socket.frame(
          RawSocket.FINAL | RawSocket.RSV1 | RawSocket.TEXT, "{\"type\":\"ping\"}".getBytes(UTF_8));

      assertThat(socket.ends()).isTrue();
    }
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      socket.frame(RawSocket.TEXT, "{".getBytes(UTF_8));
      socket.frame(RawSocket.FINAL | RawSocket.TEXT, "{\"type\":\"ping\"}".getBytes(UTF_8));
      assertThat(socket.ends()).as("a message within a message").isTrue();
    }
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      socket.frame(RawSocket.FINAL | RawSocket.CONTINUATION, "{}".getBytes(UTF_8));
      assertThat(socket.ends()).as("the end of none").isTrue();
    }
  }

  @Test
  void aLongMessageIsReadBesideTheEventLoopAndWhatFollowsItAfterwards() throws Exception {
    TestTenants.Made made = tenants.make("live-long");
    String other = "{tenant{slug name}}";
    BusyParsers parsers = null;
    try (LiveClient client = LiveClient.acknowledged(port, made.key());
        LiveClient neighbour = LiveClient.acknowledged(port, made.key())) {
      for (String known : new String[] {TENANT, other}) {
        neighbour.subscribe("known", known);
        assertThat(neighbour.next().getString("type")).isEqualTo("next");
        assertThat(neighbour.next().getString("type")).isEqualTo("complete");
      }
      parsers = new BusyParsers(engine.get(), memory);
      client.subscribe("long", "#" + "x".repeat(100_000) + "\n" + TENANT);
      client.subscribe("short", other);
      neighbour.subscribe("1", TENANT);
      assertThat(neighbour.next().getString("type")).isEqualTo("next");
      assertThat(client.next(Duration.ofMillis(200))).as("before it is read").isNull();

      parsers.close();

      List<String> answered = new ArrayList<>();
      while (answered.size() < 2) {
        JsonObject message = client.next();
        if (message.getString("type").equals("next")) {
          answered.add(message.getString("id"));
        }
      }
      assertThat(answered).containsExactlyInAnyOrder("long", "short");
    } finally {
      if (parsers != null) {
        parsers.close();
      }
    }
  }

  @Test
  void aLongFrameThatThereIsNoMemoryForEndsItsSocketAndTheNextFindsRoom() throws Exception {
    TestTenants.Made made = tenants.make("live-no-memory");
    SharedBytes.Use all = memory.use(made.tenant().id());
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      for (int bytes = 0; all.growTo(bytes) == FairShare.Answer.TAKEN; ) {
        bytes += 64 << 10;
      }
      socket.subscribe("long", "#" + "x".repeat(100_000) + "\\n" + TENANT);
      assertThat(socket.closeCode()).isEqualTo(1013);
      assertThat(socket.ends()).isTrue();
    } finally {
      all.end();
    }

    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      socket.subscribe("again", "#" + "x".repeat(100_000) + "\\n" + TENANT);
      assertThat(socket.next().text()).contains("live-no-memory");
      assertThat(socket.next().text()).contains("complete");
    }
  }

  @Test
  void aShortMessageThatThereIsNoMemoryForIsAnErrorHoweverItComesAndItsSocketGoesOn()
      throws Exception {
    TestTenants.Made made = tenants.make("live-short");
    SharedBytes.Use all = memory.use(made.tenant().id());
    String message = "{\"id\":\"%s\",\"type\":\"subscribe\",\"payload\":{\"query\":\"#%s\\n%s\"}}";
    byte[] refused =
        RawSocket.encoded(
            RawSocket.FINAL | RawSocket.TEXT,
            message.formatted("refused", "x".repeat(3_000), TENANT).getBytes(UTF_8));
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      for (int bytes = 0; all.growTo(bytes) == FairShare.Answer.TAKEN; ) {
        bytes += 1 << 10;
      }
      socket.write(Arrays.copyOf(refused, 2_000));
      Thread.sleep(100); // until that was read by itself
      socket.write(Arrays.copyOfRange(refused, 2_000, refused.length));
      assertThat(socket.next().text()).contains("\"error\"", "\"refused\"", "RATE_LIMITED");
      all.release();

      socket.subscribe("again", TENANT);

      assertThat(socket.next().text()).contains("live-short");
      assertThat(socket.next().text()).contains("complete");
    } finally {
      all.end();
    }
  }

  @Test
  void aLongMessageInPiecesThatThereIsNoMemoryForIsAnErrorAndItsSocketGoesOn() throws Exception {
    TestTenants.Made made = tenants.make("live-pieces-full");
    SharedBytes.Use all = memory.use(made.tenant().id());
    String beginning = "{\"id\":\"%s\",\"type\":\"subscribe\",\"payload\":{\"query\":\"#";
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      for (int bytes = 0; all.growTo(bytes) == FairShare.Answer.TAKEN; ) {
        bytes += 1 << 10;
      }
      socket.frame(RawSocket.TEXT, beginning.formatted("refused").getBytes(UTF_8));
      assertThat(socket.next().text()).contains("\"error\"", "\"refused\"", "RATE_LIMITED");
      for (int piece = 0; piece < 10; piece++) {
        socket.frame(RawSocket.CONTINUATION, "x".repeat(10_000).getBytes(UTF_8));
        Thread.sleep(10); // until it was read by itself
      }
      socket.frame(
          RawSocket.FINAL | RawSocket.CONTINUATION, ("\\n" + TENANT + "\"}}").getBytes(UTF_8));
      all.release();

      socket.subscribe("again", TENANT);

      assertThat(socket.next().text()).contains("\"again\"", "live-pieces-full");
      assertThat(socket.next().text()).contains("complete");
      for (int bytes = 0; all.growTo(bytes) == FairShare.Answer.TAKEN; ) {
        bytes += 1 << 10;
      }
      socket.frame(RawSocket.TEXT, "{\"type\":\"subscribe\",\"payload\":{".getBytes(UTF_8));
      assertThat(socket.closeCode()).as("nobody can say what it is for").isEqualTo(1013);
    } finally {
      all.end();
    }
  }

  @Test
  void aMessageOfAMegabyteIsTooBigInOnePieceAndInMany() throws Exception {
    TestTenants.Made made = tenants.make("live-megabyte");
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      assertThat(isRefused(socket, RawSocket.FINAL | RawSocket.TEXT, 1 << 20, 1)).isTrue();
    }
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      assertThat(isRefused(socket, RawSocket.TEXT, 1 << 14, 64)).isTrue();
    }
  }

  private static boolean isRefused(RawSocket socket, int first, int bytes, int pieces)
      throws IOException {
    try {
      socket.frame(first, new byte[bytes]);
      for (int piece = 1; piece < pieces; piece++) {
        socket.frame(RawSocket.CONTINUATION, new byte[bytes]);
      }
    } catch (IOException cutMeanwhile) {
      return true;
    }
    return socket.ends();
  }

  @Test
  void anIdMayBeUsedAgainAndUnknownOnesMayBeCompleted() throws Exception {
    TestTenants.Made made = tenants.make("live-ids");
    String run = new Runs(new Graph("http://127.0.0.1:" + port, made.key())).make("ids");
    try (LiveClient client = LiveClient.acknowledged(port, made.key())) {
      for (int i = 0; i < 10_000; i++) {
        client.complete("unknown " + i);
      }
      for (int i = 0; i < 300; i++) {
        client.subscribe("again", Runs.follow(run));
        client.complete("again");
      }

      client.subscribe("again", TENANT);

      JsonObject answer = client.next();
      assertThat(answer.getString("type")).as(answer.encode()).isEqualTo("next");
      assertThat(answer.encode()).contains("live-ids");
    }
  }

  @Test
  void aRequestThatOpensNoSocketHoldsNothing() throws Exception {
    List<String> headers =
        List.of(
            "",
            "Sec-WebSocket-Version: 13\r\n",
            "Sec-WebSocket-Version: 12\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    for (String header : headers) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        socket
            .getOutputStream()
            .write(
                ("GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\n"
                        + header
                        + "\r\n")
                    .getBytes(UTF_8));
        byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 4".length());
        assertThat(new String(status, UTF_8)).as(header).isEqualTo("HTTP/1.1 4");
        nothingIsHeldAnyMore();
      }
    }
  }

  @Test
  void whoeverSendsNoMoreIsGone() throws Exception {
    TestTenants.Made made = tenants.make("live-half");
    String run = new Runs(new Graph("http://127.0.0.1:" + port, made.key())).make("half");
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      socket.subscribe("1", Runs.follow(run));
      socket.subscribe("2", large());

      socket.halfClose();

      assertThat(socket.ends()).isTrue();
      nothingIsHeldAnyMore();
    }
  }

  /** Seeded: a run that fails is one that can be had again. */
  @Test
  void whateverClientsDoAtRandomNothingStays() throws Exception {
    TestTenants.Made made = tenants.make("live-random");
    String run = new Runs(new Graph("http://127.0.0.1:" + port, made.key())).make("random");
    try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
      List<Callable<Void>> all = new ArrayList<>();
      for (int seed = 0; seed < 400; seed++) {
        Random random = new Random(seed);
        all.add(
            () -> {
              behaveAtRandom(random, made.key(), run);
              return null;
            });
      }
      for (Future<Void> client : clients.invokeAll(all)) {
        client.get();
      }
    }
    nothingIsHeldAnyMore();
  }

  private void behaveAtRandom(Random random, String key, String run) throws IOException {
    try (RawSocket socket = RawSocket.open(port)) {
      if (random.nextInt(10) > 0) {
        String bearer = random.nextInt(10) == 0 ? "ksn_made-up" : key;
        socket.say(
            "{\"type\":\"connection_init\",\"payload\":{\"Authorization\":\"Bearer "
                + bearer
                + "\"}}");
        if (random.nextInt(10) > 0) {
          socket.next();
        }
      }
      socket.setPatience(Duration.ofMillis(50));
      int steps = random.nextInt(12);
      for (int step = 0; step < steps; step++) {
        sayAtRandom(random, socket, run);
      }
      if (random.nextBoolean()) {
        socket.next();
      }
      if (random.nextInt(4) == 0) {
        socket.halfClose();
      }
    } catch (IOException closedMeanwhile) {
      // For what it said, or did not.
    }
  }

  private static void sayAtRandom(Random random, RawSocket socket, String run) throws IOException {
    String id = "op" + random.nextInt(4);
    switch (random.nextInt(12)) {
      case 0 -> socket.say("{\"type\":\"connection_init\"}");
      case 1 -> socket.frame(RawSocket.TEXT, "{".getBytes(UTF_8));
      case 2 -> socket.subscribe(id, large());
      case 3 -> socket.subscribe(id, "{nothing}");
      case 4, 5 -> socket.subscribe(id, Runs.follow(run));
      case 6, 7 -> socket.subscribe(id, TENANT);
      case 8 -> socket.frame(RawSocket.FINAL | RawSocket.PING, new byte[5]);
      case 9 -> socket.frame(RawSocket.FINAL | RawSocket.CLOSE, new byte[] {3, (byte) 232});
      default -> socket.say("{\"id\":\"" + id + "\",\"type\":\"complete\"}");
    }
  }
}
