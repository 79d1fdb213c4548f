package io.keelson.api.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.share.FairShare;
import org.junit.jupiter.api.Test;

/** What is held for callers is bounded in all, and for each payer. */
class SharedBytesTest {
  private final SharedBytes memory = new SharedBytes(1024 * 1024);

  @Test
  void onePayerUsesHalfAndOthersStillFindRoom() {
    SharedBytes.Use one = memory.use("one");
    one.add(500 * 1024, "a body");
    assertThatThrownBy(() -> one.add(100 * 1024, "a body"))
        .isInstanceOf(RateLimited.class)
        .hasMessageContaining("a body takes more memory than is left of your share");
    assertThat(memory.usedBytes()).as("what was used before").isEqualTo(500 * 1024);

    memory.use("other").add(100 * 1024, "a body");
  }

  @Test
  void whatNobodyCouldUseIsUnavailable() {
    assertThatThrownBy(() -> memory.use("one").add(600 * 1024, "a body"))
        .isInstanceOf(Unavailable.class);
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void partsAndAllOfItAreReleased() {
    SharedBytes.Use use = memory.use("one");
    use.add(10 * 1024, "a body");
    use.add(1, "a body");
    assertThat(memory.usedBytes()).isEqualTo(11 * 1024);

    use.release(5 * 1024);
    assertThat(memory.usedBytes()).isEqualTo(6 * 1024);

    use.release();
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void whatIsHandedOverIsNotAskedForAgain() {
    SharedBytes.Use call = memory.use("one");
    call.add(4 * 1024, "the request");
    memory.use("one").add(508 * 1024, "others");
    SharedBytes.Use answer = memory.use("one");
    assertThat(answer.growTo(300)).isNotEqualTo(FairShare.Answer.TAKEN);

    call.handTo(answer);
    answer.add(3 * 1024, "the answer");
    call.end();
    assertThat(memory.usedBytes()).isEqualTo(512 * 1024);

    answer.release();
    assertThat(memory.usedBytes()).isEqualTo(508 * 1024);
  }

  @Test
  void whatHasToBeToldUsesAReserveWhereThePayersShareIsFull() {
    memory.use("one").add(512 * 1024, "others");
    SharedBytes.Use call = memory.use("one");
    assertThat(call.growTo(1)).isNotEqualTo(FairShare.Answer.TAKEN);

    call.useReserve();
    call.add(40 * 1024, "the result");
    SharedBytes.Use answer = call.another();
    call.handTo(answer);
    answer.add(50 * 1024, "the answer");
    assertThat(memory.usedBytes()).isEqualTo(562 * 1024);
    assertThatThrownBy(() -> answer.add(30 * 1024, "more")).isInstanceOf(RateLimited.class);
    call.end();

    answer.release(20 * 1024);
    assertThat(memory.usedBytes()).isEqualTo(542 * 1024);
    answer.release();
    assertThat(memory.usedBytes()).isEqualTo(512 * 1024);
  }

  @Test
  void whatIsHandedToACallThatIsOverIsReleased() {
    SharedBytes.Use call = memory.use("one");
    call.add(4 * 1024, "the request");
    SharedBytes.Use over = memory.use("one");
    over.end();

    call.handTo(over);

    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void whatWasBegunForACallIsUsedUntilThatIsOver() {
    SharedBytes.Use call = memory.use("one");
    call.add(10 * 1024, "a body");
    boolean[] isOver = new boolean[1];
    call.hold();
    call.hold();

    call.end();
    call.atEnd(() -> isOver[0] = true);
    call.letGo();
    assertThat(memory.usedBytes()).isEqualTo(10 * 1024);
    assertThat(isOver[0]).isFalse();
    assertThat(call.growTo(11 * 1024)).isNotEqualTo(FairShare.Answer.TAKEN);
    call.handTo(memory.use("one"));
    assertThat(memory.usedBytes()).isEqualTo(10 * 1024);

    call.letGo();
    assertThat(memory.usedBytes()).isZero();
    assertThat(isOver[0]).isTrue();
  }

  @Test
  void whatWasHandedOverAndIsNotNeededIsReleased() {
    SharedBytes.Use call = memory.use("one");
    call.add(10 * 1024, "the request");
    SharedBytes.Use answer = call.another();
    call.handTo(answer);
    answer.add(3 * 1024, "the answer");

    answer.releaseRest();

    assertThat(memory.usedBytes()).isEqualTo(3 * 1024);
  }

  @Test
  void aCallThatIsOverUsesNothingAgain() {
    SharedBytes.Use use = memory.use("one");
    use.add(10 * 1024, "a body");

    use.end();

    assertThat(use.growTo(1)).isNotEqualTo(FairShare.Answer.TAKEN);
    use.release(1);
    assertThat(memory.usedBytes()).isZero();
  }
}
