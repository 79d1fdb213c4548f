package io.keelson.api.alert.sending;

import java.time.Duration;

/** What came of one attempt. */
public sealed interface Outcome {
  /**
   * It is there.
   *
   * @param status of HTTP; null for e-mail
   */
  record Delivered(Integer status) implements Outcome {}

  /**
   * It is not, and is tried again.
   *
   * @param status of HTTP; null where there was no answer
   * @param error a sentence
   * @param notBefore how long the receiver wants to be left alone; null where it says nothing
   * @param isBusy whether the others of the channel wait as long
   */
  record Failed(Integer status, String error, Duration notBefore, boolean isBusy)
      implements Outcome {}

  /**
   * It was not tried, for others of the tenant, or of all tenants, are in the way: it is due still,
   * and this is none of its attempts.
   */
  record Postponed() implements Outcome {}

  /** The receiver wants nothing any more. */
  record Gone(int status) implements Outcome {}
}
