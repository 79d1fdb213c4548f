package io.keelson.serving.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.apikey.ApiKeySecret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One look-up for all who ask with the same key. */
class CredentialsTest {
  private static final String SECRET = ApiKeySecret.PREFIX + "x";

  @Test
  void aLookUpThatEndsWithAnErrorAnswersThoseWhoWaitAndIsMadeAgain() {
    AtomicInteger lookUps = new AtomicInteger();
    AccessDirectory directory =
        new AccessDirectory(null, InstantSource.system()) {
          @Override
          public Optional<Principal> byApiKey(String secret, String address) {
            if (lookUps.incrementAndGet() == 1) {
              throw new StackOverflowError("of the test");
            }
            return Optional.empty();
          }
        };
    Credentials credentials = new Credentials(directory, null);

    CompletableFuture<Optional<Principal>> first = find(credentials);

    assertThat(first)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(StackOverflowError.class);
    assertThat(find(credentials))
        .succeedsWithin(Duration.ofSeconds(10))
        .isEqualTo(Optional.empty());
  }

  private static CompletableFuture<Optional<Principal>> find(Credentials credentials) {
    return credentials.find(SECRET, null, "1.1.1.1").toCompletableFuture();
  }
}
