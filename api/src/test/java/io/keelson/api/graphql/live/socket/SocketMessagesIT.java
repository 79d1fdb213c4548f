package io.keelson.api.graphql.live.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.graphql.engine.SharedEngine;
import io.keelson.api.memory.SharedBytes;
import io.keelson.api.testing.BusyParsers;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.LiveClient;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.RawSocket;
import io.keelson.api.testing.TestTenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages that come in pieces, without an end, or larger than they may be. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@Timeout(120)
class SocketMessagesIT extends SocketFixture {
  @Inject SharedEngine engine;
  @Inject SharedBytes memory;

  @Test
  void aFrameThatDoesNotEndUsesMemoryOfItsTenantAndNotForLong() throws Exception {
    TestTenants.Made made = tenants.make("live-unended");
    byte[] frame = RawSocket.encoded(RawSocket.FINAL | RawSocket.TEXT, new byte[200_000]);
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      Instant begun = Instant.now();
      socket.write(Arrays.copyOf(frame, frame.length - 1));
      assertThat(await(() -> sockets.held().memoryBytes() >= 200_000)).isTrue();

      sockets.lookAt(begun.plusSeconds(11));
      assertThat(sockets.held().open()).isEqualTo(1);
      sockets.lookAt(Instant.now().plusSeconds(14));

      assertThat(socket.closeCode()).isEqualTo(1001);
    }
  }

  @Test
  void aStrangerBeginsNoFrameThatIsLargerThanAFirstMessage() throws Exception {
    byte[] frame = RawSocket.encoded(RawSocket.FINAL | RawSocket.TEXT, new byte[200_000]);
    try (RawSocket socket = RawSocket.open(port)) {
      socket.write(Arrays.copyOf(frame, 20_000));
      assertThat(socket.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void aMessageMayComeInPiecesAndCompressedFramesAreNoneOfOurs() throws Exception {
    TestTenants.Made made = tenants.make("live-pieces");
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      String text =
          "{\"id\":\"p\",\"type\":\"subscribe\",\"payload\":{\"query\":\"" + TENANT + "\"}}";
      socket.frame(RawSocket.TEXT, text.substring(0, 10).getBytes(UTF_8));
      socket.frame(RawSocket.FINAL | RawSocket.PING, new byte[1]);
      for (int i = 10; i < text.length() - 1; i++) {
        socket.frame(RawSocket.CONTINUATION, text.substring(i, i + 1).getBytes(UTF_8));
      }
      socket.frame(RawSocket.FINAL | RawSocket.CONTINUATION, "}".getBytes(UTF_8));
      assertThat(socket.next().text()).contains("live-pieces");
      assertThat(socket.next().text()).contains("complete");

      socket.frame(
          RawSocket.FINAL | RawSocket.RSV1 | RawSocket.TEXT, "{\"type\":\"ping\"}".getBytes(UTF_8));

      assertThat(socket.ends()).isTrue();
    }
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      socket.frame(RawSocket.TEXT, "{".getBytes(UTF_8));
      socket.frame(RawSocket.FINAL | RawSocket.TEXT, "{\"type\":\"ping\"}".getBytes(UTF_8));
      assertThat(socket.ends()).as("a message within a message").isTrue();
    }
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      socket.frame(RawSocket.FINAL | RawSocket.CONTINUATION, "{}".getBytes(UTF_8));
      assertThat(socket.ends()).as("the end of none").isTrue();
    }
  }

  @Test
  void aLongMessageIsReadBesideTheEventLoopAndWhatFollowsItAfterwards() throws Exception {
    TestTenants.Made made = tenants.make("live-long");
    String other = "{tenant{slug name}}";
    BusyParsers parsers = null;
    try (LiveClient client = LiveClient.acknowledged(port, made.key());
        LiveClient neighbour = LiveClient.acknowledged(port, made.key())) {
      for (String known : new String[] {TENANT, other}) {
        neighbour.subscribe("known", known);
        assertThat(neighbour.next().getString("type")).isEqualTo("next");
        assertThat(neighbour.next().getString("type")).isEqualTo("complete");
      }
      parsers = new BusyParsers(engine.get(), memory);
      client.subscribe("long", "#" + "x".repeat(100_000) + "\n" + TENANT);
      client.subscribe("short", other);
      neighbour.subscribe("1", TENANT);
      assertThat(neighbour.next().getString("type")).isEqualTo("next");
      assertThat(client.next(Duration.ofMillis(200))).as("before it is read").isNull();

      parsers.close();

      List<String> answered = new ArrayList<>();
      while (answered.size() < 2) {
        JsonObject message = client.next();
        if (message.getString("type").equals("next")) {
          answered.add(message.getString("id"));
        }
      }
      assertThat(answered).containsExactlyInAnyOrder("long", "short");
    } finally {
      if (parsers != null) {
        parsers.close();
      }
    }
  }

  @Test
  void aMessageOfAMegabyteIsTooBigInOnePieceAndInMany() throws Exception {
    TestTenants.Made made = tenants.make("live-megabyte");
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      assertThat(isRefused(socket, RawSocket.FINAL | RawSocket.TEXT, 1 << 20, 1)).isTrue();
    }
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      assertThat(isRefused(socket, RawSocket.TEXT, 1 << 14, 64)).isTrue();
    }
  }

  private static boolean isRefused(RawSocket socket, int first, int bytes, int pieces)
      throws IOException {
    try {
      socket.frame(first, new byte[bytes]);
      for (int piece = 1; piece < pieces; piece++) {
        socket.frame(RawSocket.CONTINUATION, new byte[bytes]);
      }
    } catch (IOException cutMeanwhile) {
      return true;
    }
    return socket.ends();
  }

  @Test
  void anIdMayBeUsedAgainAndUnknownOnesMayBeCompleted() throws Exception {
    TestTenants.Made made = tenants.make("live-ids");
    String run = new Runs(new Graph("http://127.0.0.1:" + port, made.key())).make("ids");
    try (LiveClient client = LiveClient.acknowledged(port, made.key())) {
      for (int i = 0; i < 10_000; i++) {
        client.complete("unknown " + i);
      }
      for (int i = 0; i < 300; i++) {
        client.subscribe("again", Runs.follow(run));
        client.complete("again");
      }

      client.subscribe("again", TENANT);

      JsonObject answer = client.next();
      assertThat(answer.getString("type")).as(answer.encode()).isEqualTo("next");
      assertThat(answer.encode()).contains("live-ids");
    }
  }
}
