package io.keelson.api.graphql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graphql.language.Document;
import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.failure.RateLimited;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A document that subscriptions keep is paid for, once by each payer. */
class PreparedTest {
  private static final String TEXT = "x".repeat(100_000);
  private final SharedBytes memory = new SharedBytes(4 << 20);

  private static Prepared document() {
    return new Prepared(Document.newDocument().build(), List.of(), TEXT, 1);
  }

  @Test
  void theSubscriptionsOfOnePayerUseItOnceUntilTheLastEnds() {
    Prepared document = document();
    List<SharedBytes.Use> subscriptions = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      subscriptions.add(memory.use("tenant"));
      document.keep(subscriptions.get(i));
    }
    assertThat(memory.usedBytes()).isBetween(200_000L, 210_000L);

    subscriptions.subList(1, 10).forEach(SharedBytes.Use::end);
    assertThat(memory.usedBytes()).isPositive();

    subscriptions.getFirst().end();
    assertThat(memory.usedBytes()).isZero();
    document.keep(memory.use("tenant"));
    assertThat(memory.usedBytes()).isPositive();
  }

  @Test
  void eachPayerUsesItOfTheirOwnShare() {
    Prepared document = document();
    document.keep(memory.use("one"));
    document.keep(memory.use("other"));
    assertThat(memory.usedBytes()).isBetween(400_000L, 420_000L);
  }

  @Test
  void differentOnesFillNoMoreThanTheShare() {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 20; i++) {
                document().keep(memory.use("tenant"));
              }
            })
        .isInstanceOf(RateLimited.class);
    assertThat(memory.usedBytes()).isBetween(1L << 20, 2L << 20);
  }

  @Test
  void oneThatHasEndedKeepsNothing() {
    SharedBytes.Use ended = memory.use("tenant");
    ended.end();
    document().keep(ended);
    assertThat(memory.usedBytes()).isZero();
  }
}
