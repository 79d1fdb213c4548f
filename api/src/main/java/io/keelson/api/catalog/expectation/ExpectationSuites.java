package io.keelson.api.catalog.expectation;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.subject.Subject;
import io.keelson.api.subject.SubjectKind;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.object.Digests;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What is expected of data sets. Batches take at most 1,000 ids. */
@ApplicationScoped
public class ExpectationSuites {
  public static final int MAX_EXPECTATIONS = 200;

  /** Of all expectations of a suite as JSON: a job is told them in its parameters. */
  static final int MAX_BYTES = 64 << 10;

  private static final String WHAT = "expectation suite";

  private final Mutations mutations;
  private final ProjectAccess access;
  private final CatalogReads reads;
  private final InstantSource clock;

  public ExpectationSuites(
      Mutations mutations, ProjectAccess access, CatalogReads reads, InstantSource clock) {
    this.mutations = mutations;
    this.access = access;
    this.reads = reads;
    this.clock = clock;
  }

  /**
   * @param expectedVersion the number of the suite in force; 0 where there is none
   * @param expectations 0 to 200; none for a data set that is not checked any more
   */
  public record SetExpectations(
      UUID datasetId, int expectedVersion, List<Expectation> expectations) {}

  /**
   * @param suite as Great Expectations writes its suites
   */
  public record ImportExpectations(UUID datasetId, int expectedVersion, JsonObject suite) {}

  /**
   * Puts a suite in force, for versions that are sealed from now on.
   *
   * @return the one in force, where that expects the same already
   * @throws Invalid naming the expectation and its field
   * @throws NotFound when there is no such data set that the caller may know of
   * @throws Forbidden without DATASET_WRITE in its project
   * @throws Conflict when another suite is in force than was expected
   */
  public ExpectationSuite set(Caller caller, SetExpectations input) {
    return put(caller, "setExpectations", input, input);
  }

  /**
   * {@link #set}, of a suite of Great Expectations.
   *
   * @throws Invalid naming also every expectation, or type, that is not known here
   */
  public ExpectationSuite importSuite(Caller caller, ImportExpectations input) {
    Input.present("input.suite", input.suite());
    List<Expectation> expectations = GreatExpectations.read("input.suite", input.suite());
    SuiteCheck.requireKnown("input.suite", expectations);
    SuiteCheck.requireKnownTypes("input.suite", expectations);
    return put(
        caller,
        "importExpectations",
        input,
        new SetExpectations(input.datasetId(), input.expectedVersion(), expectations));
  }

  private ExpectationSuite put(Caller caller, String action, Object input, SetExpectations wanted) {
    Input.present("input.datasetId", wanted.datasetId());
    Input.size("input.expectations", wanted.expectations(), 0, MAX_EXPECTATIONS);
    JsonArray json = SuiteRows.json(wanted.expectations());
    SuiteCheck.require(json);
    SuiteCheck.requireKnownTypes("input.expectations", wanted.expectations());
    String text = json.encode();
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw new Invalid("input.expectations", bytes + " bytes", "at most " + MAX_BYTES + " bytes");
    }
    UUID id = Ids.next();
    UUID inForce =
        mutations.run(
            caller,
            action,
            input,
            tx -> {
              UUID projectId = lock(tx, caller.principal(), wanted.datasetId());
              Optional<ExpectationSuite> before = inForce(tx, wanted.datasetId());
              int number = before.map(ExpectationSuite::number).orElse(0);
              if (number != wanted.expectedVersion()) {
                throw new Conflict(
                    "suite %d is in force (expected: %d)"
                        .formatted(number, wanted.expectedVersion()));
              }
              String digest = Digests.of(text);
              UUID same =
                  before
                      .filter(suite -> suite.digest().equals(digest))
                      .map(ExpectationSuite::id)
                      .orElse(null);
              if (same == null) {
                insert(tx, caller.principal(), id, projectId, wanted, number + 1, digest, text);
              }
              return new Subject.Key(SubjectKind.DATASET, wanted.datasetId())
                  .changed(
                      "expectationsuite",
                      same == null ? id : same,
                      projectId,
                      Map.of("number", same == null ? number + 1 : number));
            });
    return reads.one(
        caller.principal(), WHAT, SuiteRows::suite, SuiteRows.SELECT + "AND s.id = $2", inForce);
  }

  /** Whoever else sets the data set's suite waits until the transaction ends. */
  private UUID lock(Transaction tx, Principal principal, UUID datasetId) {
    UUID projectId =
        tx.one(
                """
                SELECT project_id FROM catalog.dataset
                WHERE tenant_id = $1 AND id = $2
                FOR NO KEY UPDATE
                """,
                tx.tenantId(),
                datasetId)
            .map(row -> row.getUUID("project_id"))
            .orElseThrow(() -> new NotFound("data set"));
    access.require(principal, Permission.DATASET_WRITE, projectId, "data set");
    return projectId;
  }

  /** The one that a version of the data set is checked by now; empty where it never had one. */
  public Optional<ExpectationSuite> inForce(Transaction tx, UUID datasetId) {
    return tx.one(
            SuiteRows.SELECT + "AND s.dataset_id = $2 ORDER BY s.number DESC LIMIT 1",
            tx.tenantId(),
            datasetId)
        .map(SuiteRows::suite);
  }

  /** One that a validation names. */
  public ExpectationSuite ofRun(Transaction tx, UUID id) {
    return tx.one(SuiteRows.SELECT + "AND s.id = $2", tx.tenantId(), id)
        .map(SuiteRows::suite)
        .orElseThrow(() -> new NotFound(WHAT));
  }

  /** What the job that checks by it is told. */
  public JsonArray asParameters(ExpectationSuite suite) {
    return SuiteRows.json(suite.expectations());
  }

  private void insert(
      Transaction tx,
      Principal principal,
      UUID id,
      UUID projectId,
      SetExpectations wanted,
      int number,
      String digest,
      String text) {
    tx.update(
        """
        INSERT INTO catalog.expectation_suite
          (tenant_id, id, project_id, dataset_id, number, digest, expectations, created_at,
           created_by, created_by_kind, created_by_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """,
        tx.tenantId(),
        id,
        projectId,
        wanted.datasetId(),
        number,
        digest,
        text,
        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC),
        principal.label(),
        principal.kind().name(),
        principal.id());
  }

  /**
   * @throws NotFound when there is none that the caller may know of
   */
  public ExpectationSuite get(Principal principal, UUID id) {
    ExpectationSuite suite =
        reads.one(principal, WHAT, SuiteRows::suite, SuiteRows.SELECT + "AND s.id = $2", id);
    access.require(principal, Permission.DATASET_READ, suite.projectId(), WHAT);
    return suite;
  }

  /** By id; those that the caller may not read are left out. */
  public Map<UUID, ExpectationSuite> byIds(Principal principal, Collection<UUID> ids) {
    Input.size("ids", ids, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, ExpectationSuite> found = new HashMap<>();
    reads
        .list(
            principal,
            SuiteRows::suite,
            SuiteRows.SELECT
                + "AND s.id = ANY ($2) AND ($3::uuid[] IS NULL OR s.project_id = ANY ($3))",
            ids.toArray(UUID[]::new),
            access.visibleIfAny(principal, Permission.DATASET_READ))
        .forEach(suite -> found.put(suite.id(), suite));
    return found;
  }

  /** The one in force of each data set that ever had one, by data set. */
  public Map<UUID, ExpectationSuite> byDatasetIds(
      Principal principal, Collection<UUID> datasetIds) {
    Input.size("datasetIds", datasetIds, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, ExpectationSuite> found = new HashMap<>();
    reads
        .list(
            principal,
            SuiteRows::suite,
            SuiteRows.SELECT
                + """
                AND s.dataset_id = ANY ($2)
                  AND ($3::uuid[] IS NULL OR s.project_id = ANY ($3))
                  AND NOT EXISTS (
                    SELECT 1 FROM catalog.expectation_suite n
                    WHERE n.tenant_id = s.tenant_id AND n.dataset_id = s.dataset_id AND n.number > s.number
                  )
                """,
            datasetIds.toArray(UUID[]::new),
            access.visibleIfAny(principal, Permission.DATASET_READ))
        .forEach(suite -> found.put(suite.datasetId(), suite));
    return found;
  }

  /**
   * Those of a data set, newest first.
   *
   * @param beforeId null for the first page
   */
  public List<ExpectationSuite> page(
      Principal principal, UUID datasetId, int limit, UUID beforeId) {
    return reads.list(
        principal,
        SuiteRows::suite,
        SuiteRows.SELECT
            + """
            AND s.dataset_id = $2
              AND ($3::uuid[] IS NULL OR s.project_id = ANY ($3))
              AND ($4::uuid IS NULL OR s.id < $4)
            ORDER BY s.id DESC
            LIMIT $5
            """,
        datasetId,
        access.visible(principal, Permission.DATASET_READ),
        beforeId,
        PageLimit.checked(limit));
  }
}
