package io.keelson.serving.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A caller who takes a long answer slowly. */
final class WriteBackpressureTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int PIECE_BYTES = 10 << 10;
  private static final int PIECES = 100;

  private final SlowChannel channel =
      new SlowChannel(new WriteBackpressure(null, LIMIT, Long.MAX_VALUE));

  private void answer() {
    channel.freezeTime();
    for (int i = 0; i < PIECES; i++) {
      channel.write(Unpooled.wrappedBuffer(new byte[PIECE_BYTES]));
    }
    channel.flush();
  }

  private void pass(Duration time) {
    channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void isCutWhereNothingIsTaken() {
    answer();

    pass(LIMIT.minusMillis(1));
    assertThat(channel.isOpen()).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void isNotCutAsLongAsItIsTakenHoweverLongThatIs() {
    answer();

    for (int minute = 0; minute < 5; minute++) {
      channel.take(7);
      pass(LIMIT);
      assertThat(channel.isOpen()).as("after %d minutes", minute + 1).isTrue();
    }
    channel.take(1);
    pass(LIMIT);
    assertThat(channel.isOpen()).as("next to nothing").isFalse();
  }
}
