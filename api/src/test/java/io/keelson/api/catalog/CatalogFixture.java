package io.keelson.api.catalog;

import io.keelson.api.catalog.dataset.DatasetFileUploads;
import io.keelson.api.catalog.dataset.DatasetFiles;
import io.keelson.api.catalog.dataset.DatasetGates;
import io.keelson.api.catalog.dataset.DatasetReaders;
import io.keelson.api.catalog.dataset.DatasetUploads;
import io.keelson.api.catalog.dataset.DatasetUses;
import io.keelson.api.catalog.dataset.DatasetValidations;
import io.keelson.api.catalog.dataset.DatasetVersions;
import io.keelson.api.catalog.dataset.Datasets;
import io.keelson.api.catalog.dataset.DerivedVersions;
import io.keelson.api.catalog.expectation.ExpectationSuites;
import io.keelson.api.catalog.experiment.Experiments;
import io.keelson.api.catalog.experiment.RunArtifacts;
import io.keelson.api.catalog.experiment.RunChanges;
import io.keelson.api.catalog.experiment.RunDetails;
import io.keelson.api.catalog.experiment.RunJobEvents;
import io.keelson.api.catalog.experiment.RunLists;
import io.keelson.api.catalog.experiment.RunRanking;
import io.keelson.api.catalog.experiment.RunWrites;
import io.keelson.api.catalog.experiment.Runs;
import io.keelson.api.catalog.metric.RunMetrics;
import io.keelson.api.catalog.model.DataOrigins;
import io.keelson.api.catalog.model.Decisions;
import io.keelson.api.catalog.model.Lineages;
import io.keelson.api.catalog.model.ModelVersions;
import io.keelson.api.catalog.model.Models;
import io.keelson.api.catalog.profile.Profiles;
import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.Project;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.catalog.project.ProjectUse;
import io.keelson.api.catalog.project.Projects;
import io.keelson.api.catalog.validation.ValidationJobEvents;
import io.keelson.api.catalog.validation.ValidationRequests;
import io.keelson.api.catalog.validation.Validations;
import io.keelson.compute.job.JobUses;
import io.keelson.compute.lease.Leases;
import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.IdempotencyKey;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Migrations;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Event;
import io.keelson.tenancy.event.EventHandler;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.event.OutboxRelay;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.object.FileObjectStore;
import io.keelson.tenancy.object.ObjectStore;
import io.keelson.tenancy.object.ObjectsConfig;
import io.keelson.tenancy.object.SignedUrls;
import io.keelson.tenancy.object.StoredBytesUse;
import io.keelson.tenancy.object.TenantKeys;
import io.keelson.tenancy.object.TenantObjects;
import io.keelson.tenancy.object.UploadWriter;
import io.keelson.tenancy.object.Uploads;
import io.keelson.tenancy.quota.MetricPoints;
import io.keelson.tenancy.quota.MinuteUse;
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.quota.QuotaUse;
import io.keelson.tenancy.quota.Quotas;
import io.keelson.tenancy.refusal.Refusals;
import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestQuotas;
import io.keelson.tenancy.testing.TestServers;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * The catalog on a database and a folder of their own, with two tenants, and a clock that stands.
 */
public final class CatalogFixture implements AutoCloseable {
  private final TestDatabase testDatabase =
      TestServers.shared().freshDatabase(Migrations.ALL.toArray(String[]::new));
  private final Vertx vertx = Vertx.vertx();
  private final Pool appPool = pool(testDatabase.appUser(), testDatabase.appPassword());
  private final Pool systemPool = pool(testDatabase.systemUser(), testDatabase.systemPassword());

  public final StandingClock clock = new StandingClock();
  public final LocalSignals signals = new LocalSignals();
  public final Path folder;
  public final ObjectStore store;
  public final TenantDatabase database = new TenantDatabase(appPool, null);
  public final SystemDatabase system = new SystemDatabase(systemPool);
  public final TenantObjects objects;
  public final Uploads uploads;

  public final Projects projects;
  public final Datasets datasets;
  public final DatasetVersions versions;
  public final DatasetValidations validations;
  public final DatasetGates gates;
  public final ExpectationSuites suites;
  public final DerivedVersions derived;
  public final Validations checks;
  public final DatasetFiles files;
  public final DatasetUploads datasetUploads;
  public final Profiles profiles;
  public final Experiments experiments;
  public final Runs runs;
  public final RunDetails details;
  public final DatasetReaders readers;
  public final DatasetUses datasetUses;
  public final RunRanking ranking;
  public final RunLists runLists;
  public final RunChanges runChanges;
  public final RunArtifacts artifacts;
  public final RunMetrics metrics;
  public final Models models;
  public final ModelVersions modelVersions;
  public final Decisions decisions;
  public final Lineages lineages;
  public final Outbox outbox;
  private final OutboxRelay relay;

  public final UUID tenantId = Ids.next();
  public final Quotas quotas = quotas(Map.of());
  public final Principal engineer = person(tenantId, "engineer", Role.ENGINEER);
  public final Caller caller = caller(engineer);
  public final Principal stranger = person(Ids.next(), "stranger", Role.OWNER);

  /** What people are told of, by type. */
  public final List<Event> told = new CopyOnWriteArrayList<>();

  private final class Told implements EventHandler {
    @Override
    public String name() {
      return "told";
    }

    @Override
    public Set<String> types() {
      return Set.of("DatasetVersionRejected", "DatasetVersionErrored");
    }

    @Override
    public String role() {
      return "broker";
    }

    @Override
    public void handle(Transaction tx, Event event) {
      told.add(event);
    }
  }

  public CatalogFixture() {
    try {
      this.folder = Files.createTempDirectory(Path.of("/tmp"), "kc-");
      // The profiler has an account of its own, which must be able to pass.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
      ObjectsConfig config = ObjectsConfig.defaults(folder, URI.create("http://127.0.0.1:1"));
      this.store = new FileObjectStore(config.folder());
      TenantKeys keys = new TenantKeys(database, config, clock);
      this.objects = new TenantObjects(database, store, keys, config, clock);
      Authorizer authorizer = new Authorizer();
      ProjectAccess access = new ProjectAccess(authorizer);
      this.uploads =
          new Uploads(
              database,
              store,
              keys,
              List.of(new DatasetFileUploads(access, signals, clock)),
              config,
              quotas,
              clock);
      SignedUrls urls = new SignedUrls(config, clock);

      CatalogReads reads = new CatalogReads(database);
      Mutations mutations = new Mutations(database, new AuditLog(database, clock), clock);
      Outbox none = new Outbox(List.<EventHandler>of(), signals, clock);
      RunWrites writes = new RunWrites(access, new Leases(none), signals);
      List<EventHandler> handlers =
          List.of(
              new ValidationRequests(signals),
              new ValidationJobEvents(signals),
              new RunJobEvents(writes),
              new Told());
      this.outbox = new Outbox(handlers, signals, clock);
      this.relay = new OutboxRelay(system, database, signals, clock, handlers, Set.of("broker"));

      this.projects = new Projects(database, mutations, authorizer, access, reads, quotas, clock);
      this.datasets = new Datasets(mutations, access, reads, clock);
      this.versions = new DatasetVersions(mutations, access, reads, uploads, outbox, clock);
      this.validations = new DatasetValidations(mutations, access, versions, outbox, signals);
      this.gates = new DatasetGates(reads, clock);
      this.suites = new ExpectationSuites(mutations, access, reads, clock);
      this.derived = new DerivedVersions(access, outbox, signals, clock);
      this.checks = new Validations(access, reads);
      this.files = new DatasetFiles(mutations, access, reads, versions, gates, uploads, urls);
      this.datasetUploads = new DatasetUploads(mutations, access, versions, uploads, signals);
      this.profiles = new Profiles(access, reads);
      this.experiments = new Experiments(mutations, access, reads, clock);
      this.runs = new Runs(mutations, access, reads, writes, gates, clock);
      this.details = new RunDetails(access, reads, runs);
      this.readers = new DatasetReaders(access, reads);
      this.datasetUses = new DatasetUses(access, reads);
      this.ranking = new RunRanking(access, reads);
      this.runLists = new RunLists(access, reads);
      this.runChanges = new RunChanges(mutations, runs, writes, clock);
      this.artifacts = new RunArtifacts(reads, runs, urls);
      this.metrics =
          new RunMetrics(
              mutations,
              access,
              reads,
              runs,
              writes,
              new MetricPoints(database, quotas),
              new Refusals(database, clock),
              clock);
      this.models = new Models(mutations, access, reads, clock);
      this.modelVersions = new ModelVersions(mutations, access, reads, objects, outbox, clock);
      this.decisions = new Decisions(mutations, access, reads, modelVersions, outbox, clock);
      this.lineages = new Lineages(modelVersions, runs, details, new DataOrigins(reads, access));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param limits in whole units; what is not named has none
   */
  public static Quotas quotas(Map<QuotaName, Long> limits) {
    List<QuotaUse> uses = new ArrayList<>(new JobUses().all());
    uses.addAll(List.of(new ProjectUse(), new StoredBytesUse(), new MinuteUse()));
    return TestQuotas.of(limits, uses);
  }

  private Pool pool(String user, String password) {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(testDatabase.host())
            .setPort(testDatabase.port())
            .setDatabase(testDatabase.name())
            .setUser(user)
            .setPassword(password)
            .setPipeliningLimit(16)
            .setCachePreparedStatements(true);
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(8))
        .connectingTo(options)
        .using(vertx)
        .build();
  }

  public static Principal person(UUID tenantId, String name, Role role) {
    return new Principal(
        Principal.Kind.PERSON,
        Ids.next(),
        tenantId,
        "tenant",
        name,
        role.permissions(),
        Map.of(),
        null);
  }

  /** Somebody who has a role in these projects only. */
  public Principal guest(String name, Role role, UUID... projectIds) {
    Map<UUID, Set<Permission>> byProject = new HashMap<>();
    for (UUID id : projectIds) {
      byProject.put(id, role.permissions());
    }
    return new Principal(
        Principal.Kind.PERSON, Ids.next(), tenantId, "tenant", name, Set.of(), byProject, null);
  }

  public static Caller caller(Principal principal) {
    return new Caller(principal, "request", null, null);
  }

  public Caller withKey(String idempotencyKey) {
    return new Caller(engineer, "request", IdempotencyKey.of(idempotencyKey, 0), null);
  }

  public Project project(String slug) {
    return projects.create(caller, new Projects.NewProject(slug, "Project " + slug, null));
  }

  public UUID experiment(UUID projectId) {
    return experiments
        .create(caller, new Experiments.NewExperiment(projectId, "First " + Ids.next(), null))
        .id();
  }

  public UUID openVersion(UUID projectId) {
    UUID dataset =
        datasets
            .create(caller, new Datasets.NewDataset(projectId, "data " + Ids.next(), null))
            .id();
    return versions.open(caller, dataset).id();
  }

  /** Uploads the bytes as the byte door would. */
  public void upload(UUID versionId, String path, byte[] content) {
    UUID id =
        files
            .startUpload(
                caller, new DatasetFiles.StartUpload(versionId, path, content.length, null))
            .id();
    send(id, content);
  }

  public void send(UUID uploadId, byte[] content) {
    if (content.length == 0) {
      uploads.resume(tenantId, uploadId);
      return;
    }
    try (UploadWriter writer = uploads.write(tenantId, uploadId, 0)) {
      writer.append(List.of(ByteBuffer.wrap(content)));
      writer.finish();
    }
  }

  /** What the broker would publish at a job's end. */
  public void jobFinished(UUID jobId, UUID runId, String status, Map<String, byte[]> outputs) {
    JsonArray list = new JsonArray();
    outputs.forEach(
        (path, content) ->
            list.add(
                new JsonObject()
                    .put("path", path)
                    .put("digest", objects.putBytes(tenantId, content).digest())
                    .put("sizeBytes", (long) content.length)));
    JsonObject payload =
        new JsonObject()
            .put("jobId", jobId.toString())
            .put("runId", runId.toString())
            .put("kind", "TASK")
            .put("status", status)
            .put("startedAt", now().minusMinutes(1).toString())
            .put("endedAt", now().toString())
            .put("outputs", list);
    publish("JobFinished", jobId, payload);
  }

  public void jobStarted(UUID jobId, UUID runId) {
    publish(
        "JobStarted",
        jobId,
        new JsonObject()
            .put("jobId", jobId.toString())
            .put("runId", runId.toString())
            .put("kind", "TASK"));
  }

  private void publish(String type, UUID subjectId, JsonObject payload) {
    database.transact(
        tenantId,
        tx -> {
          outbox.publish(tx, type, subjectId, payload);
          return null;
        });
    deliver();
  }

  /** Hands all published events to their handlers. */
  public void deliver() {
    relay.deliverDue();
  }

  public OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  public TestDatabase testDatabase() {
    return testDatabase;
  }

  /** As the role that owns the tables and walks past row-level security. */
  public void asOwner(String sql) throws SQLException {
    try (Connection connection = owner();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** One number, as the owner sees it. */
  public long count(String sql) {
    try (Connection connection = owner();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection owner() throws SQLException {
    return DriverManager.getConnection(
        testDatabase.jdbcUrl(), testDatabase.ownerUser(), testDatabase.ownerPassword());
  }

  @Override
  public void close() {
    store.close();
    appPool.close().toCompletionStage().toCompletableFuture().join();
    systemPool.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    testDatabase.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
