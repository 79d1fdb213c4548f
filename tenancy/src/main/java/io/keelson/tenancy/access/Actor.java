package io.keelson.tenancy.access;

import io.vertx.core.json.JsonObject;
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

  /** For the payload of an event; {@link #of(JsonObject)} reads it. */
  public JsonObject json() {
    return new JsonObject()
        .put("kind", kind.name())
        .put("id", id == null ? null : id.toString())
        .put("label", label);
  }

  /** What {@link #json} wrote. */
  public static Actor of(JsonObject json) {
    String id = json.getString("id");
    return new Actor(
        Principal.Kind.valueOf(json.getString("kind")),
        id == null ? null : UUID.fromString(id),
        json.getString("label"));
  }

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
