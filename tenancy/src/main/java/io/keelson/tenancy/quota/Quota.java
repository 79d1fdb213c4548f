package io.keelson.tenancy.quota;

import io.keelson.tenancy.failure.QuotaExceeded;

/**
 * How a tenant stands with one of its quotas.
 *
 * @param limit in the quota's parts
 * @param used in the quota's parts
 */
public record Quota(QuotaName name, Limit limit, long used, QuotaSource source) {

  /** What is left, in parts. */
  public long left() {
    return limit.left(used);
  }

  public boolean hasRoomFor(long asked) {
    return asked <= left();
  }

  /** Null for no limit. */
  public Long wholeLimit() {
    return limit.number().map(parts -> parts / name.parts()).orElse(null);
  }

  public long wholeUsed() {
    return whole(used);
  }

  /** In whole units; begun ones count as whole ones. */
  public long whole(long parts) {
    return name.whole(parts);
  }

  /**
   * For what was not done: this is how it stood before.
   *
   * @param asked in parts
   */
  public QuotaExceeded exceeded(long asked) {
    return new QuotaExceeded(name.name(), wholeLimit(), wholeUsed(), name.whole(asked));
  }
}
