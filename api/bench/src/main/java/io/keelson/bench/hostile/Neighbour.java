package io.keelson.bench.hostile;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A customer who asks for the same thing at a steady pace over a few connections. */
final class Neighbour implements AutoCloseable {
  private static final int CLIENTS = 4;
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String QUERY =
      "{\"query\":\"{ projects(first: 20) { edges { node { id slug name } } } }\"}";
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpRequest request;
  private final Predicate<byte[]> expected;

  private Neighbour(HttpRequest request, Predicate<byte[]> expected) {
    this.request = request;
    this.expected = expected;
  }

  /** Asks for a list, with a key. */
  static Neighbour listing(URI door, String apiKey) {
    return posting(door, apiKey, QUERY, "\"data\"");
  }

  /** Asks a model, with a key. */
  static Neighbour inferring(URI model, String apiKey, String body, String expected) {
    return posting(model, apiKey, body, expected);
  }

  private static Neighbour posting(URI door, String apiKey, String body, String expected) {
    HttpRequest request =
        HttpRequest.newBuilder(door)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + apiKey)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return new Neighbour(
        request, answer -> new String(answer, StandardCharsets.UTF_8).contains(expected));
  }

  /** Downloads a file by its signed URL. */
  static Neighbour downloading(URI url, int sizeBytes) {
    return new Neighbour(
        HttpRequest.newBuilder(url).timeout(TIMEOUT).GET().build(),
        body -> body.length == sizeBytes);
  }

  /**
   * @param nanos of each request, sorted
   * @param failures answers that were not 200 with what was expected
   */
  record Seen(List<Long> nanos, int failures) {

    /** All of several stretches as one. */
    static Seen together(List<Seen> parts) {
      return new Seen(
          parts.stream().flatMap(part -> part.nanos.stream()).sorted().toList(),
          parts.stream().mapToInt(Seen::failures).sum());
    }

    double p50Ms() {
      return ms(0.5);
    }

    double p99Ms() {
      return ms(0.99);
    }

    int requests() {
      return nanos.size();
    }

    private double ms(double quantile) {
      int index = (int) Math.ceil(quantile * nanos.size()) - 1;
      return nanos.get(Math.max(0, index)) / 1e6;
    }
  }

  Seen during(Duration time) throws InterruptedException {
    List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger failures = new AtomicInteger();
    long end = System.nanoTime() + time.toNanos();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(Thread.startVirtualThread(() -> ask(end, nanos, failures)));
    }
    for (Thread client : clients) {
      client.join();
    }
    return new Seen(nanos.stream().sorted().toList(), failures.get());
  }

  private void ask(long end, List<Long> nanos, AtomicInteger failures) {
    try {
      while (System.nanoTime() < end) {
        long begin = System.nanoTime();
        if (!isAnswered()) {
          failures.incrementAndGet();
        }
        nanos.add(System.nanoTime() - begin);
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isAnswered() throws InterruptedException {
    try {
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      return answer.statusCode() == 200 && expected.test(answer.body());
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
