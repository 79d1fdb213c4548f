package io.keelson.api.inbox;

import io.keelson.tenancy.retention.Retention;
import io.keelson.tenancy.retention.Retentions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Threads and deleted comments go. */
@ApplicationScoped
public class InboxRetention implements Retentions {
  private final InboxRetentionConfig config;

  public InboxRetention(InboxRetentionConfig config) {
    this.config = config;
  }

  @Override
  public List<Retention> retentions() {
    return List.of(
        Retention.of(
            "catalog.inbox_thread",
            "keelson.retention.inbox-threads",
            config.inboxThreads(),
            "t.at"),
        Retention.of(
            "catalog.comment",
            "keelson.retention.deleted-comments",
            config.deletedComments(),
            "t.deleted_at"));
  }
}
