package io.keelson.bench.hostile;

import io.keelson.bench.BenchResult;
import io.keelson.bench.Benchmark;
import io.keelson.bench.KeelsonEnvironment;
import io.keelson.bench.measure.Arguments;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A neighbour's list query while another tenant, with a good key, sends documents that name one
 * field 50,000 times, over HTTP and over a socket in turn. The ratio is the 5 ms that they may cost
 * the neighbour's p99 over what they cost it.
 */
public final class WideDocumentsBench implements Benchmark {
  private static final double MAX_COST_MS = 5;
  private static final double LEAST_COST_MS = 0.1;
  private static final int FIELDS = 50_000;
  private static final int DEFAULT_SECONDS = 60;
  private static final int MAX_SECONDS = 3_600;
  private static final int WARM_UP_SECONDS = 10;
  private static final Duration PAUSE = Duration.ofMillis(100);

  @Override
  public BenchResult run(List<String> arguments) throws Exception {
    int seconds = Arguments.number(arguments, 0, DEFAULT_SECONDS, MAX_SECONDS);
    KeelsonEnvironment environment = KeelsonEnvironment.ofProcess();
    KeelsonEnvironment other = environment.ofOtherTenant();
    URI door = URI.create(environment.url() + "/graphql");
    try (Neighbour neighbour = Neighbour.listing(door, environment.apiKey());
        Sender sender = new Sender(door, other.apiKey())) {
      neighbour.during(Duration.ofSeconds(WARM_UP_SECONDS));
      SideBySide seen = SideBySide.measure(neighbour, seconds, sender);
      double costMs = seen.beside().p99Ms() - seen.alone().p99Ms();
      return seen.addTo(
          new BenchResult("wide-documents", MAX_COST_MS / Math.max(LEAST_COST_MS, costMs), 1)
              .add("cost_p99_ms", costMs)
              .add("documents", sender.sent.get())
              .add("fields_a_document", FIELDS)
              .require("each_was_refused_for_its_size", sender.failed.get() == 0));
    }
  }

  private static final class Sender implements SideBySide.Load {
    private final HttpClient http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final URI door;
    private final String apiKey;
    private Thread thread;
    private volatile boolean ends;

    private Sender(URI door, String apiKey) {
      this.door = door;
      this.apiKey = apiKey;
    }

    @Override
    public void begin() {
      ends = false;
      thread = Thread.startVirtualThread(this::send);
    }

    @Override
    public void end() throws InterruptedException {
      ends = true;
      thread.join();
    }

    private void send() {
      try (AskingSocket socket = AskingSocket.open(http, door, apiKey)) {
        while (!ends) {
          String answer =
              sent.incrementAndGet() % 2 == 0 ? socket.ask(document()) : askOverHttp(document());
          if (answer == null || !answer.contains("more than 10000 tokens")) {
            failed.incrementAndGet();
          }
          Thread.sleep(PAUSE);
        }
      } catch (IOException | RuntimeException e) {
        failed.incrementAndGet();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Each differs, so that none is found in a cache. */
    private static String document() {
      String unlike = "a" + UUID.randomUUID().toString().replace("-", "");
      return "query " + unlike + " { viewer { " + "name ".repeat(FIELDS) + "} }";
    }

    private String askOverHttp(String document) throws IOException, InterruptedException {
      HttpRequest request =
          HttpRequest.newBuilder(door)
              .timeout(Duration.ofSeconds(30))
              .header("Content-Type", "application/json")
              .header("Authorization", "Bearer " + apiKey)
              .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"" + document + "\"}"))
              .build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @Override
    public void close() {
      ends = true;
      http.close();
    }
  }
}
