package io.keelson.compute.job;

import java.time.InstantSource;

/**
 * How much of a stream may be read by now: a token bucket (Turner, New Directions in
 * Communications, 1986).
 */
final class ReadAllowance {
  /** Whoever was silent for so long may be read for as long at once. */
  private static final long BURST_MS = 16_000;

  private static final long MS_PER_S = 1_000;

  private final InstantSource clock;
  private final long bytesPerS;
  private long leftBytes;
  private long atMs;

  /**
   * @param bytesPerS {@link Long#MAX_VALUE} for all that there is
   */
  ReadAllowance(InstantSource clock, long bytesPerS) {
    this.clock = clock;
    this.bytesPerS = bytesPerS;
    this.leftBytes = mostBytes();
    this.atMs = clock.millis();
  }

  private long mostBytes() {
    return isUnlimited() ? Long.MAX_VALUE : bytesPerS * BURST_MS / MS_PER_S;
  }

  private boolean isUnlimited() {
    return bytesPerS == Long.MAX_VALUE;
  }

  void refill() {
    if (isUnlimited()) {
      return;
    }
    long nowMs = clock.millis();
    long sinceMs = Math.clamp(nowMs - atMs, 0, BURST_MS);
    leftBytes = Math.min(mostBytes(), leftBytes + sinceMs * bytesPerS / MS_PER_S);
    atMs = nowMs;
  }

  boolean isLeft() {
    return leftBytes > 0;
  }

  void take(long bytes) {
    leftBytes -= bytes;
  }
}
