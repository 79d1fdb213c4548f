package io.keelson.api.inbox;

/** What a person makes of a thread. */
public enum InboxMark {
  READ("is_unread = false"),
  UNREAD("is_unread = true"),
  DONE("is_done = true, is_unread = false"),
  TO_DO("is_done = false"),
  MUTED("is_muted = true, is_unread = false"),
  UNMUTED("is_muted = false");

  private final String change;

  InboxMark(String change) {
    this.change = change;
  }

  /** As SQL of {@code catalog.inbox_thread}. */
  String change() {
    return change;
  }
}
