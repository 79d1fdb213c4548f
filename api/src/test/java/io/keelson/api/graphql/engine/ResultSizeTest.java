package io.keelson.api.graphql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.graphql.AnswerBytes;
import io.keelson.api.graphql.AnswerMemory;
import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.RateLimited;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A result is bounded while it is made: by its text, and by its payer's share of the memory. */
class ResultSizeTest {
  private static final int MAX_ANSWER_BYTES = 1_000_000;
  private final SharedBytes memory = new SharedBytes(4 << 20);
  private final ResultSize size = new ResultSize(memory.use("tenant"), MAX_ANSWER_BYTES);

  private int fieldsUntilRefused(int textLength) {
    int fields = 0;
    while (size.add(textLength) == null) {
      fields++;
    }
    return fields;
  }

  @Test
  void aSmallOneUsesNothing() {
    for (int field = 0; field < 600; field++) {
      assertThat(size.add(1)).isNull();
    }
    assertThat(memory.usedBytes()).isZero();
    assertThat(size.isLarge()).isFalse();
  }

  @Test
  void moreTextThanAnAnswerMayHaveEndsIt() {
    assertThat(fieldsUntilRefused(4_000)).isEqualTo(250);
    assertThat(size.refusal()).isInstanceOf(Invalid.class);
  }

  @Test
  void fieldsWithoutTextAreHeldToo() {
    assertThat(fieldsUntilRefused(0)).isBetween(32_000, 35_000);
    assertThat(size.refusal()).isInstanceOf(RateLimited.class);
    assertThat(size.isLarge()).isTrue();
    assertThat(memory.usedBytes()).isBetween(1L << 20, 2L << 20);
    assertThat(new ResultSize(memory.use("other"), MAX_ANSWER_BYTES).add(900_000)).isNull();
  }

  @Test
  void theItemsOfAListAreHeldAtOnce() {
    assertThat(size.add(10_000, 0)).isNull();
    assertThat(memory.usedBytes()).isBetween(500L << 10, 700L << 10);
    assertThat(size.add(100_000, 0)).isNotNull();
  }

  @Test
  void oneAfterTheOtherUsesWhatTheLargestNeeds() {
    for (int event = 0; event < 100; event++) {
      for (int field = 0; field < 200; field++) {
        assertThat(size.add(4_000)).isNull();
      }
      assertThat(memory.usedBytes()).isPositive();
      size.release();
      assertThat(memory.usedBytes()).isZero();
    }
  }

  @Test
  void rowsAreHeldBeforeTheyAreReadAndUntilTheResultIsWritten() {
    size.hold(1_000_000, "the rows");
    assertThat(memory.usedBytes()).isGreaterThanOrEqualTo(1_000_000);
    assertThatThrownBy(() -> size.hold(1_500_000, "the rows"))
        .isInstanceOf(RateLimited.class)
        .hasMessageContaining("the rows");
    assertThat(size.refusal()).as("what has come goes on").isNull();

    size.release();

    assertThat(memory.usedBytes()).isZero();
    size.hold(1_000_000, "the rows");
  }

  @Test
  void aMutationThatFindsNoRoomForItsAnswerDoesNotRun() {
    memory.use("tenant").add(2_000_000, "others");
    size.holdForMutation();
    ResultSize next = new ResultSize(memory.use("tenant"), MAX_ANSWER_BYTES);

    assertThatThrownBy(next::holdForMutation)
        .isInstanceOf(RateLimited.class)
        .hasMessageContaining("the answer");
  }

  @Test
  void aMutationThatHasRunUsesTheReserveAndIsNotSentAgainWhereThatIsFullToo() {
    size.holdForMutation();
    size.mutationBegins();
    memory.use("tenant").add(2_000_000, "others");

    assertThat(size.add(200_000)).isNull();
    assertThat(fieldsUntilRefused(4_000)).isPositive();

    assertThat(size.refusal()).isInstanceOf(Invalid.class).hasMessageContaining("has run");
    assertThat(size.told(size.refusal())).isSameAs(size.refusal());
    assertThat(size.told(new RateLimited("the answer", Duration.ofSeconds(1))))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("not to be sent again");
  }

  @Test
  void theAnswerOfAMutationIsWrittenHoweverFullTheShareIsByThen() {
    AnswerMemory answers = new AnswerMemory(memory, MAX_ANSWER_BYTES);
    SharedBytes.Use call = memory.use("tenant");
    ResultSize result = answers.result(call);
    result.holdForMutation();
    result.mutationBegins();
    SharedBytes.Use others = memory.use("tenant");
    others.add(2_000_000, "others");
    assertThat(result.add(80_000)).isNull();

    SharedBytes.Use outgoing = call.another();
    result.handTo(outgoing);
    AnswerBytes answer = answers.write(outgoing, Map.of("data", "x".repeat(150_000)));

    assertThat(answer.length()).isGreaterThan(150_000);
    answer.release();
    result.end();
    others.end();
    assertThat(memory.usedBytes()).isZero();
  }
}
