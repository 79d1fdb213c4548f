package io.keelson.api.catalog;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Stands still until it is told to go on. */
public final class StandingClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  public void advance(Duration duration) {
    now = now.plus(duration);
  }
}
