package io.keelson.compute.job;

/** Why a job was told to end before its time. */
public enum StopReason {
  /** By somebody who may. It is over, whatever else was to become of it. */
  CANCELLED("cancelled"),

  /** By the platform: what it was for is over. */
  STOPPED("stopped"),

  /** It is preempted: back in the queue it waits until its tenant resumes. */
  TENANT_SUSPENDED("the organisation was suspended");

  private final String words;

  StopReason(String words) {
    this.words = words;
  }

  /** As it is stored, and told as the reason of an end. */
  public String words() {
    return words;
  }

  /** Null for null; what is no such reason is taken for somebody's wish. */
  static StopReason of(String words) {
    if (words == null) {
      return null;
    }
    for (StopReason reason : values()) {
      if (reason.words.equals(words)) {
        return reason;
      }
    }
    return CANCELLED;
  }
}
