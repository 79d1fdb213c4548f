package io.keelson.serving.protocol;

/** From where to where something is in a message, as one number; 0 is nowhere. */
final class WireRange {
  private WireRange() {}

  static long of(int from, int to) {
    return (long) from << Integer.SIZE | to;
  }

  static int from(long range) {
    return (int) (range >>> Integer.SIZE);
  }

  static int to(long range) {
    return (int) range;
  }

  static int length(long range) {
    return to(range) - from(range);
  }
}
