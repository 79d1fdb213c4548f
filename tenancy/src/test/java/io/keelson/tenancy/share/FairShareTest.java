package io.keelson.tenancy.share;

import static io.keelson.tenancy.share.FairShare.Answer.ALL_ARE_TAKEN;
import static io.keelson.tenancy.share.FairShare.Answer.SHARE_IS_FULL;
import static io.keelson.tenancy.share.FairShare.Answer.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FairShareTest {
  private static int takeAll(FairShare<String> share, String who) {
    int count = 0;
    while (share.tryTake(who) == TAKEN) {
      count++;
    }
    return count;
  }

  @Test
  void oneAloneHoldsHalfAndLeavesTheOtherHalf() {
    FairShare<String> share = new FairShare<>(32);
    assertThat(takeAll(share, "greedy")).isEqualTo(16);
    assertThat(share.tryTake("greedy")).isEqualTo(SHARE_IS_FULL);
    assertThat(share.tryTake("other")).isEqualTo(TAKEN);
  }

  @Test
  void thereIsSomethingLeftForTheFourthAfterThreeGreedyOnes() {
    FairShare<String> share = new FairShare<>(32);
    for (String greedy : new String[] {"a", "b", "c"}) {
      takeAll(share, greedy);
    }
    assertThat(share.tryTake("new")).isEqualTo(TAKEN);
  }

  @Test
  void allAreTakenWhenThereAreAsManyTenantsAsPermits() {
    FairShare<String> share = new FairShare<>(2);
    assertThat(share.tryTake("a")).isEqualTo(TAKEN);
    assertThat(share.tryTake("b")).isEqualTo(TAKEN);
    assertThat(share.tryTake("c")).isEqualTo(ALL_ARE_TAKEN);
    share.release("a");
    assertThat(share.tryTake("c")).isEqualTo(TAKEN);
  }

  @Test
  void whatIsReleasedCanBeTakenAgain() throws InterruptedException {
    FairShare<String> share = new FairShare<>(4);
    for (int i = 0; i < 100; i++) {
      assertThat(share.tryTake("a")).isEqualTo(TAKEN);
      share.release("a");
    }
    assertThat(share.taken()).isZero();
    assertThat(share.awaitAllReleased(Duration.ZERO)).isTrue();
    assertThatThrownBy(() -> share.release("a")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void manyAtOnceAreGivenAsIfEachWereAskedForAfterTheOther() {
    FairShare<String> share = new FairShare<>(32);
    assertThat(share.tryTake("greedy", 17)).isEqualTo(ALL_ARE_TAKEN);
    assertThat(share.tryTake("greedy", 16)).isEqualTo(TAKEN);
    assertThat(share.tryTake("greedy", 1)).isEqualTo(SHARE_IS_FULL);
    assertThat(share.tryTake("other", 9)).isEqualTo(ALL_ARE_TAKEN);
    assertThat(share.tryTake("other", 8)).isEqualTo(TAKEN);

    assertThatThrownBy(() -> share.release("other", 9)).isInstanceOf(IllegalStateException.class);
    share.release("greedy", 16);
    share.release("other", 8);

    assertThat(share.taken()).isZero();
  }
}
