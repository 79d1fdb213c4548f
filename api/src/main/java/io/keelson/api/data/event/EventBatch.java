package io.keelson.api.data.event;

import io.keelson.api.catalog.collection.intake.CollectedEvent;
import java.util.List;

/**
 * What a request brought.
 *
 * @param rejected how many were no events
 * @param errors of the first of these
 */
public record EventBatch(List<CollectedEvent> events, int rejected, List<LineError> errors) {
  /**
   * @param line of the body where lines are events, else the event's place in it; from 1 on
   */
  public record LineError(int line, String message) {}

  public int size() {
    return events.size() + rejected;
  }
}
