package io.keelson.api.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.graphql.engine.ResultSize;
import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.RateLimited;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers are bounded while they are made, and not when they are there. */
class AnswerMemoryTest {
  private static final int MAX_BYTES = 1 << 20;
  private final SharedBytes memory = new SharedBytes(4 << 20);
  private final AnswerMemory answers = new AnswerMemory(memory, MAX_BYTES);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7_000, 8_000, 9_000, 65_530, 65_536, 70_000, 1_000_000})
  void anAnswerHasTheBytesOfItsJsonAndUsesThemUntilItIsReleased(int characters) throws Exception {
    Map<String, Object> body = Map.of("data", "x".repeat(characters) + "é");

    AnswerBytes answer = answers.write(memory.use("tenant"), body);

    String text = answer.content().toString(UTF_8);
    assertThat(text).isEqualTo(new String(ResultJson.bytes(body), UTF_8));
    assertThat(answer.length()).isEqualTo(text.getBytes(UTF_8).length);
    assertThat(memory.usedBytes())
        .isBetween((long) answer.length(), answer.length() + (64L << 10) + 1024);
    answer.release();
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void whatItIsWrittenFromUsesNothingOnceItIsWrittenWhetherOrNotItIsTaken() {
    SharedBytes.Use call = memory.use("tenant");
    ResultSize result = answers.result(call);
    result.hold(1 << 20, "the rows");
    SharedBytes.Use outgoing = call.another();
    result.handTo(outgoing);

    AnswerBytes untaken = answers.write(outgoing, Map.of("data", "x".repeat(10_000)));
    result.end();

    assertThat(memory.usedBytes()).isBetween(10_000L, 20_000L);
    untaken.release();
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void smallOnesOfOneConnectionAreCountedTogether() {
    SharedBytes.Use connection = memory.use("tenant");
    List<AnswerBytes> untaken = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      untaken.add(answers.write(connection, Map.of("data", "x".repeat(90))));
    }
    assertThat(memory.usedBytes()).isEqualTo(1024);
    untaken.forEach(AnswerBytes::release);
    untaken.forEach(AnswerBytes::release);
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void oneThatWouldBeTooLargeIsNotMadeToItsEnd() {
    AtomicInteger made = new AtomicInteger();
    assertThatThrownBy(
            () -> answers.write(memory.use("tenant"), Map.of("data", rows(1_000_000, made))))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("at most " + MAX_BYTES);
    assertThat(made.get()).isLessThan(1_100);
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void oneThatFindsNoRoomInItsPayersShareIsNotMadeToItsEndAndOthersAre() {
    SharedBytes.Use before = memory.use("tenant");
    before.add(1_900 << 10, "another answer");
    AtomicInteger made = new AtomicInteger();

    assertThatThrownBy(() -> answers.write(memory.use("tenant"), Map.of("data", rows(900, made))))
        .isInstanceOf(RateLimited.class)
        .hasMessageContaining("of your share");

    assertThat(made.get()).isLessThan(300);
    assertThat(memory.usedBytes()).isEqualTo(1_900 << 10);
    answers.write(memory.use("other"), Map.of("data", rows(900, made))).release();
  }

  /** Of a KiB each. */
  private static List<String> rows(int count, AtomicInteger made) {
    return new AbstractList<>() {
      @Override
      public String get(int index) {
        made.incrementAndGet();
        return "x".repeat(1_000);
      }

      @Override
      public int size() {
        return count;
      }
    };
  }
}
