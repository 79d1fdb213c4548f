package io.keelson.api.graphql.live.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.memory.SharedBytes;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.RawSocket;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.share.FairShare;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Messages that there is no memory for: an error, and where the frame is long, the end of its
 * socket.
 */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@Timeout(120)
class SocketMessageMemoryIT extends SocketFixture {
  @Inject SharedBytes memory;

  @Test
  void aLongFrameThatThereIsNoMemoryForEndsItsSocketAndTheNextFindsRoom() throws Exception {
    TestTenants.Made made = tenants.make("live-no-memory");
    SharedBytes.Use all = memory.use(made.tenant().id());
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      for (int bytes = 0; all.growTo(bytes) == FairShare.Answer.TAKEN; ) {
        bytes += 64 << 10;
      }
      socket.subscribe("long", "#" + "x".repeat(100_000) + "\\n" + TENANT);
      assertThat(socket.closeCode()).isEqualTo(1013);
      assertThat(socket.ends()).isTrue();
    } finally {
      all.end();
    }

    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      socket.subscribe("again", "#" + "x".repeat(100_000) + "\\n" + TENANT);
      assertThat(socket.next().text()).contains("live-no-memory");
      assertThat(socket.next().text()).contains("complete");
    }
  }

  @Test
  void aShortMessageThatThereIsNoMemoryForIsAnErrorHoweverItComesAndItsSocketGoesOn()
      throws Exception {
    TestTenants.Made made = tenants.make("live-short");
    SharedBytes.Use all = memory.use(made.tenant().id());
    String message = "{\"id\":\"%s\",\"type\":\"subscribe\",\"payload\":{\"query\":\"#%s\\n%s\"}}";
    byte[] refused =
        RawSocket.encoded(
            RawSocket.FINAL | RawSocket.TEXT,
            message.formatted("refused", "x".repeat(3_000), TENANT).getBytes(UTF_8));
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      for (int bytes = 0; all.growTo(bytes) == FairShare.Answer.TAKEN; ) {
        bytes += 1 << 10;
      }
      socket.write(Arrays.copyOf(refused, 2_000));
      Thread.sleep(100); // until that was read by itself
      socket.write(Arrays.copyOfRange(refused, 2_000, refused.length));
      assertThat(socket.next().text()).contains("\"error\"", "\"refused\"", "RATE_LIMITED");
      all.release();

      socket.subscribe("again", TENANT);

      assertThat(socket.next().text()).contains("live-short");
      assertThat(socket.next().text()).contains("complete");
    } finally {
      all.end();
    }
  }

  @Test
  void aLongMessageInPiecesThatThereIsNoMemoryForIsAnErrorAndItsSocketGoesOn() throws Exception {
    TestTenants.Made made = tenants.make("live-pieces-full");
    SharedBytes.Use all = memory.use(made.tenant().id());
    String beginning = "{\"id\":\"%s\",\"type\":\"subscribe\",\"payload\":{\"query\":\"#";
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      long idle = memory.usedBytes();
      for (int bytes = 0; all.growTo(bytes) == FairShare.Answer.TAKEN; ) {
        bytes += 1 << 10;
      }
      socket.frame(RawSocket.TEXT, beginning.formatted("refused").getBytes(UTF_8));
      assertThat(socket.next().text()).contains("\"error\"", "\"refused\"", "RATE_LIMITED");
      for (int piece = 0; piece < 10; piece++) {
        socket.frame(RawSocket.CONTINUATION, "x".repeat(10_000).getBytes(UTF_8));
        Thread.sleep(10); // until it was read by itself
      }
      socket.frame(
          RawSocket.FINAL | RawSocket.CONTINUATION, ("\\n" + TENANT + "\"}}").getBytes(UTF_8));
      all.release();

      socket.subscribe("again", TENANT);

      assertThat(socket.next().text()).contains("\"again\"", "live-pieces-full");
      assertThat(socket.next().text()).contains("complete");
      while (memory.usedBytes() > idle) {
        Thread.sleep(10); // until the operation that completed let go of its memory
      }
      for (int bytes = 0; all.growTo(bytes) == FairShare.Answer.TAKEN; ) {
        bytes += 1 << 10;
      }
      socket.frame(RawSocket.TEXT, "{\"type\":\"subscribe\",\"payload\":{".getBytes(UTF_8));
      assertThat(socket.closeCode()).as("nobody can say what it is for").isEqualTo(1013);
    } finally {
      all.end();
    }
  }
}
