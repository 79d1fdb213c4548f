package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.Job;
import java.math.BigDecimal;
import java.time.Duration;

/** What a job of half a processor has on the ledger. */
final class JobBills {
  private JobBills() {}

  /** From its start to its end, in windows that follow one another. */
  static void assertBilledOnce(BrokerFixture fixture, Job job) {
    String lines =
        " FROM billing.usage_event WHERE source_id = '%s' AND meter = 'job.cpu_seconds'"
            .formatted(job.id());
    BigDecimal seconds =
        BigDecimal.valueOf(Duration.between(job.startedAt(), job.endedAt()).toMillis(), 3);
    assertThat(new BigDecimal(fixture.one("SELECT sum(quantity)" + lines)))
        .isEqualByComparingTo(seconds.multiply(new BigDecimal("0.5")));
    assertThat(fixture.one("SELECT sum(to_at - from_at) = max(to_at) - min(from_at)" + lines))
        .isEqualTo("t");
  }
}
