package io.keelson.demo.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Sends batches of events one after the other, each again and again until it is acknowledged. */
final class EventSender implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BATCH = 50;
  private static final int THREADS = 3;
  private static final long PAUSE_MS = 50;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();
  private final URI door;
  private final String apiKey;
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicLong next = new AtomicLong();
  private final AtomicInteger broken = new AtomicInteger();
  private final Thread[] threads = new Thread[THREADS];
  private volatile boolean isStopping;
  private volatile String wrongAnswer;

  EventSender(URI door, String apiKey) {
    this.door = door;
    this.apiKey = apiKey;
    for (int i = 0; i < THREADS; i++) {
      threads[i] = Thread.ofPlatform().name("events-" + i).start(this::run);
    }
  }

  static String idOf(String line) throws JsonProcessingException {
    return JSON.readTree(line).path("id").asText();
  }

  private void run() {
    try {
      while (!isStopping && wrongAnswer == null) {
        long first = next.getAndAdd(BATCH);
        String body = body(first);
        while (wrongAnswer == null && !send(body)) {
          Thread.sleep(PAUSE_MS);
        }
        for (long id = first; id < first + BATCH && wrongAnswer == null; id++) {
          acknowledged.add("e" + id);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String body(long first) {
    StringBuilder body = new StringBuilder();
    for (long id = first; id < first + BATCH; id++) {
      body.append("{\"id\":\"e").append(id).append("\",\"value\":").append(id * 31).append("}\n");
    }
    return body.toString();
  }

  /** False when nobody knows what became of it. */
  private boolean send(String body) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(door)
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + apiKey)
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() == 503 || answer.statusCode() == 429) {
        return false;
      }
      JsonNode figures = JSON.readTree(answer.body());
      int kept = figures.path("accepted").asInt() + figures.path("duplicates").asInt();
      if (answer.statusCode() != 200 || kept != BATCH) {
        wrongAnswer = answer.statusCode() + ": " + answer.body();
      }
      return true;
    } catch (IOException e) {
      broken.incrementAndGet();
      return false;
    }
  }

  long acknowledged() {
    return acknowledged.size();
  }

  Set<String> acknowledgedIds() {
    return acknowledged;
  }

  int broken() {
    return broken.get();
  }

  /** Null where every answer was one of those that are to be expected. */
  String wrongAnswer() {
    return wrongAnswer;
  }

  /** Ends when what is under way is acknowledged. */
  void stop() throws InterruptedException {
    isStopping = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Override
  public void close() {
    isStopping = true;
    for (Thread thread : threads) {
      thread.interrupt();
    }
    http.shutdownNow();
    http.close();
  }
}
