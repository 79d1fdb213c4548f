package io.keelson.serving.watch.capture;

/**
 * What was counted of an endpoint's requests that were to be kept; see {@link Capture}.
 *
 * @param shortened are among those kept
 */
public record CaptureCount(long kept, long shortened, long noRoom, long refused, long unreadable) {
  static final CaptureCount NONE = new CaptureCount(0, 0, 0, 0, 0);

  public static CaptureCount ofKept(long kept, long shortened) {
    return new CaptureCount(kept, shortened, 0, 0, 0);
  }

  public static CaptureCount ofNoRoom(long count) {
    return new CaptureCount(0, 0, count, 0, 0);
  }

  public static CaptureCount ofRefused(long count) {
    return new CaptureCount(0, 0, 0, count, 0);
  }

  public static CaptureCount ofUnreadable(long count) {
    return new CaptureCount(0, 0, 0, 0, count);
  }

  CaptureCount plus(CaptureCount more) {
    return new CaptureCount(
        kept + more.kept,
        shortened + more.shortened,
        noRoom + more.noRoom,
        refused + more.refused,
        unreadable + more.unreadable);
  }
}
