package io.keelson.compute.scheduler;

/** Lets a machine take from the queue when a test says so. */
public final class Placing {
  private Placing() {}

  /** Whether there was a job that the machine could claim. */
  public static boolean next(JobScheduler machine) {
    return machine.placeNext();
  }

  /** Until nothing more goes. */
  public static void all(JobScheduler machine) {
    boolean placed;
    do {
      placed = machine.placeNext();
    } while (placed);
  }

  /**
   * One job, with something that happens after the machine has claimed it.
   *
   * @return whether it was placed
   */
  public static boolean one(JobScheduler machine, Runnable afterTheClaim) {
    QueueHeads.Claim claim = machine.heads.claim().orElseThrow();
    afterTheClaim.run();
    return machine.place(claim).isPresent();
  }
}
