package io.keelson.api.catalog.waiver;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.subject.Subject;
import io.keelson.api.subject.SubjectKind;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Failed checks that people let pass: one asks, another grants, and it ends. */
@ApplicationScoped
public class Waivers {
  /** Of one validation that are shown. */
  public static final int MAX_SHOWN = 100;

  private static final int MAX_TO_DECIDE = 20;
  private static final Duration LONGEST = Duration.ofDays(90);
  private static final String WHAT = "waiver";
  private static final String SELECT =
      """
      SELECT w.id, w.project_id, w.dataset_version_id, w.validation_id, w.result_number, w.reason, w.ends_at,
        w.status, w.asked_at, w.asked_by, w.asked_by_kind, w.asked_by_id, w.asked_person_ids,
        w.decided_at, w.decided_by, w.decided_by_kind, w.decided_by_id, w.comment, w.version
      FROM catalog.waiver w
      WHERE w.tenant_id = $1\s""";

  private final Mutations mutations;
  private final ProjectAccess access;
  private final CatalogReads reads;
  private final Outbox outbox;
  private final InstantSource clock;

  Waivers(
      Mutations mutations,
      ProjectAccess access,
      CatalogReads reads,
      Outbox outbox,
      InstantSource clock) {
    this.mutations = mutations;
    this.access = access;
    this.reads = reads;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * @param resultNumber of the failed check
   * @param reason 1 to 4,000 characters
   * @param endsAt within 90 days
   */
  public record AskForWaiver(
      UUID validationId, int resultNumber, String reason, OffsetDateTime endsAt) {}

  /**
   * @param comment up to 4,000 characters, or null
   */
  public record DecideWaiver(UUID id, int expectedVersion, String comment) {}

  /**
   * @throws Invalid naming the field
   * @throws NotFound when there is no such result that the caller may know of, or the validation is
   *     not over, or ERRORED
   * @throws Forbidden without DATASET_WRITE in its project
   * @throws Conflict when the check has not failed, the version has been validated anew since, or a
   *     waiver is asked for or granted
   */
  public Waiver ask(Caller caller, AskForWaiver input) {
    Input.present("input.validationId", input.validationId());
    Input.present("input.reason", input.reason());
    Input.description("input.reason", input.reason());
    if (input.reason().isBlank()) {
      throw new Invalid("input.reason", input.reason(), "a reason");
    }
    OffsetDateTime now = now();
    Input.present("input.endsAt", input.endsAt());
    if (!input.endsAt().isAfter(now) || input.endsAt().isAfter(now.plus(LONGEST))) {
      throw new Invalid(
          "input.endsAt", input.endsAt(), "within %d days from now".formatted(LONGEST.toDays()));
    }
    UUID id = Ids.next();
    UUID asked =
        mutations.run(
            caller,
            "askForWaiver",
            input,
            tx -> {
              Row result = failed(tx, caller.principal(), input);
              endThoseThatAreOver(tx, input, now);
              insert(tx, caller.principal(), id, result, input, now);
              outbox.publish(
                  tx,
                  "WaiverAsked",
                  result.getUUID("dataset_version_id"),
                  caller
                      .principal()
                      .json()
                      .put("projectId", result.getUUID("project_id").toString()));
              return changed(
                  id, result.getUUID("project_id"), result.getUUID("dataset_version_id"));
            });
    return get(caller.principal(), Permission.DATASET_WRITE, asked);
  }

  /** The result, of a validation after which there was none. */
  private Row failed(Transaction tx, Principal principal, AskForWaiver input) {
    Row row =
        tx.one(
                """
                SELECT v.project_id, v.dataset_version_id, r.success,
                  EXISTS (
                    SELECT 1 FROM catalog.validation n
                    WHERE n.tenant_id = v.tenant_id AND n.dataset_version_id = v.dataset_version_id AND n.id > v.id
                  ) AS superseded
                FROM catalog.validation v
                JOIN catalog.dataset_version d ON d.tenant_id = v.tenant_id AND d.id = v.dataset_version_id
                LEFT JOIN catalog.expectation_result r
                  ON r.tenant_id = v.tenant_id AND r.validation_id = v.id AND r.number = $3
                WHERE v.tenant_id = $1 AND v.id = $2 AND v.status IN ('PASSED', 'FAILED')
                FOR NO KEY UPDATE OF d
                """,
                tx.tenantId(),
                input.validationId(),
                input.resultNumber())
            .orElseThrow(() -> new NotFound("validation"));
    access.require(principal, Permission.DATASET_WRITE, row.getUUID("project_id"), "validation");
    if (row.getBoolean("success") == null) {
      throw new Invalid("input.number", input.resultNumber(), "the number of one of its results");
    }
    if (row.getBoolean("success")) {
      throw new Conflict("the check has not failed: there is nothing to waive");
    }
    if (row.getBoolean("superseded")) {
      throw new Conflict("the version has been validated again since");
    }
    return row;
  }

  private static void endThoseThatAreOver(Transaction tx, AskForWaiver input, OffsetDateTime now) {
    tx.update(
        """
        UPDATE catalog.waiver SET status = 'ENDED', version = version + 1
        WHERE tenant_id = $1 AND validation_id = $2 AND result_number = $3
          AND status IN ('ASKED', 'GRANTED') AND ends_at <= $4
        """,
        tx.tenantId(),
        input.validationId(),
        input.resultNumber(),
        now);
    boolean open =
        tx.one(
                """
                SELECT 1 FROM catalog.waiver
                WHERE tenant_id = $1 AND validation_id = $2 AND result_number = $3 AND status IN ('ASKED', 'GRANTED')
                """,
                tx.tenantId(),
                input.validationId(),
                input.resultNumber())
            .isPresent();
    if (open) {
      throw new Conflict("a waiver of this check is asked for or granted already");
    }
  }

  private static void insert(
      Transaction tx,
      Principal principal,
      UUID id,
      Row result,
      AskForWaiver input,
      OffsetDateTime now) {
    tx.update(
        """
        INSERT INTO catalog.waiver
          (tenant_id, id, project_id, dataset_version_id, validation_id, result_number, reason, ends_at, status,
           asked_at, asked_by, asked_by_kind, asked_by_id, asked_person_ids)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'ASKED', $9, $10, $11, $12, $13)
        """,
        tx.tenantId(),
        id,
        result.getUUID("project_id"),
        result.getUUID("dataset_version_id"),
        input.validationId(),
        input.resultNumber(),
        input.reason(),
        input.endsAt(),
        now,
        principal.label(),
        principal.kind().name(),
        principal.id(),
        WaiverAskers.partyIds(principal));
  }

  /**
   * @throws NotFound when there is none that the caller may know of
   * @throws Forbidden without DATASET_WRITE in its project
   * @throws SelfWaiver when the caller, or who stands behind the caller's key, asked for it
   * @throws Conflict when its version is another, it is not ASKED, or its time is over
   */
  public Waiver grant(Caller caller, DecideWaiver input) {
    return decide(caller, "grantWaiver", input, WaiverStatus.GRANTED);
  }

  /** Refuses what was asked for; fails like {@link #grant}, but for whoever asked. */
  public Waiver decline(Caller caller, DecideWaiver input) {
    return decide(caller, "declineWaiver", input, WaiverStatus.DECLINED);
  }

  /** Takes it back, asked for or granted: the check has failed again from now on. */
  public Waiver end(Caller caller, DecideWaiver input) {
    return decide(caller, "endWaiver", input, WaiverStatus.ENDED);
  }

  private Waiver decide(Caller caller, String action, DecideWaiver input, WaiverStatus next) {
    Input.present("input.id", input.id());
    Input.description("input.comment", input.comment());
    mutations.run(
        caller,
        action,
        input,
        tx -> {
          Row row = lock(tx, caller.principal(), input);
          Waiver waiver = waiver(row);
          if (!waiver.status().mayBecome(next)) {
            throw new Conflict("waiver is " + waiver.status() + " and cannot become " + next);
          }
          if (next == WaiverStatus.GRANTED) {
            if (WaiverAskers.include(row, caller.principal())) {
              throw new SelfWaiver();
            }
            if (!waiver.endsAt().isAfter(now())) {
              throw new Conflict("the time that was asked for is over");
            }
          }
          move(tx, caller.principal(), waiver, next, input.comment());
          return changed(waiver.id(), waiver.projectId(), waiver.versionId());
        });
    return get(caller.principal(), Permission.DATASET_WRITE, input.id());
  }

  private static Changed changed(UUID id, UUID projectId, UUID versionId) {
    return new Subject.Key(SubjectKind.DATASET_VERSION, versionId)
        .changed(WHAT, id, projectId, Map.of());
  }

  private Row lock(Transaction tx, Principal principal, DecideWaiver input) {
    Row row =
        tx.one(SELECT + "AND w.id = $2 FOR NO KEY UPDATE", tx.tenantId(), input.id())
            .orElseThrow(() -> new NotFound(WHAT));
    access.require(principal, Permission.DATASET_WRITE, row.getUUID("project_id"), WHAT);
    if (row.getInteger("version") != input.expectedVersion()) {
      throw new Conflict("waiver has changed since version " + input.expectedVersion());
    }
    return row;
  }

  private void move(
      Transaction tx, Principal principal, Waiver waiver, WaiverStatus next, String comment) {
    tx.updateOne(
        "waiver has changed",
        """
        UPDATE catalog.waiver
        SET status = $3, decided_at = $4, decided_by = $5, decided_by_kind = $6, decided_by_id = $7, comment = $8,
          version = version + 1
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        waiver.id(),
        next.name(),
        now(),
        principal.label(),
        principal.kind().name(),
        principal.id(),
        comment);
  }

  private Waiver get(Principal principal, Permission permission, UUID id) {
    Waiver waiver = reads.one(principal, WHAT, Waivers::waiver, SELECT + "AND w.id = $2", id);
    access.require(principal, permission, waiver.projectId(), WHAT);
    return waiver;
  }

  /**
   * @throws NotFound when there is none that the caller may know of
   */
  public Waiver get(Principal principal, UUID id) {
    return get(principal, Permission.DATASET_READ, id);
  }

  /** The newest 100 of each validation, oldest first; at most 1,000 validations. */
  public Map<UUID, List<Waiver>> byValidationIds(
      Principal principal, Collection<UUID> validationIds) {
    Input.size("validationIds", validationIds, 0, PageLimit.MAX_BATCH_IDS);
    return reads.grouped(
        principal,
        "validation_id",
        Waivers::waiver,
        """
        SELECT newest.*
        FROM unnest($2::uuid[]) AS v (id)
        CROSS JOIN LATERAL (
          %s AND w.validation_id = v.id AND ($3::uuid[] IS NULL OR w.project_id = ANY ($3))
          ORDER BY w.id DESC
          LIMIT $4
        ) AS newest
        ORDER BY newest.id
        """
            .formatted(SELECT),
        validationIds.toArray(UUID[]::new),
        access.visibleIfAny(principal, Permission.DATASET_READ),
        MAX_SHOWN);
  }

  /**
   * Those that wait and that the caller may grant, in all projects whose data sets the caller may
   * read too, the oldest first; at most 20. A key, which stands for nobody, is told of none.
   */
  public List<Waiver> toDecide(Principal principal) {
    if (principal.kind() != Principal.Kind.PERSON) {
      return List.of();
    }
    return reads.list(
        principal,
        Waivers::waiver,
        SELECT
            + """
            AND w.status = 'ASKED' AND w.ends_at > $2 AND ($3::uuid[] IS NULL OR w.project_id = ANY ($3))
              AND ($4::uuid[] IS NULL OR w.project_id = ANY ($4))
              AND w.asked_by_id <> $5 AND $5 <> ALL (w.asked_person_ids)
            ORDER BY w.id
            LIMIT $6
            """,
        now(),
        access.visibleIfAny(principal, Permission.DATASET_WRITE),
        access.visibleIfAny(principal, Permission.DATASET_READ),
        principal.id(),
        MAX_TO_DECIDE);
  }

  private static Waiver waiver(Row row) {
    return new Waiver(
        row.getUUID("id"),
        row.getUUID("project_id"),
        row.getUUID("dataset_version_id"),
        row.getUUID("validation_id"),
        row.getInteger("result_number"),
        row.getString("reason"),
        row.getOffsetDateTime("ends_at"),
        WaiverStatus.valueOf(row.getString("status")),
        row.getOffsetDateTime("asked_at"),
        Actor.of(row, "asked_by"),
        row.getOffsetDateTime("decided_at"),
        row.getString("decided_by") == null ? null : Actor.of(row, "decided_by"),
        row.getString("comment"),
        row.getInteger("version"));
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
