package io.keelson.demo.e2e;

import io.keelson.demo.door.InferenceRest;
import io.keelson.demo.door.Predictions;
import io.keelson.demo.door.Refused;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Somebody who asks a model the same again and again, whether it answers or not. */
final class PredictionStream implements AutoCloseable {
  private static final long PAUSE_AFTER_REFUSAL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final Duration END_LIMIT = Duration.ofSeconds(60);

  private final InferenceRest door;
  private final String model;
  private final float[][] rows;
  private final Predictions expected;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong uncertain = new AtomicLong();
  private volatile boolean ended;
  private volatile String wrongAnswer;
  private final Thread thread;

  /** Something that is done while no request is under way. */
  @FunctionalInterface
  interface Act {
    void run() throws Exception;
  }

  /** The first answer, which is counted, is what all others must be. */
  PredictionStream(InferenceRest door, String model, float[][] rows)
      throws IOException, InterruptedException {
    this.door = door;
    this.model = model;
    this.rows = rows;
    this.expected = door.predict(model, rows);
    answered.incrementAndGet();
    thread = Thread.ofPlatform().daemon().name("predictions").start(this::run);
  }

  private void run() {
    while (!ended) {
      turn.lock();
      boolean went;
      try {
        went = ask();
      } finally {
        turn.unlock();
      }
      if (!went) {
        LockSupport.parkNanos(PAUSE_AFTER_REFUSAL_NANOS);
      }
    }
  }

  private boolean ask() {
    try {
      Predictions answer = door.predict(model, rows);
      answered.incrementAndGet();
      if (!Arrays.equals(answer.labels(), expected.labels())
          || !Arrays.deepEquals(answer.probabilities(), expected.probabilities())) {
        wrongAnswer = Arrays.deepToString(answer.probabilities());
      }
      return true;
    } catch (Refused e) {
      (e.code().equals("TIMEOUT") ? uncertain : refused).incrementAndGet();
    } catch (IOException brokenConnection) {
      refused.incrementAndGet();
    } catch (InterruptedException e) {
      ended = true;
    }
    return false;
  }

  /** Does it between two requests, so that each is either answered or never began. */
  void betweenRequests(Act act) throws Exception {
    turn.lock();
    try {
      act.run();
    } finally {
      turn.unlock();
    }
  }

  long answered() {
    return answered.get();
  }

  /** Requests that came to nothing while the platform was away. */
  long refused() {
    return refused.get();
  }

  /**
   * Requests that were given up waiting: nobody can tell from outside whether they were answered.
   */
  long uncertain() {
    return uncertain.get();
  }

  /** An answer that was not the first one, or null. */
  String wrongAnswer() {
    return wrongAnswer;
  }

  /** Finishes the request that is under way. */
  @Override
  public void close() throws InterruptedException {
    ended = true;
    if (!thread.join(END_LIMIT)) {
      throw new IllegalStateException(
          "a prediction takes more than " + END_LIMIT.toSeconds() + " s");
    }
  }
}
