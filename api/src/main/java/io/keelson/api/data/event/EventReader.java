package io.keelson.api.data.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keelson.api.catalog.collection.intake.CollectedEvent;
import io.keelson.api.catalog.collection.intake.EventKey;
import io.keelson.api.catalog.collection.schema.EventSchema;
import io.keelson.api.data.event.EventBatch.LineError;
import io.keelson.api.data.event.EventJson.Slice;
import io.keelson.tenancy.failure.Invalid;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads the events of one request. Of each, nothing but its row is kept while the next is read. The
 * schema describes a line, or what a CloudEvent carries as its data.
 */
public final class EventReader {
  private static final int MAX_ERRORS = 20;

  /** Whoever reads much lets others have their turn. */
  private static final int YIELD_EVENTS = 128;

  private final EventSchema schema;
  private final String request;
  private final Instant receivedAt;
  private final Bounds bounds;
  private final List<CollectedEvent> events = new ArrayList<>();
  private final List<LineError> errors = new ArrayList<>();
  private int rejected;

  /** In events and bytes. */
  public record Bounds(int maxEvents, int maxEventBytes) {}

  /**
   * @param request which one it is of which sender, so that events without an id are known again by
   *     their line; null where it does not say
   */
  public EventReader(EventSchema schema, String request, Instant receivedAt, Bounds bounds) {
    this.schema = schema;
    this.request = request;
    this.receivedAt = receivedAt;
    this.bounds = bounds;
  }

  /**
   * @throws Invalid for a batch that is no JSON array, or more events than one request may have
   */
  public EventBatch read(EventForm form, MultiMap headers, byte[] body) {
    switch (form) {
      case LINES -> lines(body);
      case STRUCTURED -> cloudEvents(List.of(new Slice(body, 0, body.length)));
      case BATCHED -> cloudEvents(items(body));
      case BINARY -> binary(headers, body);
    }
    return new EventBatch(events, rejected, errors);
  }

  private List<Slice> items(byte[] body) {
    try {
      return EventJson.items(body, bounds.maxEvents());
    } catch (NotAnEvent e) {
      throw new Invalid("body", null, "a JSON array of CloudEvents; it is " + e.getMessage());
    }
  }

  private void lines(byte[] body) {
    int line = 1;
    int from = 0;
    while (from < body.length) {
      int end = from;
      while (end < body.length && body[end] != '\n') {
        end++;
      }
      if (!isBlank(body, from, end)) {
        count(line);
        line(new Slice(body, from, end - from), line);
      }
      from = end + 1;
      line++;
    }
  }

  private static boolean isBlank(byte[] body, int from, int end) {
    for (int i = from; i < end; i++) {
      if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  private void count(int line) {
    int before = events.size() + rejected;
    if (before >= bounds.maxEvents()) {
      throw new Invalid("body", "line " + line, "at most " + bounds.maxEvents() + " events");
    }
    if (before % YIELD_EVENTS == YIELD_EVENTS - 1) {
      Thread.yield();
    }
  }

  private void line(Slice slice, int line) {
    try {
      requireSize(slice.length());
      ObjectNode event = EventJson.object(slice);
      byte[] row = EventJson.bytes(event);
      keep(keyOfLine(event, line, row), row, event);
    } catch (NotAnEvent e) {
      reject(line, e);
    }
  }

  private UUID keyOfLine(ObjectNode event, int line, byte[] row) throws NotAnEvent {
    JsonNode id = event.get("id");
    if (id == null || id.isNull()) {
      return request == null ? null : EventKey.ofLine(request, line, row);
    }
    if (!id.isTextual() && !id.isIntegralNumber()) {
      throw new NotAnEvent("id: not text, nor a whole number");
    }
    JsonNode source = event.get("source");
    return EventKey.of(source != null && source.isTextual() ? source.textValue() : "", id.asText());
  }

  private void cloudEvents(List<Slice> slices) {
    int place = 1;
    for (Slice slice : slices) {
      count(place);
      try {
        requireSize(slice.length());
        cloudEvent(EventJson.object(slice));
      } catch (NotAnEvent e) {
        reject(place, e);
      }
      place++;
    }
  }

  private void binary(MultiMap headers, byte[] body) {
    try {
      requireSize(body.length);
      ObjectNode event = EventJson.newObject();
      for (Map.Entry<String, String> header : headers) {
        String name = header.getKey().toLowerCase(Locale.ROOT);
        if (name.startsWith("ce-")) {
          event.put(name.substring("ce-".length()), PercentCoding.decoded(header.getValue()));
        }
      }
      String type = headers.get("Content-Type");
      if (type != null) {
        event.put("datacontenttype", type);
      }
      if (body.length > 0) {
        event.set(CloudEvents.DATA, EventJson.value(new Slice(body, 0, body.length)));
      }
      cloudEvent(event);
    } catch (NotAnEvent e) {
      reject(1, e);
    }
  }

  private void cloudEvent(ObjectNode event) throws NotAnEvent {
    CloudEvents.check(event);
    JsonNode data = event.get(CloudEvents.DATA);
    UUID key = EventKey.of(event.get("source").textValue(), event.get("id").textValue());
    keep(key, EventJson.bytes(event), data == null ? MissingNode.getInstance() : data);
  }

  private void requireSize(int bytes) throws NotAnEvent {
    if (bytes > bounds.maxEventBytes()) {
      throw new NotAnEvent(
          bytes + " bytes (expected: at most " + bounds.maxEventBytes() + " for an event)");
    }
  }

  /** A breach of the schema, or of nothing. */
  private void keep(UUID key, byte[] row, JsonNode described) {
    Optional<String> breach = schema.breach(described);
    if (breach.isEmpty()) {
      events.add(new CollectedEvent(key, row, false));
      return;
    }
    ObjectNode letter =
        EventJson.newObject()
            .put("reason", breach.get())
            .put("receivedAt", receivedAt.toString())
            .put("original", new String(row, StandardCharsets.UTF_8));
    events.add(new CollectedEvent(key, EventJson.bytes(letter), true));
  }

  private void reject(int line, NotAnEvent why) {
    rejected++;
    if (errors.size() < MAX_ERRORS) {
      errors.add(new LineError(line, why.getMessage()));
    }
  }
}
