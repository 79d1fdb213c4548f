package io.keelson.api.data.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules of <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">
 * CloudEvents 1.0</a> and its JSON format for one event in structured form.
 */
final class CloudEvents {
  static final String DATA = "data";
  private static final String DATA_BASE64 = "data_base64";
  private static final String VERSION = "1.0";
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+");
  private static final Set<String> TEXTS =
      Set.of(
          "id",
          "source",
          "specversion",
          "type",
          "datacontenttype",
          "dataschema",
          "subject",
          "time");

  private CloudEvents() {}

  /**
   * @param event loses attributes that are null: they count as not there
   * @throws NotAnEvent naming the attribute
   */
  static void check(ObjectNode event) throws NotAnEvent {
    Iterator<Map.Entry<String, JsonNode>> members = event.properties().iterator();
    while (members.hasNext()) {
      Map.Entry<String, JsonNode> member = members.next();
      if (!member.getKey().equals(DATA)) {
        if (member.getValue().isNull()) {
          members.remove();
        } else if (!member.getKey().equals(DATA_BASE64)) {
          checkAttribute(member.getKey(), member.getValue());
        }
      }
    }
    if (!VERSION.equals(required(event, "specversion"))) {
      throw wrong("specversion", event.get("specversion"), VERSION);
    }
    required(event, "id");
    required(event, "type");
    requireUri("source", required(event, "source"), false);
    if (event.has("dataschema")) {
      requireUri("dataschema", event.get("dataschema").textValue(), true);
    }
    checkTime(event.get("time"));
    checkData(event);
  }

  private static void checkAttribute(String name, JsonNode value) throws NotAnEvent {
    if (!NAME.matcher(name).matches()) {
      throw new NotAnEvent(
          cut(name) + ": no name of an attribute (expected: lower-case letters and digits)");
    }
    if (TEXTS.contains(name) ? !value.isTextual() : !isScalar(value)) {
      throw wrong(
          name, value, TEXTS.contains(name) ? "text" : "text, a whole number, true or false");
    }
    if (TEXTS.contains(name) && value.textValue().isEmpty()) {
      throw wrong(name, value, "text that is not empty");
    }
  }

  private static boolean isScalar(JsonNode value) {
    return value.isTextual()
        || value.isBoolean()
        || value.isIntegralNumber() && value.canConvertToInt();
  }

  private static String required(ObjectNode event, String name) throws NotAnEvent {
    JsonNode value = event.get(name);
    if (value == null) {
      throw new NotAnEvent(name + ": nothing (expected: a value)");
    }
    return value.textValue();
  }

  private static void requireUri(String name, String value, boolean isAbsolute) throws NotAnEvent {
    try {
      if (!isAbsolute || new URI(value).isAbsolute()) {
        new URI(value);
        return;
      }
    } catch (URISyntaxException e) {
      throw new NotAnEvent(name + ": \"" + cut(value) + "\" (expected: a URI)");
    }
    throw new NotAnEvent(name + ": \"" + cut(value) + "\" (expected: an absolute URI)");
  }

  private static void checkTime(JsonNode time) throws NotAnEvent {
    if (time == null) {
      return;
    }
    try {
      OffsetDateTime.parse(time.textValue());
    } catch (DateTimeParseException e) {
      throw wrong("time", time, "a time as of RFC 3339");
    }
  }

  private static void checkData(ObjectNode event) throws NotAnEvent {
    JsonNode bytes = event.get(DATA_BASE64);
    if (bytes == null) {
      return;
    }
    if (event.has(DATA)) {
      throw new NotAnEvent("data_base64: beside data (expected: one of them)");
    }
    try {
      if (bytes.isTextual()) {
        Base64.getDecoder().decode(bytes.textValue());
        return;
      }
    } catch (IllegalArgumentException e) {
      throw new NotAnEvent("data_base64: not in Base64");
    }
    throw new NotAnEvent("data_base64: not in Base64");
  }

  private static NotAnEvent wrong(String name, JsonNode value, String expected) {
    return new NotAnEvent(name + ": " + cut(value.toString()) + " (expected: " + expected + ")");
  }

  private static String cut(String text) {
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }
}
