package io.keelson.api.data.event;

/** Why something that was sent is no event; it is told, and not kept. */
final class NotAnEvent extends Exception {
  private static final long serialVersionUID = 1L;

  NotAnEvent(String message) {
    super(message, null, false, false);
  }
}
