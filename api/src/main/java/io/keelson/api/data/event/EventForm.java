package io.keelson.api.data.event;

import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Optional;

/** How a body holds events, as its headers say. */
public enum EventForm {
  /** One object a line. */
  LINES,
  /** One CloudEvent in JSON. */
  STRUCTURED,
  /** A JSON array of CloudEvents. */
  BATCHED,
  /** The data of one CloudEvent, whose attributes are headers. */
  BINARY;

  /** What a caller may send. */
  public static final String EXPECTED =
      "application/x-ndjson, application/cloudevents+json, application/cloudevents-batch+json, or JSON with ce- headers";

  /** Empty for anything else. */
  public static Optional<EventForm> of(MultiMap headers) {
    String type = mediaType(headers.get("Content-Type"));
    return switch (type) {
      case "application/x-ndjson", "application/ndjson", "application/jsonl" -> Optional.of(LINES);
      case "application/cloudevents+json" -> Optional.of(STRUCTURED);
      case "application/cloudevents-batch+json" -> Optional.of(BATCHED);
      default ->
          headers.contains("ce-specversion") && isJson(type)
              ? Optional.of(BINARY)
              : Optional.empty();
    };
  }

  private static boolean isJson(String type) {
    return type.isEmpty() || type.equals("application/json") || type.endsWith("+json");
  }

  private static String mediaType(String header) {
    if (header == null) {
      return "";
    }
    int end = header.indexOf(';');
    return (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }
}
