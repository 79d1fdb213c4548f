package io.keelson.compute.scheduler;

/** Lets a machine take from the queue when a test says so. */
public final class Placing {
  private Placing() {}

  /** Until nothing more goes. */
  public static void all(JobScheduler machine) {
    boolean placed;
    do {
      placed = machine.placeNext();
    } while (placed);
  }
}
