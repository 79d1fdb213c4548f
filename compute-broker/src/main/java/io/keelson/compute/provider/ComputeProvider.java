package io.keelson.compute.provider;

import io.keelson.compute.job.LogLine;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Where instances come from. Every call names the lease and is idempotent: after a crash the same
 * calls are made again. An exception means that nothing is known, not that nothing happened.
 */
public interface ComputeProvider {
  /** Such as {@code local}. */
  String name();

  /** What prices are kept for, such as {@code local.cpu}. */
  String instanceType();

  /**
   * Why it can start no further job now, in a few words for whoever waits, 200 characters at most;
   * empty when it can. To be asked before each job is placed, by one thread.
   */
  Optional<String> shortage();

  /** What its disk has for instances. To be asked by one thread, as {@link #shortage}. */
  DiskRoom diskRoom();

  /** Removes as much of what nobody needs from its disk; whether there was any. */
  boolean makeDiskRoom(long missingBytes);

  /**
   * Starts the instance, once, with the time limit of its job, which it keeps by itself, whoever
   * looks after it: asked again for the same lease, nothing further starts. What it needs is placed
   * before, which may take long; interrupting the caller ends that.
   *
   * @param confirm is called when all is placed, right before the instance starts: when it throws,
   *     nothing starts, and nothing is left
   * @throws ProvisioningFailed when it cannot be started as asked; nothing of it runs then
   * @throws io.keelson.tenancy.failure.Unavailable when it cannot be started now, by no fault of
   *     the job; nothing of it runs then, and the message is for the job's owner
   */
  void start(LeaseIntent intent, Runnable confirm);

  /**
   * Makes sure that it never starts, unless it has: also where somebody has begun to start it and
   * goes on with that much later.
   */
  void forestall(UUID leaseId);

  /** What there is of it now. */
  Observation observe(UUID leaseId);

  /** Takes up the doors of an instance that another process of the platform had started. */
  void adopt(UUID leaseId, int slot);

  /** Closes the doors of an instance that another process has taken up; it runs on. */
  void letGo(UUID leaseId);

  /** Asks its processes to end. */
  void interrupt(UUID leaseId);

  /** Ends it, and {@link #forestall makes sure} that it never starts. */
  void terminate(UUID leaseId);

  /** The provider's word: nothing of it runs, and nothing will. */
  boolean gone(UUID leaseId);

  /** The file that one of its streams is written to. */
  Path stream(UUID leaseId, LogLine.Stream stream);

  /** Where the service listens, on this machine; empty while it does not. */
  Optional<Path> serviceSocket(UUID leaseId);

  /**
   * What it was last found to take more of than it may, in a few words, as long as it runs. Answers
   * at once and does not fail: the provider looks when it sees fit, and beside whoever asks. To be
   * asked several times a second, by one thread.
   */
  Optional<String> limitViolation(UUID leaseId);

  /**
   * What of its own an instance that has ended had used up, in a few words: to be said with its
   * failure.
   */
  Optional<String> exhausted(UUID leaseId);

  /** The files it has left; only once it is gone. */
  Outputs outputs(UUID leaseId, int slot);

  /** Removes what is left of an instance that is gone. */
  void forget(UUID leaseId);

  /**
   * Ends and removes every instance of this machine that is none of these, which are asked for
   * after it has looked.
   */
  void sweep(Supplier<Set<UUID>> leases);

  /**
   * {@link #sweep Sweeps} what belonged to no lease when this was last called either: what is just
   * being released, by whichever process, is left to it.
   */
  void sweepAgain(Supplier<Set<UUID>> leases);
}
