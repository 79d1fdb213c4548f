package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.graphql.engine.EngineInstead;
import io.keelson.api.graphql.engine.SharedEngine;
import io.keelson.api.memory.SharedBytes;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.LiveClient;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.share.FairShare;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More at once than there is room for, and what does not end. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class OverloadIT {
  /** Of a syntax tree with some thousand words. */
  private static final long LARGE_DOCUMENT_BYTES = 1 << 20;

  @Inject TestTenants tenants;
  @Inject TenantDatabase database;
  @Inject SharedBytes memory;
  @Inject SharedEngine engine;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private EngineInstead small;

  @BeforeEach
  void begin() {
    small = EngineInstead.ofTwoAtATime(engine, 300_000, Duration.ofSeconds(4));
  }

  @AfterEach
  void end() {
    small.close();
  }

  @Test
  void oneTenantDoesNotTakeAllAndWhatTakesTooLongEnds() throws Exception {
    TestTenants.Made busy = tenants.make("busy");
    Graph owner = new Graph("http://127.0.0.1:" + port, busy.key());
    Graph other = new Graph("http://127.0.0.1:" + port, tenants.make("calm").key());
    String project = Things.id(owner, "createProject(input:{slug:\"held\",name:\"P\"})", Map.of());
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        AutoCloseable _ = release::countDown) {
      threads.submit(() -> hold(busy.tenant().id(), locked, release));
      locked.await();
      CompletableFuture<Graph.Answer> stuck =
          CompletableFuture.supplyAsync(
              () ->
                  owner.ask(
                      "mutation($x:ID!){updateProject(input:{id:$x,expectedVersion:1,name:\"n\"}){id}}",
                      Map.of("x", project)),
              threads);
      await(() -> waitsForARow(busy.tenant().id())); // else it could find no room itself
      HttpResponse<String> refused = untilRefused(busy.key());
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(refused.body()).contains("\"code\":\"UNAVAILABLE\"");
      assertThat(other.ask("{__typename}").data().at("/__typename").asText()).isEqualTo("Query");
      Graph.Answer ended = stuck.get();
      assertThat(ended.code()).hasValue("UNAVAILABLE");
      assertThat(ended.message()).contains("longer than 4000 ms");
      Thread.sleep(200); // until that is taken
      assertThat(memory.usedBytes()).as("of what goes on").isPositive();
      release.countDown();
    }
    untilAnswered(owner);
    await(() -> memory.usedBytes() == 0);
  }

  /** Whoever says that it is complete, and asks again, would else fill the memory with such. */
  @Test
  void whatGoesOnAfterItsEndIsUsedUntilItIsOver() throws Exception {
    TestTenants.Made made = tenants.make("goes-on");
    Graph owner = new Graph("http://127.0.0.1:" + port, made.key());
    String project = Things.id(owner, "createProject(input:{slug:\"held\",name:\"P\"})", Map.of());
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        LiveClient socket = LiveClient.acknowledged(port, made.key());
        AutoCloseable _ = release::countDown) {
      threads.submit(() -> hold(made.tenant().id(), locked, release));
      locked.await();
      socket.subscribe(
          "1",
          "mutation($x:ID!){updateProject(input:{id:$x,expectedVersion:1,name:\"n\"}){id "
              + IntStream.range(0, 500)
                  .mapToObj(i -> "n" + i + ":name @include(if:true)")
                  .collect(Collectors.joining(" "))
              + "}}",
          new JsonObject().put("x", project));
      await(() -> waitsForARow(made.tenant().id())); // else it could end before it has begun
      assertThat(memory.usedBytes()).isGreaterThan(LARGE_DOCUMENT_BYTES);

      socket.complete("1");
      socket.subscribe("2", "{nothing}");
      assertThat(socket.next().getString("id")).as("the first has ended").isEqualTo("2");

      assertThat(memory.usedBytes()).isGreaterThan(LARGE_DOCUMENT_BYTES);
      release.countDown();
      await(() -> memory.usedBytes() == 0);
    }
  }

  @Test
  void whatTakesTooLongIsToldSoHoweverFullTheTenantsShareIs() throws Exception {
    TestTenants.Made made = tenants.make("late");
    Graph owner = new Graph("http://127.0.0.1:" + port, made.key());
    String project = Things.id(owner, "createProject(input:{slug:\"held\",name:\"P\"})", Map.of());
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    SharedBytes.Use others = memory.use(made.tenant().id());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        AutoCloseable _ = release::countDown) {
      threads.submit(() -> hold(made.tenant().id(), locked, release));
      locked.await();
      CompletableFuture<Graph.Answer> late =
          CompletableFuture.supplyAsync(
              () ->
                  owner.ask(
                      "mutation($x:ID!){updateProject(input:{id:$x,expectedVersion:1,name:\"n\"}){id}}",
                      Map.of("x", project)),
              threads);
      await(() -> memory.usedBytes() > 0);
      untilRefused(made.key());
      Thread.sleep(200); // until it waits for the lock
      fill(others);

      Graph.Answer ended = late.get();

      assertThat(ended.code()).as(Things.shortened(ended.body())).hasValue("UNAVAILABLE");
      assertThat(ended.message()).contains("longer than 4000 ms");
      assertThat(ended.status()).isEqualTo(503);
      assertThat(ended.headers().firstValue("Retry-After")).hasValue("1");
    } finally {
      others.end();
    }
    await(() -> memory.usedBytes() == 0);
  }

  private static void fill(SharedBytes.Use use) {
    long bytes = 0;
    for (int step = 1 << 20; step >= 1 << 10; step /= 2) {
      while (use.growTo(bytes + step) == FairShare.Answer.TAKEN) {
        bytes += step;
      }
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    Instant end = Instant.now().plusSeconds(20);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("what is waited for comes in time").isBefore(end);
      Thread.sleep(5);
    }
  }

  private boolean waitsForARow(UUID tenant) {
    return database
            .read(
                tenant,
                "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype IN ('tuple', 'transactionid')")
            .size()
        > 0;
  }

  /** The permit comes back with the end of the statement that was waited for. */
  private static void untilAnswered(Graph owner) throws InterruptedException {
    for (int i = 0; owner.ask("{__typename}").code().isPresent(); i++) {
      assertThat(i).as("answers that were refused after the end").isLessThan(100);
      Thread.sleep(50);
    }
  }

  /** Keeps every change of the tenant's projects waiting. */
  private Void hold(UUID tenant, CountDownLatch locked, CountDownLatch release) {
    return database.transact(
        tenant,
        tx -> {
          tx.update("UPDATE catalog.project SET name = name WHERE tenant_id = $1", tenant);
          locked.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return null;
        });
  }

  /** The first request is under way once a second one finds no room. */
  private HttpResponse<String> untilRefused(String key) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/graphql"))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + key)
            .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"{__typename}\"}"))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer;
      do {
        answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      } while (answer.statusCode() == 200);
      return answer;
    }
  }
}
