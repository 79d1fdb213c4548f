package io.keelson.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.lease.JobTokens;
import org.junit.jupiter.api.Test;

class JobCredentialsTest {
  private final JobCredentials credentials = new JobCredentials(new JobTokens(null, null));

  @Test
  void noTokenThatAnybodyCouldMakeUpIsRemembered() {
    String padding = "x".repeat(15_000);
    for (int i = 0; i < 100; i++) {
      assertThat(credentials.verify(JobCredentials.PREFIX + padding + i)).isEmpty();
      assertThat(credentials.verify(JobCredentials.PREFIX + i)).isEmpty();
    }

    assertThat(credentials.size()).isZero();
  }
}
