package io.keelson.api.retraining.run;

/** What has a policy run. */
public enum TriggerKind {
  SCHEDULE,
  /** A version of its data set became VALIDATED. */
  NEW_DATA,
  /** An alert of its rule fires. */
  ALERT,
  /** Somebody asked. */
  BY_HAND
}
