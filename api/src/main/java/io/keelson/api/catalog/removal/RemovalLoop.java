package io.keelson.api.catalog.removal;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.audit.AuditOutcome;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.removal.ProjectRemoval;
import io.keelson.tenancy.removal.ProjectRemoval.Left;
import io.keelson.tenancy.turns.DueRounds;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Moves the projects that are being removed: ends what goes on in them and, once nothing has been
 * left of it for a while, removes their rows, batch by batch, and last the project. Each step is a
 * transaction of its own that holds the removal, and what is to be done next is read from the rows:
 * any number of processes may do this, and end anywhere.
 */
@ApplicationScoped
public class RemovalLoop {
  public static final String REMOVED = "ProjectRemoved";

  static final int BATCH_ROWS = 1_000;
  private static final int BATCHES_OF_TURN = 50;
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

  /**
   * How long nothing of a project must have gone on before its rows go. Longer than gateways take
   * to bill the last requests of revisions that have ended, which is some six seconds.
   */
  private static final Duration QUIET = Duration.ofSeconds(20);

  private final TenantDatabase database;
  private final Features features;
  private final Outbox outbox;
  private final AuditLog audit;
  private final InstantSource clock;
  private final DueRounds rounds;

  @Inject
  public RemovalLoop(
      SystemDatabase system,
      TenantDatabase database,
      @Any Instance<ProjectRemoval> features,
      Outbox outbox,
      AuditLog audit,
      InstantSource clock) {
    this(system, database, (Iterable<ProjectRemoval>) features, outbox, audit, clock);
  }

  public RemovalLoop(
      SystemDatabase system,
      TenantDatabase database,
      Iterable<ProjectRemoval> features,
      Outbox outbox,
      AuditLog audit,
      InstantSource clock) {
    this.database = database;
    this.features = new Features(features);
    this.outbox = outbox;
    this.audit = audit;
    this.clock = clock;
    this.rounds =
        new DueRounds(
            system,
            database,
            clock,
            SystemUse.PROJECT_REMOVAL,
            "catalog.project_removal",
            this::step);
  }

  /** Begins to move what is due, and does not wait for it. */
  public boolean begin() {
    return rounds.begin();
  }

  /** Moves all that is due. */
  public void moveDue() {
    rounds.complete();
  }

  /** Interrupts what is at work: it is due still. */
  @PreDestroy
  public void close() {
    rounds.close();
  }

  private void step(UUID tenantId, UUID projectId) {
    for (ProjectRemoval feature : features.inTurn()) {
      holding(tenantId, projectId, (tx, removal) -> end(tx, feature, projectId));
    }
    if (holding(tenantId, projectId, (tx, removal) -> isQuiet(tx, projectId))) {
      removeRows(tenantId, projectId);
    }
  }

  private static boolean end(Transaction tx, ProjectRemoval feature, UUID projectId) {
    feature.end(tx, projectId);
    return true;
  }

  /** Looks what is left. */
  private boolean isQuiet(Transaction tx, UUID projectId) {
    List<Left> left = features.left(tx, projectId);
    OffsetDateTime since =
        RemovalRows.looked(tx, projectId, left, now(), now().plus(LOOK_INTERVAL));
    return since != null && !now().isBefore(since.plus(QUIET));
  }

  private void removeRows(UUID tenantId, UUID projectId) {
    boolean more = true;
    for (int batch = 0; more && batch < BATCHES_OF_TURN; batch++) {
      more = holding(tenantId, projectId, (tx, removal) -> removeBatch(tx, removal));
    }
  }

  /** The project goes in the transaction that finds nothing of it. */
  private boolean removeBatch(Transaction tx, Removal removal) {
    for (ProjectRemoval feature : features.inTurn()) {
      if (feature.remove(tx, removal.projectId(), BATCH_ROWS) > 0) {
        return true;
      }
    }
    if (features.left(tx, removal.projectId()).isEmpty()) {
      removeProject(tx, removal);
    }
    return false;
  }

  private void removeProject(Transaction tx, Removal removal) {
    tx.update(
        "DELETE FROM catalog.project WHERE tenant_id = $1 AND id = $2",
        tx.tenantId(),
        removal.projectId());
    RemovalRows.over(tx, removal.projectId(), now());
    outbox.publish(
        tx,
        REMOVED,
        removal.projectId(),
        new JsonObject()
            .put("projectId", removal.projectId().toString())
            .put("slug", removal.slug())
            .put("name", removal.name()));
    audit.record(
        tx,
        platform(tx.tenantId()),
        "projectRemoved",
        "project",
        removal.projectId(),
        removal.projectId(),
        AuditOutcome.DONE,
        Map.of("slug", removal.slug(), "name", removal.name()));
  }

  private static Caller platform(UUID tenantId) {
    return Caller.platform(
        new Principal(Actor.PLATFORM, null, tenantId, null, Set.of(), Map.of(), null), null);
  }

  /** False, too, where another process holds the removal, or it is over. */
  private boolean holding(
      UUID tenantId, UUID projectId, BiFunction<Transaction, Removal, Boolean> work) {
    return database.transact(
        tenantId,
        tx ->
            RemovalRows.take(tx, projectId).map(removal -> work.apply(tx, removal)).orElse(false));
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
