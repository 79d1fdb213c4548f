package io.keelson.djlworker.scoring;

import java.util.Arrays;
import java.util.BitSet;

/** Which of some rows, by their hashes, were met elsewhere. */
final class SeenRows {
  private final long[] hashes;
  private final BitSet seen = new BitSet();

  SeenRows(long[] hashes) {
    this.hashes = Arrays.stream(hashes).sorted().distinct().toArray();
  }

  /** One that is none of them changes nothing. */
  void meet(long hash) {
    int place = Arrays.binarySearch(hashes, hash);
    if (place >= 0) {
      seen.set(place);
    }
  }

  boolean wasMet(long hash) {
    int place = Arrays.binarySearch(hashes, hash);
    return place >= 0 && seen.get(place);
  }
}
