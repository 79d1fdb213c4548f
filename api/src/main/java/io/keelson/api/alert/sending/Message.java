package io.keelson.api.alert.sending;

import io.keelson.tenancy.failure.Input;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * What a channel carries.
 *
 * @param id the same for every attempt
 * @param type words separated by full stops, such as {@code channel.test}
 * @param title one line of at most 200 characters
 * @param body plain text of at most 4,000 characters
 * @param data for programs, at most 16,000 characters of JSON
 */
public record Message(
    UUID id, String type, OffsetDateTime occurredAt, String title, String body, JsonObject data) {
  private static final int MAX_TITLE_CHARACTERS = 200;
  private static final int MAX_DATA_CHARACTERS = 16_000;

  public Message {
    Input.label("title", title);
    Input.description("body", body);
    if (data.encode().length() > MAX_DATA_CHARACTERS) {
      throw new IllegalArgumentException(
          "data of " + data.encode().length() + " characters (expected: <= 16000)");
    }
  }

  /** As much of the line as a title may have; no character is cut in two. */
  public static String title(String line) {
    if (line.length() <= MAX_TITLE_CHARACTERS) {
      return line;
    }
    boolean cutsOne =
        Character.isSurrogatePair(
            line.charAt(MAX_TITLE_CHARACTERS - 1), line.charAt(MAX_TITLE_CHARACTERS));
    return line.substring(0, cutsOne ? MAX_TITLE_CHARACTERS - 1 : MAX_TITLE_CHARACTERS).strip();
  }
}
