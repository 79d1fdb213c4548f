package io.keelson.compute.scheduler;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.Resources;
import java.util.Map;
import java.util.UUID;

/**
 * Why a job has not started yet.
 *
 * @param forRoom whether it waits for room that others hold
 */
record WaitingReason(String sentence, boolean forRoom) {
  private static final long MIB = 1L << 20;
  private static final String IDLE = " No machine is taking jobs at the moment";

  /** Where the jobs of a tenant stand in the queue, as of one moment. */
  record Queue(
      Map<UUID, Place> places,
      Machines machines,
      boolean suspended,
      Allowances.Allowance allowance) {
    /** For jobs of which none is queued. */
    static final Queue NONE = new Queue(Map.of(), Machines.NONE, false, null);
  }

  /**
   * The machines that are heard of.
   *
   * @param any whether there are any
   * @param shortage why one of them takes no job, where none does; else null
   */
  record Machines(boolean any, String shortage) {
    static final Machines NONE = new Machines(false, null);
  }

  /**
   * @param ahead how many of its tenant have their turn before; null beyond what is ranked
   * @param othersAhead whether any of other tenants has
   * @param passedOver whether no machine can have room for it while the replicas on it run
   * @param requestCpuMillis what its machine will keep for it
   * @param diskBytes what its machine will keep of its disk for it
   * @param shortOfDisk whether no machine has that now
   * @param obstacle why it could not be started, while it waits to be tried again; else null
   */
  record Place(
      boolean claimed,
      Integer ahead,
      boolean othersAhead,
      boolean passedOver,
      int requestCpuMillis,
      long diskBytes,
      boolean shortOfDisk,
      String obstacle) {}

  /** Null for a job that has started, or will not. */
  static WaitingReason of(Job job, Queue queue) {
    return switch (job.status()) {
      case QUEUED -> queued(job, queue);
      case PROVISIONING -> because("Its machine is being prepared.");
      case PREEMPTED -> because("Its machine was taken away; it goes back to the queue.");
      case RUNNING, SUCCEEDED, FAILED, CANCELLED, TIMED_OUT -> null;
    };
  }

  private static WaitingReason because(String sentence) {
    return new WaitingReason(sentence, false);
  }

  private static WaitingReason queued(Job job, Queue queue) {
    Place place = queue.places().get(job.id());
    if (place == null || place.claimed()) {
      return because("A machine has taken it and is about to start it.");
    }
    if (queue.suspended()) {
      return because("Your organisation is suspended: its jobs wait until it is resumed.");
    }
    if (place.obstacle() != null) {
      return because("It cannot be started now and is retried: " + place.obstacle() + ".");
    }
    String quota = overQuota(job, queue.allowance());
    if (quota != null) {
      return because(quota);
    }
    String shortage = queue.machines().shortage();
    return shortage == null
        ? new WaitingReason(room(job, place) + idle(queue), true)
        : because(room(job, place) + IDLE + ": " + shortage + ".");
  }

  private static String idle(Queue queue) {
    return queue.machines().any() ? "" : IDLE + ".";
  }

  private static String room(Job job, Place place) {
    if (place.passedOver()) {
      return "Others go before it: it needs a machine with "
          + free(job.resources(), place)
          + ", and the replicas that run leave less on each.";
    }
    return turn(place) + "; it waits for a machine with " + free(job.resources(), place) + ".";
  }

  private static String turn(Place place) {
    if (place.ahead() == null) {
      return "It waits for its turn";
    }
    String own =
        switch (place.ahead()) {
          case 0 -> null;
          case 1 -> "1 job of your organisation is ahead";
          default -> place.ahead() + " jobs of your organisation are ahead";
        };
    if (own == null) {
      return place.othersAhead() ? "Jobs of other organisations are ahead" : "It is next";
    }
    return place.othersAhead() ? own + ", and some of others" : own;
  }

  /** Which quota of the tenant it waits for; null when that is none. */
  private static String overQuota(Job job, Allowances.Allowance allowance) {
    if (job.kind() == JobKind.TASK && allowance.isFull()) {
      return "It waits for a running job of your organisation to end: %d of %d run (quota RUNNING_JOBS)."
          .formatted(allowance.tasks(), allowance.maxTasks().most());
    }
    int wanted = job.resources().cpuMillis();
    if (!allowance.leaves(wanted)) {
      return "It waits for CPUs of your organisation: %s of %s are in use, and it needs %s (quota CPUS)."
          .formatted(
              cpus(allowance.cpuMillis()), cpus(allowance.maxCpuMillis().most()), cpus(wanted));
    }
    return null;
  }

  private static String cpus(long millis) {
    return millis % 1_000 == 0 ? "" + millis / 1_000 : "" + millis / 1_000d;
  }

  /**
   * Of a replica, both what is kept for it and what it may use where others leave it; of the disk
   * only where no machine has enough of it.
   */
  private static String free(Resources resources, Place place) {
    int kept = place.requestCpuMillis();
    int most = resources.cpuMillis();
    String memory = (resources.memoryBytes() >> 20) + " MiB";
    return numbered(kept)
        + (place.shortOfDisk()
            ? ", " + memory + " and " + disk(place.diskBytes()) + " of disk free"
            : " and " + memory + " free")
        + (kept == most ? "" : " (it may use up to " + numbered(most) + ")");
  }

  private static String disk(long bytes) {
    return bytes >= MIB ? bytes / MIB + " MiB" : bytes + " bytes";
  }

  private static String numbered(int millis) {
    return cpus(millis) + (millis == 1_000 ? " CPU" : " CPUs");
  }
}
