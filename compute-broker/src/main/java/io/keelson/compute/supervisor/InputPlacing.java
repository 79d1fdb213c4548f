package io.keelson.compute.supervisor;

import java.util.Optional;

/**
 * The time in which an attempt waits for its inputs to be placed: then, and at no other time, a
 * wish to end it interrupts its thread. A drop interrupts it at any time.
 */
final class InputPlacing {
  private Thread thread;
  private boolean placing;
  private boolean dropped;

  /** The thread that looks after the attempt. */
  synchronized void by(Thread current) {
    thread = current;
  }

  /** Returns what the work threw. */
  Optional<RuntimeException> during(Runnable work) {
    begin();
    try {
      work.run();
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(e);
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    placing = true;
  }

  /** From here on nothing but a drop interrupts; what came before is forgotten. */
  synchronized void end() {
    placing = false;
    if (!dropped) {
      Thread.interrupted();
    }
  }

  synchronized void interrupt() {
    if (placing) {
      thread.interrupt();
    }
  }

  synchronized void drop() {
    dropped = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
