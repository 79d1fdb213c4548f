package io.keelson.api.inbox;

import io.keelson.tenancy.retention.Retention;
import io.keelson.tenancy.retention.Retentions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Threads and deleted comments go. */
@ApplicationScoped
public class InboxRetention implements Retentions {
  /** Threads of inboxes, from their latest event. */
  private static final Duration INBOX_THREADS_KEPT = Duration.ofDays(90);

  /** Comments that are deleted: that there was one is seen so long. */
  private static final Duration DELETED_COMMENTS_KEPT = Duration.ofDays(30);

  @Override
  public List<Retention> retentions() {
    return List.of(
        Retention.of("catalog.inbox_thread", INBOX_THREADS_KEPT, "t.at"),
        Retention.of("catalog.comment", DELETED_COMMENTS_KEPT, "t.deleted_at"));
  }
}
