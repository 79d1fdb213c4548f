package io.keelson.api.activity;

import io.keelson.api.catalog.collection.CollectedVersions;
import io.keelson.api.subject.SubjectKind;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.audit.AuditOutcome;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Event;
import io.keelson.tenancy.event.EventHandler;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the platform did of its own accord, in the log that activity is read from: what somebody
 * asked for stands there under their own name.
 */
@ApplicationScoped
public class PlatformActs implements EventHandler {
  private static final UUID PLATFORM = new UUID(0, 0);

  private final AuditLog log;

  PlatformActs(AuditLog log) {
    this.log = log;
  }

  @Override
  public String name() {
    return "platform-acts";
  }

  @Override
  public Set<String> types() {
    return Set.of(
        "AlertFired",
        "AlertResolved",
        "DatasetVersionErrored",
        "DatasetVersionRejected",
        "DatasetVersionValidated",
        "RetrainingEnded",
        "RetrainingTriggered",
        "RevisionFailed",
        "RolloutPaused",
        "RolloutPromoted",
        "RolloutRolledBack");
  }

  @Override
  public String role() {
    return "api";
  }

  @Override
  public void handle(Transaction tx, Event event) {
    JsonObject payload = event.payload();
    switch (event.type()) {
      case "AlertFired" -> write(tx, event, "alertFired", SubjectKind.ALERT, event.subjectId());
      case "AlertResolved" ->
          write(tx, event, "alertResolved", SubjectKind.ALERT, event.subjectId());
      case "DatasetVersionErrored" -> judged(tx, event, "versionErrored");
      case "DatasetVersionRejected" -> judged(tx, event, "versionRejected");
      case "DatasetVersionValidated" -> validated(tx, event);
      case "RetrainingTriggered" -> {
        if (isOfThePlatform(payload, "startedBy")) {
          write(tx, event, "retrainingTriggered", SubjectKind.MODEL, id(payload, "modelId"));
        }
      }
      case "RetrainingEnded" -> retrainingEnded(tx, event);
      case "RevisionFailed" ->
          write(tx, event, "revisionFailed", SubjectKind.ENDPOINT, id(payload, "endpointId"));
      case "RolloutPaused" -> rollout(tx, event, "rolloutPaused");
      case "RolloutPromoted" -> rollout(tx, event, "rolloutPromoted");
      default -> rollout(tx, event, "rolloutRolledBack");
    }
  }

  /** Without why, which may quote values: it is read with the version, and goes with its files. */
  private void judged(Transaction tx, Event event, String action) {
    record(
        log,
        tx,
        action,
        SubjectKind.DATASET_VERSION,
        event.subjectId(),
        id(event.payload(), "projectId"),
        Map.of());
  }

  /** Not what a feed collects: it seals versions all day, and nobody would see anything else. */
  private void validated(Transaction tx, Event event) {
    if (CollectedVersions.ofDataset(tx, event.subjectId()).isEmpty()) {
      write(tx, event, "versionValidated", SubjectKind.DATASET_VERSION, event.subjectId());
    }
  }

  /** Back to the champion it goes by a rollout, or somebody. */
  private void retrainingEnded(Transaction tx, Event event) {
    UUID modelId = id(event.payload(), "modelId");
    switch (event.payload().getString("status")) {
      case "PROMOTED" -> write(tx, event, "retrainingPromoted", SubjectKind.MODEL, modelId);
      case "DECLINED" -> write(tx, event, "retrainingDeclined", SubjectKind.MODEL, modelId);
      default -> {}
    }
  }

  private void rollout(Transaction tx, Event event, String action) {
    if (isOfThePlatform(event.payload(), "by")) {
      write(tx, event, action, SubjectKind.ENDPOINT, id(event.payload(), "endpointId"));
    }
  }

  private static boolean isOfThePlatform(JsonObject payload, String field) {
    JsonObject actor = payload.getJsonObject(field);
    return actor != null && Actor.of(actor).kind() == Principal.Kind.PLATFORM;
  }

  private static UUID id(JsonObject payload, String field) {
    return UUID.fromString(payload.getString(field));
  }

  private void write(Transaction tx, Event event, String action, SubjectKind kind, UUID subjectId) {
    String reason = event.payload().getString("reason");
    record(
        log,
        tx,
        action,
        kind,
        subjectId,
        id(event.payload(), "projectId"),
        reason == null ? Map.of() : Map.of("reason", reason));
  }

  /** The same for what is no event. */
  public static void record(
      AuditLog log,
      Transaction tx,
      String action,
      SubjectKind kind,
      UUID subjectId,
      UUID projectId,
      Map<String, Object> detail) {
    Principal platform =
        new Principal(
            Principal.Kind.PLATFORM,
            PLATFORM,
            tx.tenantId(),
            null,
            Actor.PLATFORM.label(),
            Set.of(),
            Map.of(),
            null);
    log.record(
        tx,
        Caller.platform(platform, null),
        action,
        kind.type(),
        subjectId,
        projectId,
        AuditOutcome.DONE,
        detail);
  }
}
