package io.keelson.billing.usage;

import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import java.time.Duration;
import java.time.OffsetDateTime;

/**
 * A stretch of the ledger. A line belongs to the period in which its interval begins, so that
 * adjoining periods count each line once.
 *
 * @param from inclusive
 * @param to exclusive, after {@code from}, at most 732 days later
 */
public record Period(OffsetDateTime from, OffsetDateTime to) {
  public static final Duration MAX_LENGTH = Duration.ofDays(732);

  /**
   * @throws Invalid naming {@code period.from} or {@code period.to}
   */
  public Period {
    Input.present("period.from", from);
    Input.present("period.to", to);
    if (!to.isAfter(from) || Duration.between(from, to).compareTo(MAX_LENGTH) > 0) {
      throw new Invalid(
          "period.to", to, "after " + from + " and at most " + MAX_LENGTH.toDays() + " days later");
    }
  }
}
