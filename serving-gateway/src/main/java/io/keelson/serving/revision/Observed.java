package io.keelson.serving.revision;

import io.keelson.compute.job.Job;
import io.keelson.serving.endpoint.Replica;
import java.nio.file.Path;

/**
 * A replica as it was found outside of any transaction.
 *
 * @param job null where there is none
 * @param socket null while it does not listen
 * @param answersReady it said that its model is loaded
 */
record Observed(Replica replica, Job job, Path socket, boolean answersReady) {
  boolean hasEnded() {
    return job == null || job.status().ended();
  }

  String endedBecause() {
    if (job == null) {
      return "its job is gone";
    }
    String exit = job.exitCode() == null ? "" : " with exit code " + job.exitCode();
    return "its job ended as "
        + job.status()
        + exit
        + (job.reason() == null ? "" : ": " + job.reason());
  }
}
