package io.keelson.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.LiveClient;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.apikey.ApiKeySecret;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Whoever tries keys at the HTTP door is looked up for at a rate, by their own address. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class MadeUpKeysIT {
  private static final int BURST = 50;
  private static final int PER_SECOND = 10;
  private static final int TRIES = 200;
  private static final String QUERY = "{\"query\":\"{projects(first:1){edges{node{id}}}}\"}";

  @Inject TestTenants tenants;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private static HttpClient from(String address) throws Exception {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .localAddress(InetAddress.getByName(address))
        .build();
  }

  private HttpResponse<String> ask(HttpClient http, String key, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/graphql"))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + key)
            .POST(BodyPublishers.ofString(QUERY));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String madeUp() {
    return ApiKeySecret.generate().value();
  }

  /** With the last digit of its checksum changed. */
  private static String malformed() {
    String key = madeUp();
    String head = key.substring(0, key.length() - 1);
    return head + (key.endsWith("0") ? "1" : "0");
  }

  /** How many of {@link #TRIES} keys were looked up; the others were put off. */
  private int lookedUp(HttpClient http, String... headers) throws Exception {
    int lookedUp = 0;
    for (int i = 0; i < TRIES; i++) {
      HttpResponse<String> answer = ask(http, madeUp(), headers);
      if (answer.statusCode() == 401) {
        lookedUp++;
      } else {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
        assertThat(answer.body()).contains("\"RATE_LIMITED\"", "\"retryAfter\":1");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
      }
    }
    return lookedUp;
  }

  @Test
  void manyFromOneAddressAreLookedUpAtARateAndKnownKeysAreAnsweredAllTheSame() throws Exception {
    String known = tenants.make("known-key").key();
    try (HttpClient guesser = from("127.0.0.21")) {
      assertThat(ask(guesser, known).statusCode()).isEqualTo(200);
      Instant began = Instant.now();
      int lookedUp = lookedUp(guesser);
      Duration took = Duration.between(began, Instant.now());

      assertThat(lookedUp)
          .isBetween(BURST, BURST + 1 + (int) (took.toMillis() * PER_SECOND / 1_000));
      assertThat(lookedUp).as("within %s", took).isLessThan(TRIES);
      for (int i = 0; i < 20; i++) {
        ask(guesser, madeUp());
        HttpResponse<String> answer = ask(guesser, known);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      }
    }
    try (HttpClient other = from("127.0.0.22")) {
      assertThat(ask(other, madeUp()).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aKeyThatTheProcessSeesForTheFirstTimeCountsBehindTheAddressOfAGuesser() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (HttpClient guesser = from("127.0.0.26");
        HttpClient neighbour = from("127.0.0.26");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      lookedUp(guesser);
      Future<?> guessing =
          threads.submit(
              () -> {
                while (!over.get()) {
                  ask(guesser, madeUp());
                }
                return null;
              });
      try {
        for (String slug : new String[] {"first-neighbour", "second-neighbour"}) {
          String key = tenants.make(slug).key();
          HttpResponse<String> answer = ask(neighbour, key);
          for (int i = 0; i < 2 && answer.statusCode() == 429; i++) {
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            answer = ask(neighbour, key);
          }
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
      } finally {
        over.set(true);
      }
      guessing.get();
    }
  }

  @Test
  void whatCannotBeAKeyIsNotLookedUpAtAll() throws Exception {
    try (HttpClient guesser = from("127.0.0.23")) {
      for (int i = 0; i < TRIES; i++) {
        assertThat(ask(guesser, malformed()).statusCode()).isEqualTo(401);
      }
      for (int i = 0; i < BURST; i++) {
        assertThat(ask(guesser, madeUp()).statusCode()).isEqualTo(401);
      }
    }
  }

  @Test
  void behindATrustedProxyItIsTheClientsAddressThatCounts() throws Exception {
    try (HttpClient proxy = from(PlatformServers.PROXY)) {
      assertThat(lookedUp(proxy, "X-Forwarded-For", "192.0.2.51")).isLessThan(TRIES);
      assertThat(ask(proxy, madeUp(), "X-Forwarded-For", "192.0.2.52").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void whoeverPretendsToBeAProxyIsStillOneAddress() throws Exception {
    try (HttpClient guesser = from("127.0.0.24")) {
      int lookedUp = 0;
      for (int i = 0; i < TRIES; i++) {
        String pretended = "198.51.100." + i;
        if (ask(guesser, madeUp(), "X-Forwarded-For", pretended).statusCode() == 401) {
          lookedUp++;
        }
      }
      assertThat(lookedUp).isLessThan(TRIES);
    }
  }

  @Test
  void aSocketOfALimitedAddressIsToldToTryAgainLater() throws Exception {
    try (HttpClient guesser = from("127.0.0.25")) {
      int lookedUp = lookedUp(guesser);
      assertThat(lookedUp).isLessThan(TRIES);
      for (int i = 0; i < TRIES; i++) {
        try (LiveClient socket = LiveClient.open(guesser, port)) {
          socket.init(new JsonObject().put("Authorization", "Bearer " + madeUp()));
          LiveClient.Closed closed = socket.closed();
          if (closed.code() != 4401) {
            assertThat(closed.code()).isEqualTo(1013);
            assertThat(closed.reason()).startsWith("RATE_LIMITED");
            return;
          }
        }
      }
      throw new AssertionError("every key of " + TRIES + " was looked up");
    }
  }
}
