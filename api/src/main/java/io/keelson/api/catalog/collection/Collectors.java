package io.keelson.api.catalog.collection;

import io.keelson.api.catalog.collection.schema.EventSchema;
import io.keelson.api.catalog.dataset.Datasets;
import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.subject.Subject;
import io.keelson.api.subject.SubjectKind;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.database.UniqueViolation;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Collectors of data sets: made, changed, deleted, and how much waits in each. */
@ApplicationScoped
public class Collectors {
  static final int MAX_COLLECTORS_PER_TENANT = 1_000;

  private final Mutations mutations;
  private final ProjectAccess access;
  private final CatalogReads reads;
  private final Datasets datasets;
  private final DeadLetterDatasets deadLetterDatasets;
  private final InstantSource clock;

  public Collectors(
      Mutations mutations,
      ProjectAccess access,
      CatalogReads reads,
      Datasets datasets,
      InstantSource clock) {
    this.mutations = mutations;
    this.access = access;
    this.reads = reads;
    this.datasets = datasets;
    this.deadLetterDatasets = new DeadLetterDatasets(datasets);
    this.clock = clock;
  }

  /**
   * @param sealAfterRows null for {@link SealRule#STANDARD}'s, like the others
   * @param schema JSON text; null for none
   */
  public record NewCollector(
      UUID datasetId, Long sealAfterRows, Long sealAfterBytes, Duration sealAfter, String schema) {}

  /**
   * @param sealAfterRows null for no change, like the others
   * @param schema JSON text; null for no change, and {@code {}} takes any event
   */
  public record CollectorUpdate(
      UUID id,
      int expectedVersion,
      Long sealAfterRows,
      Long sealAfterBytes,
      Duration sealAfter,
      String schema) {}

  /**
   * @throws Invalid naming the field
   * @throws NotFound when there is no such data set that the caller may know of
   * @throws Forbidden without DATASET_WRITE in its project
   * @throws Conflict when the data set has a collector
   */
  public Collector create(Caller caller, NewCollector input) {
    Input.present("input.datasetId", input.datasetId());
    SealRule rule =
        SealRule.STANDARD.with(input.sealAfterRows(), input.sealAfterBytes(), input.sealAfter());
    checkSchema(input.schema());
    UUID id = Ids.next();
    try {
      UUID made =
          mutations.run(
              caller,
              "createCollector",
              input,
              tx -> {
                Target target = target(tx, caller.principal(), input.datasetId());
                requireRoom(tx);
                UUID deadLetters =
                    input.schema() == null ? null : deadLetters(tx, caller.principal(), target);
                insert(tx, caller.principal(), id, target, rule, input.schema(), deadLetters);
                return changed(
                    input.datasetId(), id, target.projectId(), Map.of("dataset", target.name()));
              });
      return written(caller.principal(), made);
    } catch (UniqueViolation e) {
      throw new Conflict("the data set has a collector");
    }
  }

  private static void checkSchema(String schema) {
    if (schema != null) {
      EventSchema.parse("input.schema", schema);
    }
  }

  private record Target(UUID datasetId, UUID projectId, String name) {}

  private Target target(Transaction tx, Principal principal, UUID datasetId) {
    Target target =
        tx.one(
                "SELECT project_id, name FROM catalog.dataset WHERE tenant_id = $1 AND id = $2",
                tx.tenantId(),
                datasetId)
            .map(row -> new Target(datasetId, row.getUUID("project_id"), row.getString("name")))
            .orElseThrow(() -> new NotFound("data set"));
    access.require(principal, Permission.DATASET_WRITE, target.projectId(), "data set");
    return target;
  }

  private static void requireRoom(Transaction tx) {
    long there =
        tx.one(
                "SELECT count(*) AS there FROM catalog.collector WHERE tenant_id = $1",
                tx.tenantId())
            .orElseThrow()
            .getLong("there");
    if (there >= MAX_COLLECTORS_PER_TENANT) {
      throw new Conflict(
          "an organisation has at most " + MAX_COLLECTORS_PER_TENANT + " collectors");
    }
  }

  private UUID deadLetters(Transaction tx, Principal principal, Target target) {
    UUID id = deadLetterDatasets.of(tx, principal, target.projectId(), target.name());
    KeptFor.setLike(tx, id, target.datasetId());
    return id;
  }

  /** One that is there and takes events; whoever calls has authorised. */
  public Optional<Collector> find(Transaction tx, UUID id) {
    return tx.one(CollectorRows.SELECT + "AND c.id = $2", tx.tenantId(), id)
        .map(CollectorRows::collector);
  }

  /**
   * That of a project's data set by its name; what is not there of the two is made. Whoever calls
   * has made sure of DATASET_WRITE in the project.
   *
   * @param description of a new data set
   * @throws Conflict when the tenant has as many collectors as it may
   */
  public Collector ofNamed(
      Transaction tx, Principal principal, UUID projectId, String name, String description) {
    UUID datasetId =
        tx.one(
                "SELECT id FROM catalog.dataset WHERE tenant_id = $1 AND project_id = $2 AND name = $3",
                tx.tenantId(),
                projectId,
                name)
            .map(row -> row.getUUID("id"))
            .orElseGet(
                () ->
                    datasets.insert(
                        tx, principal.actor(), Ids.next(), projectId, name, description));
    return tx.one(CollectorRows.SELECT + "AND c.dataset_id = $2", tx.tenantId(), datasetId)
        .map(CollectorRows::collector)
        .orElseGet(
            () -> {
              requireRoom(tx);
              UUID id = Ids.next();
              Target target = new Target(datasetId, projectId, name);
              insert(tx, principal, id, target, SealRule.STANDARD, null, null);
              return find(tx, id).orElseThrow();
            });
  }

  private void insert(
      Transaction tx,
      Principal principal,
      UUID id,
      Target target,
      SealRule rule,
      String schema,
      UUID deadLetters) {
    tx.update(
        """
        INSERT INTO catalog.collector
          (tenant_id, id, project_id, dataset_id, dead_letter_dataset_id, seal_after_rows, seal_after_bytes,
           seal_after_s, schema, created_at, created_by, created_by_kind, created_by_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """,
        tx.tenantId(),
        id,
        target.projectId(),
        target.datasetId(),
        deadLetters,
        rule.rows(),
        rule.bytes(),
        rule.ageSeconds(),
        schema,
        now(),
        principal.label(),
        principal.kind().name(),
        principal.id());
    tx.update(
        """
        INSERT INTO catalog.collector_backlog (tenant_id, collector_id, dead)
        SELECT $1, $2, dead FROM unnest(ARRAY[false, true]) AS dead
        """,
        tx.tenantId(),
        id);
  }

  /**
   * What waits already is sealed by the new rule, too.
   *
   * @throws Conflict when it has another version
   */
  public Collector update(Caller caller, CollectorUpdate input) {
    Input.present("input.id", input.id());
    SealRule.STANDARD.with(input.sealAfterRows(), input.sealAfterBytes(), input.sealAfter());
    checkSchema(input.schema());
    UUID changed =
        mutations.run(
            caller,
            "updateCollector",
            input,
            tx -> {
              Collector before = lock(tx, caller.principal(), input.id(), input.expectedVersion());
              SealRule rule =
                  before
                      .sealRule()
                      .with(input.sealAfterRows(), input.sealAfterBytes(), input.sealAfter());
              UUID deadLetters = before.deadLetterDatasetId();
              if (input.schema() != null && deadLetters == null) {
                Target target = target(tx, caller.principal(), before.datasetId());
                deadLetters = deadLetters(tx, caller.principal(), target);
              }
              set(tx, before, rule, input.schema(), deadLetters);
              return changed(before.datasetId(), before.id(), before.projectId(), Map.of());
            });
    return written(caller.principal(), changed);
  }

  private void set(
      Transaction tx, Collector before, SealRule rule, String schema, UUID deadLetters) {
    tx.update(
        """
        UPDATE catalog.collector
        SET seal_after_rows = $3, seal_after_bytes = $4, seal_after_s = $5, schema = coalesce($6, schema),
          dead_letter_dataset_id = $7, version = version + 1
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        before.id(),
        rule.rows(),
        rule.bytes(),
        rule.ageSeconds(),
        schema,
        deadLetters);
    tx.update(
        """
        UPDATE catalog.collector_backlog
        SET due_at = CASE
          WHEN rows >= $3 OR bytes >= $4 THEN $5
          ELSE oldest_at + $6::int * interval '1 second' END
        WHERE tenant_id = $1 AND collector_id = $2 AND rows > 0
        """,
        tx.tenantId(),
        before.id(),
        rule.rows(),
        rule.bytes(),
        now(),
        rule.ageSeconds());
  }

  /**
   * Takes nothing from now on; what waits is sealed.
   *
   * @return as it was
   * @throws Conflict when it has another version
   */
  public Collector delete(Caller caller, UUID id, int expectedVersion) {
    Input.present("id", id);
    record Wanted(UUID id, int expectedVersion) {}
    UUID deleted =
        mutations.run(
            caller,
            "deleteCollector",
            new Wanted(id, expectedVersion),
            tx -> {
              Collector locked = lock(tx, caller.principal(), id, expectedVersion);
              tx.update(
                  "UPDATE catalog.collector SET deleted_at = $3 WHERE tenant_id = $1 AND id = $2",
                  tx.tenantId(),
                  id,
                  now());
              sealWhatWaits(tx, id, true);
              return changed(locked.datasetId(), id, locked.projectId(), Map.of());
            });
    return written(caller.principal(), CollectorRows.EVER, deleted);
  }

  private static Changed changed(
      UUID datasetId, UUID id, UUID projectId, Map<String, Object> detail) {
    return new Subject.Key(SubjectKind.DATASET, datasetId)
        .changed(CollectorRows.WHAT, id, projectId, detail);
  }

  /** What waits now is sealed as soon as its turn comes; nothing happens when nothing waits. */
  public Collector sealNow(Caller caller, UUID id) {
    Input.present("id", id);
    UUID sealed =
        mutations.run(
            caller,
            "sealCollected",
            id,
            tx -> {
              Collector locked = CollectorRows.lock(tx, id);
              require(caller.principal(), locked);
              sealWhatWaits(tx, id, false);
              return changed(locked.datasetId(), id, locked.projectId(), Map.of());
            });
    return written(caller.principal(), sealed);
  }

  /** Both streams in their order, as whoever adds to them locks them. */
  private void sealWhatWaits(Transaction tx, UUID id, boolean closes) {
    for (boolean dead : new boolean[] {false, true}) {
      tx.update(
          """
          UPDATE catalog.collector_backlog
          SET due_at = CASE WHEN rows > 0 THEN $4::timestamptz END, closed = closed OR $5
          WHERE tenant_id = $1 AND collector_id = $2 AND dead = $3
          """,
          tx.tenantId(),
          id,
          dead,
          now(),
          closes);
    }
  }

  private Collector lock(Transaction tx, Principal principal, UUID id, int expectedVersion) {
    Collector locked = CollectorRows.lock(tx, id);
    require(principal, locked);
    if (locked.version() != expectedVersion) {
      throw new Conflict("collector has changed since version " + expectedVersion);
    }
    return locked;
  }

  private void require(Principal principal, Collector collector) {
    access.require(principal, Permission.DATASET_WRITE, collector.projectId(), CollectorRows.WHAT);
  }

  private Collector written(Principal principal, UUID id) {
    return written(principal, CollectorRows.SELECT, id);
  }

  private Collector written(Principal principal, String select, UUID id) {
    Collector collector = read(principal, select, id);
    require(principal, collector);
    return collector;
  }

  private Collector read(Principal principal, String select, UUID id) {
    return reads.one(
        principal, CollectorRows.WHAT, CollectorRows::collector, select + "AND c.id = $2", id);
  }

  /**
   * @throws NotFound when there is none that the caller may know of
   */
  public Collector get(Principal principal, UUID id) {
    Collector collector = read(principal, CollectorRows.SELECT, id);
    access.require(principal, Permission.DATASET_READ, collector.projectId(), CollectorRows.WHAT);
    return collector;
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
