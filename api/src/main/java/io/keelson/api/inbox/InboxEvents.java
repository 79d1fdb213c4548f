package io.keelson.api.inbox;

import io.keelson.api.catalog.collection.CollectedVersions;
import io.keelson.api.subject.Subject;
import io.keelson.api.subject.SubjectKind;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.Jobs;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.PermissionHolders;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Event;
import io.keelson.tenancy.event.EventHandler;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What happened, told to the people whom it concerns. */
@ApplicationScoped
public class InboxEvents implements EventHandler {
  /** Who is asked to approve something: more would be everybody, and nobody feels asked. */
  private static final int MAX_ASKED = 100;

  private static final Set<String> FAILED = Set.of("FAILED", "TIMED_OUT");

  private final Inbox inbox;
  private final Jobs jobs;

  public InboxEvents(Inbox inbox, Jobs jobs) {
    this.inbox = inbox;
    this.jobs = jobs;
  }

  @Override
  public String name() {
    return "inbox";
  }

  @Override
  public Set<String> types() {
    return Set.of(
        "JobFinished",
        "RevisionFailed",
        "RolloutPaused",
        "RolloutRolledBack",
        "RetrainingEnded",
        "ModelVersionRegistered",
        "WaiverAsked",
        "DatasetVersionRejected",
        "DatasetVersionErrored",
        "AlertFired",
        "AlertResolved");
  }

  @Override
  public String role() {
    return "api";
  }

  @Override
  public void handle(Transaction tx, Event event) {
    JsonObject payload = event.payload();
    switch (event.type()) {
      case "JobFinished" -> jobFinished(tx, event.subjectId(), payload);
      case "RevisionFailed" -> revisionFailed(tx, payload);
      case "RolloutPaused" ->
          tellAll(
              tx,
              Permission.ENDPOINT_WRITE,
              ofEndpoint(payload, InboxReason.DECISION_ASKED, "A rollout waits for a decision"));
      case "RolloutRolledBack" ->
          tell(
              tx,
              Actor.of(payload.getJsonObject("startedBy")),
              ofEndpoint(payload, InboxReason.FAILURE_OF_MINE, "A rollout was rolled back"));
      case "RetrainingEnded" -> retraining(tx, payload);
      case "ModelVersionRegistered" ->
          ask(
              tx,
              payload,
              new Subject.Key(SubjectKind.MODEL_VERSION, event.subjectId()),
              Permission.MODEL_APPROVE,
              "waits for an approval");
      case "WaiverAsked" ->
          ask(
              tx,
              payload,
              new Subject.Key(SubjectKind.DATASET_VERSION, event.subjectId()),
              Permission.DATASET_WRITE,
              "asks for a waiver of a failed check");
      case "DatasetVersionRejected" -> datasetVersion(tx, event.subjectId(), payload, "Rejected: ");
      case "DatasetVersionErrored" ->
          datasetVersion(tx, event.subjectId(), payload, "Could not be validated: ");
      case "AlertFired" -> alert(tx, event.subjectId(), payload, "fires");
      default -> alert(tx, event.subjectId(), payload, "is over");
    }
  }

  /** A replica is replaced when its job fails; what is told is that its revision does. */
  private void jobFinished(Transaction tx, UUID jobId, JsonObject payload) {
    if (!FAILED.contains(payload.getString("status"))
        || JobKind.SERVICE.name().equals(payload.getString("kind"))) {
      return;
    }
    Job job = jobs.get(tx, jobId);
    String reason = payload.getString("reason");
    Inbox.Notice notice =
        new Inbox.Notice(
            new Subject.Key(SubjectKind.JOB, jobId),
            job.projectId(),
            InboxReason.FAILURE_OF_MINE,
            reason == null ? "Failed" : "Failed: " + reason,
            Actor.PLATFORM);
    tell(tx, job.submittedBy(), notice);
  }

  private void revisionFailed(Transaction tx, JsonObject payload) {
    JsonObject submittedBy = payload.getJsonObject("submittedBy");
    if (submittedBy != null) { // the event may be from before it said so
      String what = "Revision %d failed".formatted(payload.getInteger("number"));
      tell(tx, Actor.of(submittedBy), ofEndpoint(payload, InboxReason.FAILURE_OF_MINE, what));
    }
  }

  private static Inbox.Notice ofEndpoint(JsonObject payload, InboxReason reason, String what) {
    String why = payload.getString("reason");
    return new Inbox.Notice(
        new Subject.Key(SubjectKind.ENDPOINT, UUID.fromString(payload.getString("endpointId"))),
        UUID.fromString(payload.getString("projectId")),
        reason,
        why == null ? what : what + ": " + why,
        Actor.PLATFORM);
  }

  /**
   * To whoever made the version. Of a collected one that is whoever set up the collection: a feed
   * seals them all day, so they are one thread, of the data set.
   */
  private void datasetVersion(Transaction tx, UUID versionId, JsonObject payload, String what) {
    Optional<CollectedVersions.OfDataset> collected = CollectedVersions.ofDataset(tx, versionId);
    String told = what + payload.getString("reason");
    tell(
        tx,
        Actor.of(payload.getJsonObject("by")),
        new Inbox.Notice(
            collected
                .map(of -> new Subject.Key(SubjectKind.DATASET, of.datasetId()))
                .orElseGet(() -> new Subject.Key(SubjectKind.DATASET_VERSION, versionId)),
            UUID.fromString(payload.getString("projectId")),
            InboxReason.FAILURE_OF_MINE,
            collected.map(of -> "v%d: %s".formatted(of.number(), told)).orElse(told),
            Actor.PLATFORM));
  }

  /** Nobody where it is no person. */
  private void tell(Transaction tx, Actor actor, Inbox.Notice notice) {
    if (actor.kind() == Principal.Kind.PERSON && actor.id() != null) {
      inbox.tell(tx, Map.of(actor.id(), notice));
    }
  }

  /** Everybody who could do something about it. */
  private void tellAll(Transaction tx, Permission needed, Inbox.Notice notice) {
    Map<UUID, Inbox.Notice> notices = new HashMap<>();
    PermissionHolders.people(tx, needed, notice.projectId(), MAX_ASKED)
        .forEach(person -> notices.put(person, notice));
    inbox.tell(tx, notices);
  }

  /** To whoever asked for it: they are not its author, and decide nothing of it. */
  private void retraining(Transaction tx, JsonObject payload) {
    String status = payload.getString("status");
    boolean isPromoted = status.equals("PROMOTED");
    String what =
        isPromoted
            ? "The retraining that you asked for has a new champion"
            : "The retraining that you asked for is " + status;
    String why = payload.getString("reason");
    tell(
        tx,
        Actor.of(payload.getJsonObject("startedBy")),
        new Inbox.Notice(
            new Subject.Key(SubjectKind.MODEL, UUID.fromString(payload.getString("modelId"))),
            UUID.fromString(payload.getString("projectId")),
            isPromoted ? InboxReason.END_OF_MINE : InboxReason.FAILURE_OF_MINE,
            why == null ? what : what + ": " + why,
            Actor.PLATFORM));
  }

  /** Asks everybody who could do it but for whoever asks. */
  private void ask(
      Transaction tx, JsonObject payload, Subject.Key subject, Permission needed, String what) {
    UUID projectId = UUID.fromString(payload.getString("projectId"));
    Actor asker = Actor.of(payload.getJsonObject("by"));
    String behind = payload.getString("personId");
    Inbox.Notice notice =
        new Inbox.Notice(
            subject, projectId, InboxReason.APPROVAL_ASKED, asker.label() + ": " + what, asker);
    Map<UUID, Inbox.Notice> notices = new HashMap<>();
    for (UUID person : PermissionHolders.people(tx, needed, projectId, MAX_ASKED)) {
      if (!person.equals(asker.id()) && !person.toString().equals(behind)) {
        notices.put(person, notice);
      }
    }
    inbox.tell(tx, notices);
  }

  private void alert(Transaction tx, UUID alertId, JsonObject payload, String what) {
    Inbox.Notice notice =
        new Inbox.Notice(
            new Subject.Key(SubjectKind.ALERT, alertId),
            UUID.fromString(payload.getString("projectId")),
            InboxReason.ALERT,
            "%s %s: %s".formatted(payload.getString("rule"), what, payload.getString("text")),
            Actor.PLATFORM);
    Map<UUID, Inbox.Notice> notices = new HashMap<>();
    List<UUID> people =
        payload.getJsonArray("people").stream().map(of -> UUID.fromString((String) of)).toList();
    people.forEach(person -> notices.put(person, notice));
    inbox.tell(tx, notices);
  }
}
