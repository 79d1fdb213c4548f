package io.keelson.api.graphql.live.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.memory.SharedBytes;
import io.keelson.api.testing.LiveClient;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.RawSocket;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.share.FairShare;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers of megabytes that find no room, or that nobody takes. */
@Tag("heavy")
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@Timeout(120)
class LargeSocketAnswersIT extends SocketFixture {
  @Test
  void anAnswerThatFindsNoRoomIsRateLimitedAndOneLargerThanWhatMayWaitIsSent() throws Exception {
    TestTenants.Made made = tenants.make("live-large");
    SharedBytes.Use others = sockets.memory().use(made.tenant().id());
    assertThat(others.growTo(66_000_000)).isEqualTo(FairShare.Answer.TAKEN);
    try (LiveClient client = LiveClient.acknowledged(port, made.key())) {
      client.subscribe("1", large());
      JsonObject refused = client.next();
      assertThat(refused.getString("type")).isEqualTo("error");
      assertThat(refused.encode()).contains("RATE_LIMITED");

      others.release();
      client.subscribe("1", large());

      JsonObject answer = client.next();
      assertThat(answer.getString("type")).isEqualTo("next");
      assertThat(answer.encode().length()).isGreaterThan(1 << 20);
      assertThat(client.next().getString("type")).isEqualTo("complete");
    } finally {
      others.release();
    }
  }

  @Test
  void largeAnswersThatNobodyTakesDoNotAccumulate() throws Exception {
    TestTenants.Made made = tenants.make("live-untaken");
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      for (int i = 0; i < 50; i++) {
        socket.subscribe("large " + i, large());
      }
      await(() -> sockets.held().memoryBytes() > 0);

      long mostBytes = 0;
      Instant end = Instant.now().plusSeconds(2);
      while (Instant.now().isBefore(end)) {
        mostBytes = Math.max(mostBytes, sockets.held().memoryBytes());
      }

      assertThat(mostBytes).isLessThanOrEqualTo(64 << 20);
    }
  }

  @Test
  void largeAnswersThatAreGivenUpWhileTheyWaitLeaveNothing() throws Exception {
    TestTenants.Made made = tenants.make("live-given-up");
    List<RawSocket> all = new ArrayList<>();
    try {
      long before = heapAfterCollection();
      for (int i = 0; i < 6; i++) {
        RawSocket socket = RawSocket.acknowledged(port, made.key());
        all.add(socket);
        socket.subscribe("first", large());
      }
      for (int round = 0; round < 5; round++) {
        for (RawSocket socket : all) {
          socket.subscribe("waits", large());
        }
        Thread.sleep(1_500); // until they are made, and wait for their readers
        for (RawSocket socket : all) {
          socket.say("{\"id\":\"waits\",\"type\":\"complete\"}");
        }
      }
      assertThat(await(() -> heapAfterCollection() - before < 100L << 20)).isTrue();
    } finally {
      for (RawSocket socket : all) {
        socket.close();
      }
    }
  }

  private static long heapAfterCollection() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
