package io.keelson.compute.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.Conflict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class JobStatusTest {
  @Test
  void aJobGoesFromTheQueueToItsEnd() {
    assertThat(
            JobStatus.QUEUED
                .to(JobStatus.PROVISIONING)
                .to(JobStatus.RUNNING)
                .to(JobStatus.SUCCEEDED))
        .isEqualTo(JobStatus.SUCCEEDED);
    assertThat(JobStatus.RUNNING.to(JobStatus.PREEMPTED).to(JobStatus.QUEUED))
        .isEqualTo(JobStatus.QUEUED);
    assertThat(JobStatus.PROVISIONING.to(JobStatus.QUEUED)).isEqualTo(JobStatus.QUEUED);
  }

  @ParameterizedTest
  @EnumSource(
      value = JobStatus.class,
      names = {"SUCCEEDED", "FAILED", "CANCELLED", "TIMED_OUT"})
  void nothingFollowsAnEnd(JobStatus end) {
    assertThat(end.ended()).isTrue();
    for (JobStatus target : JobStatus.values()) {
      assertThatThrownBy(() -> end.to(target))
          .isInstanceOf(Conflict.class)
          .hasMessageContaining(end.name());
    }
  }

  @Test
  void whatRunsDoesNotGoBackToTheQueueUnlessItWasPreempted() {
    assertThatThrownBy(() -> JobStatus.RUNNING.to(JobStatus.QUEUED))
        .hasMessage("the job is RUNNING and cannot become QUEUED");
    assertThatThrownBy(() -> JobStatus.QUEUED.to(JobStatus.RUNNING)).isInstanceOf(Conflict.class);
    assertThatThrownBy(() -> JobStatus.QUEUED.to(JobStatus.TIMED_OUT)).isInstanceOf(Conflict.class);
    assertThatThrownBy(() -> JobStatus.PROVISIONING.to(JobStatus.SUCCEEDED))
        .isInstanceOf(Conflict.class);
  }
}
