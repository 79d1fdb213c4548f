package io.keelson.api.memory;

import io.keelson.tenancy.failure.Failure;

/**
 * What one operation holds of long rows that are read for it, of its payer's share, until its
 * answer is written: many of them fill the memory before anything of its result is counted.
 */
@FunctionalInterface
public interface RowBytes {
  /**
   * Before they are read.
   *
   * @param bytes of the heap that they will fill
   * @param what they are, as a caller is told
   * @throws Failure when there is no room for them
   */
  void hold(long bytes, String what);
}
