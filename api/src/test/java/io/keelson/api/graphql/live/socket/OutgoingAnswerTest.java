package io.keelson.api.graphql.live.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.failure.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Answers that nobody takes are bounded: of each socket, of each tenant, and of all. */
class OutgoingAnswerTest {
  private static final int MAX_UNREAD_BYTES = 100_000;
  private static final String SMALL = "s".repeat(60_000);
  private static final String LARGE = "l".repeat(150_000);

  private final SharedBytes memory = new SharedBytes(1024 * 1024);
  private final UnreadSocket reader = new UnreadSocket();
  private final SocketWriter writer = new SocketWriter(reader.socket(), MAX_UNREAD_BYTES);
  private final List<String> written = new ArrayList<>();

  private OutgoingAnswer answer(String payer, String text) {
    return new OutgoingAnswer(writer, memory.use(payer), text.getBytes(UTF_8));
  }

  private Optional<Failure> send(String name, String text) {
    return answer("tenant", text).send(() -> written.add(name));
  }

  @Test
  void anAnswerThatFitsIsWrittenAtOnceAndUsesMemoryUntilItIsTaken() {
    assertThat(send("one", SMALL)).isEmpty();
    assertThat(written).containsExactly("one");
    assertThat(memory.usedBytes()).isEqualTo(59 * 1024);

    reader.readAll();

    assertThat(memory.usedBytes()).isZero();
    assertThat(reader.messages()).containsExactly(SMALL);
  }

  @Test
  void oneThatDoesNotFitBesideWhatWaitsIsRefused() {
    send("one", SMALL);
    assertThat(send("two", SMALL).orElseThrow()).isInstanceOf(Unavailable.class);

    reader.readAll();

    assertThat(send("three", SMALL)).isEmpty();
    assertThat(written).containsExactly("one", "three");
  }

  @Test
  void aLargeOneWaitsForTheReaderAndNoOtherWaitsBesideIt() {
    send("small", SMALL);
    assertThat(send("large", LARGE)).isEmpty();
    assertThat(written).as("not yet").containsExactly("small");
    assertThat(send("another", LARGE).orElseThrow()).isInstanceOf(Unavailable.class);

    reader.readAll();

    assertThat(written).containsExactly("small", "large");
    assertThat(reader.messages()).containsExactly(SMALL, LARGE);
    assertThat(memory.usedBytes()).isZero();
    assertThat(send("again", LARGE)).isEmpty();
  }

  @Test
  void aLargeOneIsWrittenAtOnceWhenNothingWaits() {
    assertThat(send("large", LARGE)).isEmpty();
    assertThat(written).containsExactly("large");
  }

  @Test
  void whatIsCancelledWhileItWaitsUsesNothingAndIsNeverWritten() {
    send("small", SMALL);
    OutgoingAnswer large = answer("tenant", LARGE);
    large.send(() -> written.add("large"));

    large.cancel();

    assertThat(memory.usedBytes()).isEqualTo(59 * 1024);
    assertThat(send("another", LARGE)).isEmpty();
    reader.readAll();
    assertThat(written).containsExactly("small", "another");
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void whatIsUntakenWhenTheSocketClosesUsesNothing() {
    send("small", SMALL);

    reader.close();

    assertThat(memory.usedBytes()).isZero();
    assertThat(send("late", LARGE)).isEmpty();
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void aTenantWhoseShareIsFullIsRefusedAndOthersAreNot() {
    SharedBytes.Use others = memory.use("tenant");
    others.growTo(500 * 1024);
    assertThat(send("one", SMALL).orElseThrow()).isInstanceOf(RateLimited.class);
    assertThat(answer("other", SMALL).send(() -> {})).isEmpty();
    reader.readAll();

    others.release();

    assertThat(send("two", SMALL)).isEmpty();
  }

  @Test
  void oneThatNobodyCouldBeSentIsRefused() {
    assertThat(send("huge", "h".repeat(600 * 1024)).orElseThrow()).isInstanceOf(Unavailable.class);
    assertThat(memory.usedBytes()).isZero();
    assertThat(send("large", LARGE)).isEmpty();
  }
}
