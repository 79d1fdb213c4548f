package io.keelson.demo.e2e;

import io.keelson.demo.door.Refused;
import io.keelson.demo.step.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Waiting for what takes its time, always for a bounded one. */
final class Waiting {
  private Waiting() {}

  /** Until it holds. */
  static void until(Duration limit, String what, Callable<Boolean> question) throws Exception {
    Patience.until(
        limit,
        what,
        () -> "not so yet",
        () -> question.call() ? Optional.of(true) : Optional.empty());
  }

  /** Until the question is answered at all: doors that are shut, or say no, are asked again. */
  static <T> T untilAnswered(Duration limit, String what, Callable<T> question) throws Exception {
    return untilAnswered(limit, what, question, refused -> {});
  }

  /**
   * @param onRefusal takes each no
   */
  static <T> T untilAnswered(
      Duration limit, String what, Callable<T> question, Consumer<Refused> onRefusal)
      throws Exception {
    AtomicReference<String> refusal = new AtomicReference<>("");
    return Patience.until(
        limit,
        what,
        refusal::get,
        () -> {
          try {
            return Optional.of(question.call());
          } catch (Refused e) {
            onRefusal.accept(e);
            refusal.set(e.getMessage());
          } catch (IOException e) {
            refusal.set(String.valueOf(e.getMessage()));
          }
          return Optional.empty();
        });
  }
}
