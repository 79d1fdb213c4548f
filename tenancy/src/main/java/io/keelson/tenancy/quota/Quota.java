package io.keelson.tenancy.quota;

import io.keelson.tenancy.failure.QuotaExceeded;
import java.time.OffsetDateTime;

/**
 * How a tenant stands with one of its quotas.
 *
 * @param limit in the quota's parts
 * @param used in the quota's parts
 * @param planned what the plan says, in the quota's parts: the limit, unless an operator has set
 *     one
 * @param setAt when an operator set the limit; null while the plan's applies
 */
public record Quota(
    QuotaName name,
    Limit limit,
    long used,
    QuotaSource source,
    Limit planned,
    OffsetDateTime setAt) {

  /** As the plan says. */
  static Quota ofPlan(QuotaName name, Limit planned, long used) {
    return new Quota(name, planned, used, QuotaSource.PLAN, planned, null);
  }

  /** As an operator has set it. */
  static Quota ofOperator(
      QuotaName name, Limit limit, long used, Limit planned, OffsetDateTime setAt) {
    return new Quota(name, limit, used, QuotaSource.OPERATOR, planned, setAt);
  }

  /** The same quota at another use. */
  Quota using(long used) {
    return new Quota(name, limit, used, source, planned, setAt);
  }

  /** What is left, in parts. */
  public long left() {
    return limit.left(used);
  }

  public boolean hasRoomFor(long asked) {
    return asked <= left();
  }

  /** Null for no limit. */
  public Long wholeLimit() {
    return whole(limit);
  }

  /** What the plan says; null for no limit. */
  public Long wholePlanned() {
    return whole(planned);
  }

  private Long whole(Limit parts) {
    return parts.number().map(number -> number / name.parts()).orElse(null);
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
