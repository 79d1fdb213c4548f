package io.keelson.compute.local;

/**
 * What keeps a job on this machine from the platform and from other jobs; found out once, at the
 * start, by trying.
 *
 * @param ownAccount whether each job runs under an account that nobody else has at the time
 * @param sandbox whether it sees only its own folder and has no network
 * @param cgroups {@code V1}, {@code V2} or {@code NONE}: how its memory, processors and processes
 *     are bounded and ended
 * @param shortcoming what is missing and why, in a sentence; null when nothing is
 */
public record LocalIsolation(
    boolean ownAccount, boolean sandbox, String cgroups, String shortcoming) {

  /** Whether a stranger's code may be run. */
  public boolean full() {
    return ownAccount && sandbox && !cgroups.equals("NONE");
  }

  /** For the log and the health page. */
  public String summary() {
    String how =
        (ownAccount ? "an account of its own" : "the platform's account")
            + (sandbox ? ", a sandbox without network" : ", no sandbox")
            + (cgroups.equals("NONE")
                ? ", resource limits per process"
                : ", control groups " + cgroups);
    return "jobs run under " + how + (shortcoming == null ? "" : " (" + shortcoming + ")");
  }
}
