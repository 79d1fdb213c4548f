package io.keelson.api.graphql.live.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.graphql.AnswerBytes;
import io.keelson.api.graphql.AnswerMemory;
import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.Unavailable;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Answers that nobody takes are bounded for each socket, and let go when they are taken. */
class OutgoingAnswerTest {
  private static final int MAX_UNREAD_BYTES = 100_000;
  private static final String SMALL = "s".repeat(60_000);
  private static final String LARGE = "l".repeat(150_000);

  private final SharedBytes memory = new SharedBytes(1024 * 1024);
  private final AnswerMemory answers = new AnswerMemory(memory, 1024 * 1024);
  private final UnreadSocket reader = new UnreadSocket();
  private final SocketWriter writer = new SocketWriter(reader.socket(), MAX_UNREAD_BYTES);
  private final List<String> written = new ArrayList<>();

  private OutgoingAnswer answer(String text) {
    return new OutgoingAnswer(writer, answers.write(memory.use("tenant"), Map.of("", text)));
  }

  private static String json(String text) {
    return "{\"\":\"" + text + "\"}";
  }

  private Optional<Failure> send(String name, String text) {
    return answer(text).send(() -> written.add(name));
  }

  @Test
  void anAnswerThatFitsIsWrittenAtOnceAndUsesMemoryUntilItIsTaken() {
    assertThat(send("one", SMALL)).isEmpty();
    assertThat(written).containsExactly("one");
    assertThat(memory.usedBytes()).isEqualTo(59 * 1024);

    reader.readAll();

    assertThat(memory.usedBytes()).isZero();
    assertThat(reader.messages()).containsExactly(json(SMALL));
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
    assertThat(reader.messages()).containsExactly(json(SMALL), json(LARGE));
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
    OutgoingAnswer large = answer(LARGE);
    large.send(() -> written.add("large"));

    large.cancel();

    assertThat(memory.usedBytes()).isEqualTo(59 * 1024);
    assertThat(send("another", LARGE)).isEmpty();
    reader.readAll();
    assertThat(written).containsExactly("small", "another");
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void whatIsCancelledWhileItWaitsIsReachedByNobody() throws InterruptedException {
    send("small", SMALL);
    WeakReference<Object> result = cancelled();

    for (int i = 0; i < 100 && result.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }

    assertThat(result.get()).isNull();
    reader.readAll();
    assertThat(written).containsExactly("small");
  }

  private WeakReference<Object> cancelled() {
    byte[] result = new byte[1];
    AnswerBytes message = answers.write(memory.use("tenant"), Map.of("", LARGE));
    OutgoingAnswer large = new OutgoingAnswer(writer, message);
    large.send(() -> written.add("large" + result.length));
    large.cancel();
    assertThat(message.content().readableBytes()).isZero();
    return new WeakReference<>(result);
  }

  @Test
  void whatIsUntakenWhenTheSocketClosesUsesNothing() {
    send("small", SMALL);

    reader.close();

    assertThat(memory.usedBytes()).isZero();
    assertThat(send("late", LARGE)).isEmpty();
    assertThat(memory.usedBytes()).isZero();
  }
}
