package io.keelson.bench.collect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Sends batches of new events, each connection the next when the last is acknowledged. */
final class EventLoad {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicLong ids = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final URI door;
  private final String apiKey;
  private final int batch;
  private final int connections;

  EventLoad(URI door, String apiKey, int batch, int connections) {
    this.door = door;
    this.apiKey = apiKey;
    this.batch = batch;
    this.connections = connections;
  }

  /** Events acknowledged a second. */
  double run(int seconds) throws Exception {
    long before = acknowledged.get();
    long beganNanos = System.nanoTime();
    long endNanos = beganNanos + seconds * 1_000_000_000L;
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        running.add(
            threads.submit(
                () -> {
                  while (System.nanoTime() < endNanos) {
                    send();
                  }
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
    return (acknowledged.get() - before) * 1e9 / (System.nanoTime() - beganNanos);
  }

  long acknowledged() {
    return acknowledged.get();
  }

  private void send() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(door)
            .header("Authorization", "Bearer " + apiKey)
            .header("Content-Type", "application/cloudevents-batch+json")
            .POST(BodyPublishers.ofByteArray(events()))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    JsonNode figures = JSON.readTree(answer.body());
    if (answer.statusCode() != 200 || figures.path("accepted").asInt() != batch) {
      throw new IllegalStateException(
          answer.statusCode() + ": " + answer.body() + " (expected: " + batch + " accepted)");
    }
    acknowledged.addAndGet(batch);
  }

  private byte[] events() {
    StringBuilder body = new StringBuilder(batch * 220).append('[');
    long first = ids.getAndAdd(batch);
    for (long id = first; id < first + batch; id++) {
      body.append(id == first ? "" : ",")
          .append("{\"specversion\":\"1.0\",\"id\":\"")
          .append(id)
          .append("\",\"source\":\"/bench/sensors\",\"type\":\"org.example.reading\",")
          .append("\"time\":\"2026-11-27T12:00:00.123Z\",\"data\":{\"sensor\":\"s-")
          .append(id % 977)
          .append("\",\"temperature\":")
          .append(Long.hashCode(id * 0x9E3779B97F4A7C15L) % 10_000 / 100.0)
          .append(",\"state\":\"ok\",\"firmware\":\"4.11.0\"}}");
    }
    return body.append(']').toString().getBytes(StandardCharsets.UTF_8);
  }
}
