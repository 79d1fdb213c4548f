package io.keelson.tenancy.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairTurnsTest {
  private final FairTurns permits = new FairTurns(4);
  private final List<String> granted = new ArrayList<>();

  private Runnable ask(String payer) {
    Runnable event = () -> granted.add(payer);
    permits.ask(payer, event);
    return event;
  }

  @Test
  void oneTenantHoldsHalfAndTheOthersGoOn() {
    for (int i = 0; i < 5; i++) {
      ask("greedy");
    }
    ask("other");

    assertThat(granted).containsExactly("greedy", "greedy", "other");
  }

  @Test
  void whatWaitsBeginsWhenSomethingEndsAndTenantsTakeTurns() {
    for (int i = 0; i < 4; i++) {
      ask("greedy");
    }
    ask("other");
    ask("other");
    assertThat(granted).containsExactly("greedy", "greedy", "other");

    permits.release("greedy");

    assertThat(granted).hasSize(4).endsWith("greedy");
    permits.release("other");
    permits.release("greedy");
    permits.release("greedy");
    assertThat(granted).hasSize(6).contains("other", "other");
  }

  @Test
  void whatIsWithdrawnBeginsNever() {
    ask("tenant");
    ask("tenant");
    Runnable third = ask("tenant");
    Runnable fourth = ask("tenant");

    assertThat(permits.withdraw("tenant", third)).isTrue();
    permits.release("tenant");

    assertThat(granted).hasSize(3);
    assertThat(permits.withdraw("tenant", fourth)).as("it has begun").isFalse();
  }
}
