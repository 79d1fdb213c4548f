package io.keelson.api.retraining.run;

import io.keelson.api.alert.channel.DeliveryQueue;
import io.keelson.api.alert.sending.Message;
import io.keelson.api.catalog.model.ModelVersion;
import io.keelson.api.inbox.Inbox;
import io.keelson.api.inbox.InboxReason;
import io.keelson.api.retraining.check.RunChecks;
import io.keelson.api.retraining.policy.PolicyRows;
import io.keelson.api.subject.Subject;
import io.keelson.api.subject.SubjectKind;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.PermissionHolders;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the channels of a policy, and people, are told of a run, in the transaction that makes it
 * true.
 */
@ApplicationScoped
public class RunMessages {
  /** More would be everybody, and nobody feels asked. */
  private static final int MAX_ASKED = 100;

  private final DeliveryQueue queue;
  private final Inbox inbox;
  private final InstantSource clock;

  public RunMessages(DeliveryQueue queue, Inbox inbox, InstantSource clock) {
    this.queue = queue;
    this.inbox = inbox;
    this.clock = clock;
  }

  /** Of what lies with people, and no other run will find better. */
  void failed(Transaction tx, RetrainingRun run, List<RunChecks.Check> failed) {
    for (RunChecks.Check check : failed) {
      switch (check.name()) {
        case "FEED" -> brokenFeed(tx, run, check.seen());
        case "RIGHTS" -> rightsEnded(tx, run, check.seen());
        default -> {}
      }
    }
  }

  /** Whoever set the policy and all who may decide on its models look at the feed themselves. */
  private void brokenFeed(Transaction tx, RetrainingRun run, String seen) {
    tell(
        tx,
        run,
        "retraining.feed",
        "Not retrained: the feed looks broken",
        RunMoves.cut(seen),
        new JsonObject().put("seen", RunMoves.cut(seen)));
    Inbox.Notice notice =
        new Inbox.Notice(
            new Subject.Key(SubjectKind.MODEL, PolicyRows.get(tx, run.policyId()).modelId()),
            run.projectId(),
            InboxReason.DECISION_ASKED,
            "Not retrained, the feed looks broken: " + seen,
            Actor.PLATFORM);
    Map<UUID, Inbox.Notice> notices = new HashMap<>();
    PermissionHolders.people(tx, Permission.MODEL_APPROVE, run.projectId(), MAX_ASKED)
        .forEach(person -> notices.put(person, notice));
    if (run.actsAs().kind() == Principal.Kind.PERSON) {
      notices.put(run.actsAs().id(), notice);
    }
    inbox.tell(tx, notices);
  }

  /**
   * Nothing of the policy goes on until somebody sets it again, or the rights are given back. Told
   * once for each cause, however many triggers come meanwhile.
   */
  void rightsEnded(Transaction tx, RetrainingRun run, String why) {
    int isNew =
        tx.update(
            """
            UPDATE catalog.retraining_policy
            SET rights_told = $3
            WHERE tenant_id = $1 AND id = $2 AND rights_told IS DISTINCT FROM $3
            """,
            tx.tenantId(),
            run.policyId(),
            "version %d: %s".formatted(run.policyVersion(), RunMoves.cut(why)));
    if (isNew == 0) {
      return;
    }
    tell(
        tx,
        run,
        "retraining.rights",
        "Not retrained: whoever set the policy may not any more",
        RunMoves.cut(why) + ". Whoever sets the policy again lends it their rights.",
        new JsonObject().put("setBy", run.actsAs().label()).put("reason", RunMoves.cut(why)));
  }

  /** Whatever ends them next is another cause. */
  void rightsThere(Transaction tx, RetrainingRun run) {
    tx.update(
        """
        UPDATE catalog.retraining_policy
        SET rights_told = NULL
        WHERE tenant_id = $1 AND id = $2 AND rights_told IS NOT NULL
        """,
        tx.tenantId(),
        run.policyId());
  }

  void waitsForApproval(Transaction tx, RetrainingRun run, ModelVersion challenger) {
    tell(
        tx,
        run,
        "retraining.approval",
        Message.title(challenger.label() + " waits for approval"),
        "It is better than the champion on the same rows. Someone other than its author decides.",
        new JsonObject().put("modelVersionId", challenger.id().toString()));
  }

  private void tell(
      Transaction tx, RetrainingRun run, String type, String title, String body, JsonObject data) {
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    data.put("runId", run.id().toString()).put("policyId", run.policyId().toString());
    for (UUID channel : run.spec().channelIds()) {
      queue.add(
          tx,
          channel,
          new Message(Ids.next(), type, now, title, body, data),
          Permission.MODEL_READ);
    }
  }
}
