package io.keelson.tenancy.retention;

import io.keelson.tenancy.event.EventHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What of the ground floor's rows goes. */
@ApplicationScoped
public class TenancyRetention implements Retentions {
  /** How long a request with an {@code Idempotency-Key} is answered as it was the first time. */
  private static final Duration IDEMPOTENCY_KEYS_KEPT = Duration.ofHours(24);

  /** Uploads that are finished, failed or expired; what they brought stays. */
  private static final Duration UPLOADS_KEPT = Duration.ofDays(7);

  /** Events that every handler has taken. */
  private static final Duration EVENTS_KEPT = Duration.ofDays(7);

  /** Deliveries that no process takes, since their handler is no longer in the program. */
  private static final Duration UNDELIVERED_EVENTS_KEPT = Duration.ofDays(30);

  /** Events that a handler has failed on too often, replayed or not. */
  private static final Duration DEAD_LETTERS_KEPT = Duration.ofDays(30);

  /** API keys that were revoked or have expired. */
  private static final Duration ENDED_KEYS_KEPT = Duration.ofDays(90);

  /** Invitations that were accepted or revoked or have expired. */
  private static final Duration ENDED_INVITATIONS_KEPT = Duration.ofDays(30);

  /** Mails that are kept here where no mail server is set. */
  private static final Duration LOCAL_MAILS_KEPT = Duration.ofDays(7);

  /** Days of refusals and hours of points, from their beginning; a week of them is shown. */
  private static final Duration LIMIT_HISTORY_KEPT = Duration.ofDays(8);

  /** Days of a quota's peaks, from their beginning; forecasts are drawn from 30 of them. */
  private static final Duration QUOTA_PEAKS_KEPT = Duration.ofDays(31);

  /** Minutes of points; a day of them is shown. */
  private static final Duration POINTS_BY_MINUTE_KEPT = Duration.ofHours(25);

  /** Objects that nothing names any more. */
  public static final Duration UNREFERENCED_OBJECTS_KEPT = Duration.ofDays(7);

  private static final String DAY = "(t.day::timestamp AT TIME ZONE 'UTC')";

  private final Iterable<EventHandler> handlers;

  @Inject
  public TenancyRetention(@Any Instance<EventHandler> handlers) {
    this((Iterable<EventHandler>) handlers);
  }

  /** Of a program that handles no events. */
  public TenancyRetention() {
    this(List.of());
  }

  TenancyRetention(Iterable<EventHandler> handlers) {
    this.handlers = handlers;
  }

  @Override
  public List<Retention> retentions() {
    return List.of(
        Retention.of("tenancy.idempotency_key", IDEMPOTENCY_KEYS_KEPT, "t.created_at"),
        Retention.of("tenancy.upload", UPLOADS_KEPT, "t.expires_at").where("t.status <> 'OPEN'"),
        // What waits for a handler of this program is delivered, however long that stood still.
        Retention.of("tenancy.delivery", UNDELIVERED_EVENTS_KEPT, "t.due_at")
            .where("t.handler <> ALL (ARRAY[" + handlerNames() + "]::text[])"),
        Retention.of("tenancy.dead_letter", DEAD_LETTERS_KEPT, "t.died_at"),
        Retention.of("tenancy.event", EVENTS_KEPT, "t.created_at")
            .where(
                """
                NOT EXISTS (
                  SELECT 1 FROM tenancy.delivery d WHERE d.tenant_id = t.tenant_id AND d.event_id = t.id)
                AND NOT EXISTS (
                  SELECT 1 FROM tenancy.dead_letter l WHERE l.tenant_id = t.tenant_id AND l.event_id = t.id)
                """),
        Retention.of("tenancy.api_key", ENDED_KEYS_KEPT, "least(t.revoked_at, t.expires_at)"),
        Retention.of(
            "tenancy.invitation", ENDED_INVITATIONS_KEPT, "coalesce(t.ended_at, t.expires_at)"),
        Retention.of("tenancy.local_mail", LOCAL_MAILS_KEPT, "t.sent_at"),
        Retention.of("tenancy.quota_day", QUOTA_PEAKS_KEPT, DAY),
        limitHistory("tenancy.refusal_day", DAY),
        limitHistory("tenancy.caller_points", "t.hour"),
        limitHistory("tenancy.operation_points", "t.hour"),
        Retention.of("tenancy.minute_points", POINTS_BY_MINUTE_KEPT, "t.minute"));
  }

  private Retention limitHistory(String table, String begun) {
    return Retention.of(table, LIMIT_HISTORY_KEPT, begun);
  }

  private String handlerNames() {
    List<String> names = new ArrayList<>();
    handlers.forEach(handler -> names.add("'" + handler.name().replace("'", "''") + "'"));
    return String.join(", ", names);
  }
}
