package io.keelson.api.graphql.live.message;

import io.keelson.api.graphql.live.message.ClientMessage.Malformed;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import java.io.StringReader;
import java.util.Map;

/** JSON of clients, which nests no deeper than a request may. */
final class MessageJson {
  /** As in a request over HTTP, and the message around it. */
  static final int MAX_DEPTH = 65;

  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  private MessageJson() {}

  static JsonObject object(String text) throws Malformed {
    if (isTooDeep(text)) {
      throw new Malformed("the message nests deeper than " + MAX_DEPTH);
    }
    try (JsonReader reader = READERS.createReader(new StringReader(text))) {
      return reader.readObject();
    } catch (RuntimeException notJson) { // numbers beyond bounds fail with various types
      throw new Malformed("expected a JSON object");
    }
  }

  /** Brackets outside strings are counted; whether they match is the reader's to say. */
  private static boolean isTooDeep(String text) {
    int depth = 0;
    boolean inString = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (inString) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          inString = false;
        }
      } else if (c == '"') {
        inString = true;
      } else if (c == '{' || c == '[') {
        if (++depth > MAX_DEPTH) {
          return true;
        }
      } else if (c == '}' || c == ']') {
        depth--;
      }
    }
    return false;
  }
}
