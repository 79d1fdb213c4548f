package io.keelson.compute.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.JobKind;
import io.keelson.tenancy.signing.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What needs no database: it is asked only about tokens with our signature. */
final class JobTokensTest {
  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
  private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-03-01T12:00:00Z");
  private Instant clock = NOW.toInstant();
  private final JobTokens tokens = tokens(KEY);

  private JobTokens tokens(byte[] root) {
    return new JobTokens(null, new SigningKeys(root, () -> clock));
  }

  private static Lease lease(long fence) {
    UUID id = new UUID(1, 2);
    return new Lease(
        id,
        id,
        id,
        id,
        null,
        JobKind.TASK,
        1,
        fence,
        LeaseStatus.ACTIVE,
        "local",
        "local.cpu",
        "host",
        0,
        id,
        1_000,
        1_000,
        64L << 20,
        NOW,
        NOW,
        NOW,
        null,
        null,
        null,
        null,
        1);
  }

  @Test
  void theSameAttemptHasTheSameTokenAndAnotherFenceAnother() {
    assertThat(tokens.issue(lease(1))).startsWith("ksj_").isEqualTo(tokens.issue(lease(1)));
    assertThat(tokens.issue(lease(1))).isNotEqualTo(tokens.issue(lease(2)));
  }

  @Test
  void aTokenThatWasTamperedWithIsNobodys() {
    String token = tokens.issue(lease(1));
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String tampered = token.substring(0, i) + other + token.substring(i + 1);
      // The last character carries bits that decoding ignores: the bytes may be the same.
      if (i < token.length() - 1) {
        assertThat(tokens.verify(tampered)).as("character %d", i).isEmpty();
      }
    }
  }

  @Test
  void whatIsNoTokenIsNobodys() {
    assertThat(tokens.verify(null)).isEmpty();
    assertThat(tokens.verify("")).isEmpty();
    assertThat(tokens.verify("ksj_")).isEmpty();
    assertThat(tokens.verify("ksj_!!")).isEmpty();
    assertThat(tokens.verify("ksn_" + "A".repeat(140))).isEmpty();
    assertThat(tokens.verify("ksj_" + "A".repeat(10_000))).isEmpty();
    assertThat(
            tokens("another key, 32 bytes or more too".getBytes(StandardCharsets.UTF_8))
                .verify(tokens.issue(lease(1))))
        .isEmpty();
  }

  @Test
  void aJobsTokenStaysTheSameHoweverOftenTheKeysChange() {
    String token = tokens.issue(lease(1));

    clock = clock.plus(Duration.ofDays(100));

    assertThat(tokens.issue(lease(1))).isEqualTo(token);
    assertThat(tokens(KEY).issue(lease(1))).isEqualTo(token);
  }
}
