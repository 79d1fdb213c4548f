package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.graphql.engine.SharedEngine;
import io.keelson.api.identity.CallContext;
import io.keelson.api.memory.RowBytes;
import io.keelson.api.memory.SharedBytes;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.HostileLines;
import io.keelson.api.testing.LoggedErrors;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.RawHttp1;
import io.keelson.api.testing.RawHttp2;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.failure.Unavailable;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Nothing runs for callers who have hung up, and nothing is said of them. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class GoneCallersIT {
  @Inject TestTenants tenants;
  @Inject SharedEngine engine;
  @Inject SharedBytes memory;
  @Inject CallContext call;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Test
  void nothingRunsForWhoeverHangsUpWhileTheirDocumentWaitsForAParser() throws Exception {
    String key = tenants.make("gone-waiting").key();
    Graph owner = new Graph("http://127.0.0.1:" + port, key);
    String projects = "{projects{edges{node{slug}}}}";
    assertThat(owner.ask(projects).data().toString()).doesNotContain("unwanted");
    String body =
        "{\"query\":\"mutation{createProject(input:{slug:\\\"unwanted\\\",name:\\\"P\\\"}){id}}\"}";
    String request =
        "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + "Authorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(key, body.length(), body);
    await(() -> memory.usedBytes() == 0);
    CountDownLatch free = new CountDownLatch(1);
    try (LoggedErrors errors = new LoggedErrors();
        HostileLines hostile = new HostileLines();
        AutoCloseable _ = free::countDown) {
      int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
      for (int i = 0; i < threads; i++) {
        engine.get().beside("thread " + i, () -> held(free));
      }
      try (RawHttp1 http = new RawHttp1(port)) {
        http.say(request);
        await(() -> memory.usedBytes() > 0);
        Thread.sleep(200); // until it waits
      }
      Thread.sleep(200); // until that is noticed

      free.countDown();

      await(() -> memory.usedBytes() == 0);
      Thread.sleep(200); // until all is said
      assertThat(errors.lines()).isEmpty();
      assertThat(hostile.with("")).isEmpty();
    }
    assertThat(owner.ask(projects).data().toString()).doesNotContain("unwanted");
  }

  private static Void held(CountDownLatch free) {
    try {
      free.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    Instant end = Instant.now().plusSeconds(20);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("what is waited for comes in time").isBefore(end);
      Thread.sleep(5);
    }
  }

  @Test
  void whoeverHangsUpWhileAPageIsSentOverHttp2IsNoError() throws Exception {
    Map<String, String> head = new LinkedHashMap<>();
    head.put(":method", "GET");
    head.put(":scheme", "http");
    head.put(":authority", "a");
    head.put(":path", "/");
    try (LoggedErrors errors = new LoggedErrors()) {
      for (int i = 0; i < 100; i++) {
        try (RawHttp2 request = new RawHttp2(port, head)) {
          request.awaitHead();
        }
      }
      Thread.sleep(200); // until all is said
      assertThat(errors.lines()).isEmpty();
    }
  }

  @Test
  void whatIsReadForWhoeverHasGoneMeanwhileIsRefusedAndIsNoError() {
    CompletableFuture<RowBytes> asked = new CompletableFuture<>();
    Thread.startVirtualThread(() -> asked.completeAsync(call::rows, Runnable::run)); // no request's

    assertThatThrownBy(() -> asked.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(Unavailable.class)
        .hasMessageContaining("the caller has gone");
  }
}
