package io.keelson.api.graphql.live.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tenants whose reads are slow do not hold up those of others. */
@Timeout(60)
class TopicReadsTest {
  private final TopicReads reads =
      new TopicReads(null, Duration.ofSeconds(1), InstantSource.system());

  @Test
  void theReadsOfSlowTenantsLeavePermitsToOthers() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    for (int tenant = 0; tenant < 3; tenant++) {
      UUID slow = UUID.randomUUID();
      CountDownLatch reading = new CountDownLatch(1);
      for (int topic = 0; topic < 20; topic++) {
        reads.schedule(slow, Duration.ZERO, () -> await(reading, goOn));
      }
      assertThat(reading.await(10, TimeUnit.SECONDS)).as("slow tenant %d", tenant).isTrue();
    }

    goOn.countDown();
  }

  private static void await(CountDownLatch reading, CountDownLatch goOn) {
    reading.countDown();
    try {
      goOn.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
