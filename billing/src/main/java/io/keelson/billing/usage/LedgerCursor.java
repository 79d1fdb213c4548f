package io.keelson.billing.usage;

import io.keelson.tenancy.failure.Invalid;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.UUID;

/** A place in the ledger's order, newest beginning first. */
public record LedgerCursor(OffsetDateTime from, UUID id) {

  /** As text that {@link #parse} reads again; a door signs it before it goes out. */
  public String text() {
    return from + "/" + id;
  }

  /**
   * @throws Invalid naming {@code after} when the text is none of {@link #text}
   */
  public static LedgerCursor parse(String text) {
    int slash = text == null ? -1 : text.indexOf('/');
    if (slash > 0) {
      try {
        return new LedgerCursor(
            OffsetDateTime.parse(text.substring(0, slash)),
            UUID.fromString(text.substring(slash + 1)));
      } catch (DateTimeException | IllegalArgumentException malformed) {
        // Answered below like any other text that is no cursor.
      }
    }
    throw new Invalid("after", text, "a cursor of this ledger");
  }
}
