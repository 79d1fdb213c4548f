package io.keelson.api.transform;

import io.keelson.tenancy.database.StoredText;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Event;
import io.keelson.tenancy.event.EventHandler;
import io.keelson.tenancy.object.TenantObjects;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collector;
import org.jboss.logging.Logger;

/** A preview ends with its job: READY with what that left, or FAILED. */
@ApplicationScoped
public class PreviewJobEvents implements EventHandler {
  private static final Logger LOG = Logger.getLogger(PreviewJobEvents.class);
  private static final String FILE = "preview.json";

  /** More than the program writes. */
  private static final int MAX_BYTES = 1 << 20;

  private final TenantObjects objects;
  private final TransformLog log;

  public PreviewJobEvents(TenantObjects objects, TransformLog log) {
    this.objects = objects;
    this.log = log;
  }

  @Override
  public String name() {
    return "preview-follows-job";
  }

  @Override
  public Set<String> types() {
    return Set.of("JobFinished");
  }

  @Override
  public String role() {
    return "broker";
  }

  @Override
  public void handle(Transaction tx, Event event) {
    JsonObject payload = event.payload();
    tx.one(
            """
            SELECT id FROM catalog.transform_preview
            WHERE tenant_id = $1 AND job_id = $2 AND status = 'RUNNING'
            """,
            tx.tenantId(),
            UUID.fromString(payload.getString("jobId")))
        .ifPresent(row -> ended(tx, row.getUUID("id"), payload));
  }

  private void ended(Transaction tx, UUID id, JsonObject payload) {
    Optional<JsonObject> made =
        payload.getString("status").equals("SUCCEEDED")
            ? read(tx.tenantId(), payload.getJsonArray("outputs", new JsonArray()))
            : Optional.empty();
    if (made.isPresent()) {
      tx.update(
          """
          UPDATE catalog.transform_preview
          SET status = 'READY', columns = $3, rows = $4, more = $5, partial = $6
          WHERE tenant_id = $1 AND id = $2
          """,
          tx.tenantId(),
          id,
          stored(made.get().getJsonArray("columns")),
          stored(made.get().getJsonArray("rows")),
          made.get().getBoolean("more"),
          made.get().getBoolean("partial"));
    } else {
      String said = log.lastWord(tx.tenantId(), payload);
      tx.update(
          "UPDATE catalog.transform_preview SET status = 'FAILED', reason = $3 WHERE tenant_id = $1 AND id = $2",
          tx.tenantId(),
          id,
          said == null ? "its job is " + payload.getString("status") : StoredText.of(said));
    }
  }

  /** Empty where it is not there, or is not what the program writes. */
  private Optional<JsonObject> read(UUID tenantId, JsonArray outputs) {
    for (int i = 0; i < outputs.size(); i++) {
      JsonObject output = outputs.getJsonObject(i);
      if (output.getString("path").equals(FILE) && output.getLong("sizeBytes") <= MAX_BYTES) {
        try (InputStream in = objects.open(tenantId, output.getString("digest"))) {
          return checked(new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException | RuntimeException e) {
          LOG.warnf("a preview cannot be read: %s", e.getMessage());
        }
      }
    }
    return Optional.empty();
  }

  /** As PostgreSQL can store it, which knows no U+0000 in JSON either. */
  private static Object stored(Object value) {
    return switch (value) {
      case String text -> StoredText.of(text);
      case JsonArray all -> all.stream().map(PreviewJobEvents::stored).collect(toArray());
      case JsonObject object -> {
        JsonObject copy = new JsonObject();
        object.forEach(field -> copy.put(field.getKey(), stored(field.getValue())));
        yield copy;
      }
      case null, default -> value;
    };
  }

  private static Collector<Object, ?, JsonArray> toArray() {
    return Collector.of(JsonArray::new, JsonArray::add, JsonArray::addAll);
  }

  private static Optional<JsonObject> checked(JsonObject made) {
    JsonArray columns = made.getJsonArray("columns");
    JsonArray rows = made.getJsonArray("rows");
    boolean complete =
        columns != null
            && rows != null
            && rows.size() <= TransformPreviews.SHOWN_ROWS
            && columns.size() <= TransformPreviews.SHOWN_COLUMNS
            && made.getBoolean("more") != null
            && made.getBoolean("partial") != null;
    if (!complete) {
      return Optional.empty();
    }
    for (int i = 0; i < columns.size(); i++) {
      if (columns.getJsonObject(i).getString("name") == null
          || columns.getJsonObject(i).getString("type") == null) {
        return Optional.empty();
      }
    }
    for (int i = 0; i < rows.size(); i++) {
      JsonArray row = rows.getJsonArray(i);
      if (row.size() != columns.size()
          || !row.stream().allMatch(value -> value == null || value instanceof String)) {
        return Optional.empty();
      }
    }
    return Optional.of(made);
  }
}
