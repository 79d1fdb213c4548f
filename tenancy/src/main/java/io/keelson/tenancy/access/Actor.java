package io.keelson.tenancy.access;

import io.vertx.sqlclient.Row;
import java.util.UUID;

/**
 * Who did something, for the record: the label is shown, the id decides.
 *
 * @param id the person, key or job; null where what was kept of old does not say which
 * @param label such as {@code engineer} or {@code key:ci}, as it was then
 */
public record Actor(Principal.Kind kind, UUID id, String label) {
  /** The platform itself. */
  public static final Actor PLATFORM =
      new Actor(Principal.Kind.PLATFORM, new UUID(0, 0), "platform");

  /**
   * @param column the label's; beside it are those of the same name with {@code _kind} and {@code
   *     _id}
   */
  public static Actor of(Row row, String column) {
    return new Actor(
        Principal.Kind.valueOf(row.getString(column + "_kind")),
        row.getUUID(column + "_id"),
        row.getString(column));
  }
}
