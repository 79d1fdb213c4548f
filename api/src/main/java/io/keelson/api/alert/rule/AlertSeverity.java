package io.keelson.api.alert.rule;

/** How much an alert matters. */
public enum AlertSeverity {
  WARNING,
  CRITICAL
}
