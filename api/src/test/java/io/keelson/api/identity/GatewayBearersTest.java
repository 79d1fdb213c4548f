package io.keelson.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.access.Principal;
import io.quarkus.security.identity.SecurityIdentity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** One check for all who come with the same token. */
class GatewayBearersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Test
  void aCheckThatEndsWithAnErrorAnswersThoseWhoWaitAndIsMadeAgain() {
    CountDownLatch failing = new CountDownLatch(1);
    ProviderTokens tokens =
        new ProviderTokens(null, true) {
          @Override
          Optional<SecurityIdentity> verify(String token) {
            if (failing.getCount() == 0) {
              return Optional.empty();
            }
            throw new StackOverflowError("of the test");
          }
        };
    GatewayBearers bearers = new GatewayBearers(tokens, null, null, null, InstantSource.system());

    assertThat(find(bearers))
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(StackOverflowError.class);

    failing.countDown();
    assertThat(find(bearers)).succeedsWithin(PATIENCE).isEqualTo(Optional.empty());
  }

  private static CompletableFuture<Optional<Principal>> find(GatewayBearers bearers) {
    return bearers.find("aaaa.bbbb.cccc", "house").toCompletableFuture();
  }
}
