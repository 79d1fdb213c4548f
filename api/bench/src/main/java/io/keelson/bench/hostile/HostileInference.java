package io.keelson.bench.hostile;

import io.keelson.bench.gateway.InferMessages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A tenant that sends hostile bodies to its own model, by REST and by gRPC, over a few connections
 * each, at a bounded pace.
 */
final class HostileInference implements SideBySide.Load {
  private static final String PATH = "/inference.GRPCInferenceService/ModelInfer";
  private static final int CALLERS_OF_EACH_FORM = 2;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int TIMEOUT_MS = 15_000;
  private static final int STATUS_AT = "HTTP/1.1 ".length();

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpClient grpc =
      vertx.createHttpClient(
          new HttpClientOptions()
              .setProtocolVersion(HttpVersion.HTTP_2)
              .setHttp2ClearTextUpgrade(false));
  private final List<HostileJson> bodies = HostileJson.all();
  private final List<HostileMessages> messages = HostileMessages.all();
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger cut = new AtomicInteger();
  private final int port;
  private final String apiKey;
  private List<Thread> threads = List.of();
  private volatile boolean ends;

  HostileInference(int port, String apiKey) {
    this.port = port;
    this.apiKey = apiKey;
  }

  /**
   * @param answered with success, so that they are to be kept
   * @param refused that say what is wrong with the request
   * @param failed that say that the platform failed
   * @param cut connections or calls that ended without an answer
   */
  record Answers(int answered, int refused, int failed, int cut) {}

  Answers answers() {
    return new Answers(answered.get(), refused.get(), failed.get(), cut.get());
  }

  int kinds() {
    return bodies.size() + messages.size();
  }

  @Override
  public void begin() {
    ends = false;
    threads = new ArrayList<>();
    for (int i = 0; i < CALLERS_OF_EACH_FORM; i++) {
      threads.add(
          Thread.startVirtualThread(() -> repeat(() -> count(post(next(bodies)), '2', '4'))));
      threads.add(Thread.startVirtualThread(() -> repeat(() -> call(next(messages)))));
    }
  }

  private <T> T next(List<T> all) {
    return all.get(Math.floorMod(turn.getAndIncrement(), all.size()));
  }

  private interface Attack {
    void run() throws IOException, InterruptedException;
  }

  private void repeat(Attack attack) {
    while (!ends) {
      try {
        try {
          attack.run();
        } catch (IOException e) {
          cut.incrementAndGet();
        }
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void count(int kind, int good, int bad) {
    AtomicInteger which = kind == good ? answered : kind == bad ? refused : kind < 0 ? cut : failed;
    which.incrementAndGet();
  }

  /** Returns the first digit of the status; negative where there is none. */
  private int post(HostileJson json) throws IOException {
    String head =
        "POST /v2/models/%s/infer HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\nConnection: close\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n%s\r\n"
            .formatted(InferMessages.MODEL, port, apiKey, json.announced(), json.headers());
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(TIMEOUT_MS);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(json.body());
      socket.getOutputStream().flush();
      if (json.announced() > json.body().length) {
        socket.shutdownOutput();
      }
      byte[] line = socket.getInputStream().readNBytes(STATUS_AT + 1);
      return line.length <= STATUS_AT ? -1 : line[STATUS_AT];
    }
  }

  private void call(HostileMessages message) throws InterruptedException {
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI(PATH)
            .putHeader("content-type", "application/grpc")
            .putHeader("te", "trailers")
            .putHeader("authorization", "Bearer " + apiKey);
    try {
      String status =
          grpc.request(request)
              .compose(call -> call.send(Buffer.buffer(message.framed())))
              .compose(HostileInference::status)
              .toCompletionStage()
              .toCompletableFuture()
              .get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
      countGrpc(status);
    } catch (ExecutionException | TimeoutException e) {
      cut.incrementAndGet();
    }
  }

  private static Future<String> status(HttpClientResponse response) {
    return response
        .body()
        .map(
            body -> {
              String trailer = response.getTrailer("grpc-status");
              return trailer == null ? response.getHeader("grpc-status") : trailer;
            });
  }

  /** INVALID_ARGUMENT, RESOURCE_EXHAUSTED and UNIMPLEMENTED are what a bad request may get. */
  private void countGrpc(String status) {
    switch (status == null ? "" : status) {
      case "0" -> answered.incrementAndGet();
      case "3", "8", "12" -> refused.incrementAndGet();
      case "" -> cut.incrementAndGet();
      default -> failed.incrementAndGet();
    }
  }

  @Override
  public void end() throws InterruptedException {
    ends = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Override
  public void close() {
    ends = true;
    threads.forEach(Thread::interrupt);
    vertx.close();
  }
}
