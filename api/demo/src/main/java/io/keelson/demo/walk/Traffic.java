package io.keelson.demo.walk;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Callers of the endpoint: batches of rows, one after the other, beside the steps of the walk. */
final class Traffic implements AutoCloseable {
  static final int BATCH_ROWS = 32;
  private static final Duration PAUSE = Duration.ofMillis(250);
  private final DemoRun run;
  private final float[][] rows;
  private final Semaphore road = new Semaphore(1);
  private final AtomicLong answered = new AtomicLong();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final Thread thread = Thread.ofVirtual().name("traffic").unstarted(this::send);
  private volatile boolean isOver;

  /**
   * @param rows which are asked about over and over; at least a batch of them
   */
  Traffic(DemoRun run, float[][] rows) {
    this.run = run;
    this.rows = rows;
  }

  void start() {
    thread.start();
  }

  /** Nothing is under way from here on, until it goes on. */
  void pause() {
    road.acquireUninterruptibly();
  }

  void goOn() {
    road.release();
  }

  /** Requests that were answered so far. */
  long answered() {
    return answered.get();
  }

  /** What was said of those that were not. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  private void send() {
    int next = 0;
    while (!isOver) {
      float[][] batch = new float[BATCH_ROWS][];
      int first = next;
      Arrays.setAll(batch, row -> rows[(first + row) % rows.length]);
      next = (next + BATCH_ROWS) % rows.length;
      try {
        road.acquire();
        try {
          run.rest.predict(run.slug, batch);
          run.predictionSent();
          answered.incrementAndGet();
        } finally {
          road.release();
        }
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        return;
      } catch (Exception e) {
        failures.add(e.toString());
      }
    }
  }

  /**
   * Sends no more, and waits for what is under way.
   *
   * @return whether that has been answered
   */
  boolean end() throws InterruptedException {
    isOver = true;
    return thread.join(Duration.ofSeconds(30));
  }

  @Override
  public void close() {
    isOver = true;
    thread.interrupt();
  }
}
