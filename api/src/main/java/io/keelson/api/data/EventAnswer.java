package io.keelson.api.data;

import io.keelson.api.catalog.collection.intake.Taken;
import io.keelson.api.data.event.EventBatch;
import io.keelson.api.data.event.EventBatch.LineError;
import io.keelson.tenancy.failure.ErrorCode;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * What became of the events of a request: 200 with the figures, or 400 with the same where none of
 * them was one.
 */
final class EventAnswer {
  private EventAnswer() {}

  static void write(HttpServerResponse response, EventBatch batch, Taken taken) {
    if (response.headWritten() || response.closed()) {
      return; // its caller has gone, and sends it again
    }
    JsonObject figures = figures(batch, taken);
    if (batch.events().isEmpty() && batch.rejected() > 0) {
      LineError first = batch.errors().getFirst();
      Answers.refuse(
          response,
          400,
          ErrorCode.VALIDATION,
          "line " + first.line() + ": " + first.message(),
          figures.getMap());
      return;
    }
    response.putHeader("Content-Type", "application/json").end(figures.toBuffer());
  }

  private static JsonObject figures(EventBatch batch, Taken taken) {
    JsonArray errors = new JsonArray();
    for (LineError error : batch.errors()) {
      errors.add(new JsonObject().put("line", error.line()).put("message", error.message()));
    }
    return new JsonObject()
        .put("accepted", taken.accepted())
        .put("duplicates", taken.duplicates())
        .put("deadLetters", taken.deadLetters())
        .put("rejected", batch.rejected())
        .put("errors", errors);
  }
}
