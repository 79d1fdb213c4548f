package io.keelson.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.memory.SharedBytes;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies under way use the memory that their payer shares with others. */
@Timeout(60)
class HeldBodyTest {
  private static final int MAX_BYTES = 120_000;
  private static final int BYTES = 100_000;
  private static final String ANNOUNCED = "Content-Length: " + BYTES + "\r\n\r\n";
  private static final String IN_CHUNKS = "Transfer-Encoding: chunked\r\n\r\n186a0\r\n";

  private static final String SLOW = "slow";
  private static final long LOOK_UP_MS = 200;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final SharedBytes memory = new SharedBytes(1 << 20);
  private final Vertx vertx = Vertx.vertx();
  private final List<Socket> clients = new ArrayList<>();
  private final List<RoutingContext> contexts = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void listen() {
    Router router = Router.router(vertx);
    router.route().order(-1).handler(this::lookUp);
    new BoundedBody(
            MAX_BYTES,
            Duration.ofSeconds(30),
            context -> answer(context, 413),
            context -> answer(context, 408),
            this::use,
            (context, refusal) ->
                answer(context, refusal.code().name().equals("RATE_LIMITED") ? 429 : 503))
        .read(router, "/", 0, this::take);
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  @AfterEach
  void end() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** As a caller is: nothing of the body is read meanwhile. */
  private void lookUp(RoutingContext context) {
    if (SLOW.equals(context.request().getHeader("X-Payer"))) {
      context.request().pause();
      vertx.setTimer(LOOK_UP_MS, over -> context.next());
    } else {
      context.next();
    }
  }

  private SharedBytes.Use use(RoutingContext context) {
    asked.countDown();
    contexts.add(context);
    SharedBytes.Use use = memory.use(context.request().getHeader("X-Payer"));
    context.put("use", use);
    return use;
  }

  private void take(RoutingContext context) {
    context.response().end(HeldBody.take(context).length + " bytes");
    context.<SharedBytes.Use>get("use").end();
  }

  private static void answer(RoutingContext context, int status) {
    context.response().setStatusCode(status).end();
  }

  private Socket begin(String payer, String lengthAndBody) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    clients.add(client);
    client.setSoTimeout(10_000);
    client
        .getOutputStream()
        .write(
            ("POST / HTTP/1.1\r\nHost: test\r\nX-Payer: " + payer + "\r\n" + lengthAndBody)
                .getBytes(US_ASCII));
    return client;
  }

  private static String status(Socket client) throws IOException {
    return new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII))
        .readLine()
        .substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length());
  }

  private void awaitUsed(long bytes) throws InterruptedException {
    Instant end = Instant.now().plusSeconds(10);
    while (memory.usedBytes() != bytes && Instant.now().isBefore(end)) {
      Thread.sleep(5);
    }
    assertThat(memory.usedBytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {ANNOUNCED, IN_CHUNKS})
  void aWholeBodyIsGivenAndUsesNothingOnceItIsAnswered(String length) throws Exception {
    String end = length.equals(ANNOUNCED) ? "" : "\r\n0\r\n\r\n";
    assertThat(status(begin("one", length + "x".repeat(BYTES) + end))).isEqualTo("200");
    awaitUsed(0);
    assertThat(status(begin("one", "Content-Length: 0\r\n\r\n"))).isEqualTo("200");
  }

  @Test
  void aWholeBodyWhoseCallerHasGoneMeanwhileUsesNothing() throws Exception {
    Socket gone = begin(SLOW, "Content-Length: 5000\r\n\r\n" + "x".repeat(5_000));
    Thread.sleep(LOOK_UP_MS / 4);
    gone.close();
    asked.await();
    Thread.sleep(LOOK_UP_MS);

    awaitUsed(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {ANNOUNCED, IN_CHUNKS})
  void bodiesThatDoNotEndUseTheirPayersShareAndNobodyElses(String length) throws Exception {
    String unended = length + "x".repeat(BYTES - 1);
    int bodies = 0;
    while (bodies < 20 && memory.usedBytes() < 400_000) {
      begin("one", unended);
      bodies++;
      Thread.sleep(20);
    }
    Socket refused = begin("one", unended);
    assertThat(status(refused)).isEqualTo("429");
    assertThat(contexts.getLast().data().values())
        .as("what stays of the request holds nothing of its body")
        .noneMatch(kept -> kept.getClass().getEnclosingClass() == HeldBody.class);
    assertThat(memory.usedBytes()).isLessThanOrEqualTo(512 << 10);
    String end = length.equals(ANNOUNCED) ? "x" : "x\r\n0\r\n\r\n";
    assertThat(status(begin("other", unended + end))).isEqualTo("200");

    for (Socket client : clients) {
      client.close();
    }
    awaitUsed(0);
  }

  @Test
  void oneThatIsTooLargeIsRefused() throws Exception {
    assertThat(status(begin("one", "Content-Length: 120001\r\n\r\n"))).isEqualTo("413");
    assertThat(
            status(
                begin("one", "Transfer-Encoding: chunked\r\n\r\n1d4c1\r\n" + "x".repeat(120_001))))
        .isEqualTo("413");
    awaitUsed(0);
  }
}
