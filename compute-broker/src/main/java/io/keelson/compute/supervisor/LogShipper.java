package io.keelson.compute.supervisor;

import io.keelson.compute.job.JobLogWriter;
import java.util.List;
import java.util.UUID;

/**
 * Brings an attempt's log to the store beside the attempt, so that nobody who looks after it waits
 * for the store. What cannot be stored now stays in the job's folder, within the bound of its
 * streams, and is tried again.
 */
final class LogShipper {
  private final JobLogWriter writer;
  private final SideLoop loop;
  private volatile List<String> remarks;

  LogShipper(UUID jobId, JobLogWriter writer) {
    this.writer = writer;
    this.loop =
        new SideLoop(
            "log-" + jobId, "the log of job " + jobId + " waits in its folder", this::ship);
  }

  /** Begins to follow the streams; does nothing when it has begun. */
  void start() {
    loop.start();
  }

  private boolean ship() {
    List<String> last = remarks;
    if (last == null) {
      writer.poll();
      return false;
    }
    writer.finish(last);
    return true;
  }

  /**
   * The streams are at their end: stores all that is left, with remarks of the platform behind it.
   * Waits for a moment; to be called until it is true.
   *
   * @return whether all is stored
   */
  boolean finish(List<String> last) {
    if (remarks == null) {
      remarks = List.copyOf(last);
      loop.wake();
    }
    return loop.awaitDone();
  }

  /** Lets go of the log; whoever has the attempt next goes on where the store ends. */
  void stop() {
    loop.stop();
  }
}
