package io.keelson.demo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keelson.tenancy.testing.CuttableLine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Twenty keys of a tenant ask two processes for more than it may, while Redis goes and comes. */
@Tag("heavy")
final class RateOverTwoProcessesIT {
  private static final int KEYS = 20;
  private static final long LIMIT = 40_400;
  private static final long OF_KEY = 10_100;
  private static final String LIST = "{projects(first:100){edges{node{id}}}}";
  private static final int LIST_POINTS = 101;
  private static final int MINUTE_S = 60;

  private static final Duration REFUSED_FOR = Duration.ofSeconds(3);
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<URI> doors = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();

  @Test
  @Timeout(900)
  void theirPointsAreThoseOfOneLimitWhateverBecomesOfRedis() throws Exception {
    try (ExternalServers servers = new ExternalServers();
        Installation installation = Installation.create()) {
      URI redis = URI.create(servers.properties().get("keelson.redis.url"));
      try (CuttableLine line = new CuttableLine(redis.getHost(), redis.getPort())) {
        Map<String, String> shared = new HashMap<>(servers.properties());
        String signIn = redis.getUserInfo() == null ? "" : redis.getUserInfo() + "@";
        shared.put("keelson.redis.url", "redis://" + signIn + "127.0.0.1:" + line.port());
        shared.put("keelson.roles", "api");
        shared.put("keelson.plans.standard.points-per-minute", Long.toString(LIMIT));
        shared.put("keelson.plans.standard.key-points-per-minute", Long.toString(OF_KEY));
        shared.put("keelson.gateway.port", Integer.toString(Ports.free()));
        try (PlatformProcess one = process(installation, "rate-one", shared);
            PlatformProcess other = process(installation, "rate-other", shared)) {
          one.start().awaitReady();
          other.start().awaitReady();
          awaitNextMinute(); // others on this Redis may have used the present one
          makeKeys(installation.environment().get("KEELSON_API_KEY"));

          assertWithinFivePercent("Redis is there", minute(Long.MAX_VALUE, () -> {}));
          assertWithinFivePercent("Redis goes within the minute", minute(LIMIT / 3, line::cut));
          assertWithinFivePercent("Redis is away", minute(Long.MAX_VALUE, () -> {}));
          assertWithinFivePercent("Redis comes back", minute(LIMIT / 3, line::mend));
          other.stop();
          one.stop();
        }
      }
    }
  }

  private PlatformProcess process(
      Installation installation, String name, Map<String, String> shared) {
    int port = Ports.free();
    doors.add(URI.create("http://127.0.0.1:" + port + "/graphql"));
    Map<String, String> properties = new HashMap<>(shared);
    properties.put("keelson.http.port", Integer.toString(port));
    properties.put("keelson.management.port", Integer.toString(Ports.free()));
    return new PlatformProcess(installation, name, properties);
  }

  private void makeKeys(String owner) throws Exception {
    for (int i = 0; i < KEYS; i++) {
      String make =
          "mutation{createApiKey(input:{name:\"key-%d\",permissions:[PROJECT_READ]}){secret}}"
              .formatted(i);
      HttpResponse<String> made = ask(doors.getFirst(), owner, make);
      JsonNode secret = JSON.readTree(made.body()).at("/data/createApiKey/secret");
      assertThat(secret.isTextual()).as(made.body()).isTrue();
      keys.add(secret.asText());
    }
  }

  private HttpResponse<String> ask(URI door, String key, String query)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(door)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + key)
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(Map.of("query", query))))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /**
   * What is admitted in the next minute.
   *
   * @param until points after which the event comes
   */
  private long minute(long until, Runnable event) throws Exception {
    awaitNextMinute();
    long first = hammer(until);
    event.run();
    return first + hammer(Long.MAX_VALUE);
  }

  private static void awaitNextMinute() {
    long now = Instant.now().getEpochSecond();
    long next = (now / MINUTE_S + 1) * MINUTE_S;
    while (Instant.now().getEpochSecond() < next) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  /** All keys at both doors, until that many points were had, or none for a while. */
  private long hammer(long enough) throws Exception {
    long taken = 0;
    Instant lastTaken = Instant.now();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0;
          taken < enough && Instant.now().isBefore(lastTaken.plus(REFUSED_FOR));
          round++) {
        assertThat(Instant.now().getEpochSecond() % MINUTE_S).isLessThan(MINUTE_S - 5);
        List<Future<Boolean>> asked = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
          String key = keys.get(i);
          URI door = doors.get((i + round) % doors.size());
          asked.add(threads.submit(() -> isAdmitted(ask(door, key, LIST))));
        }
        for (Future<Boolean> one : asked) {
          if (one.get()) {
            taken += LIST_POINTS;
            lastTaken = Instant.now();
          }
        }
      }
    }
    return taken;
  }

  private static boolean isAdmitted(HttpResponse<String> answer) throws IOException {
    JsonNode body = JSON.readTree(answer.body());
    if (!body.has("errors")) {
      return true;
    }
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
    JsonNode told = body.at("/errors/0/extensions");
    assertThat(told.path("code").asText()).isEqualTo("RATE_LIMITED");
    assertThat(answer.headers().firstValue("Retry-After"))
        .hasValue(told.path("retryAfter").asText());
    return false;
  }

  private static void assertWithinFivePercent(String when, long taken) {
    System.out.printf("%s: %d of %d points (%.1f %%)%n", when, taken, LIMIT, 100.0 * taken / LIMIT);
    assertThat(taken).as(when).isBetween(LIMIT * 95 / 100, LIMIT * 105 / 100);
  }
}
