package io.keelson.api.catalog.removal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.dataset.DatasetFiles;
import io.keelson.api.catalog.experiment.RemovedDataset;
import io.keelson.api.catalog.experiment.Runs.NewRun;
import io.keelson.api.catalog.project.Project;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.removal.ProjectRemoval;
import io.keelson.tenancy.removal.ProjectRemoval.Left;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProjectRemovalIT {
  private RemovalGround ground;
  private CatalogFixture catalog;
  private Connection owner;
  private ProjectTables tables;

  @BeforeEach
  void open() throws SQLException {
    ground = new RemovalGround();
    catalog = ground.catalog;
    owner = ground.owner();
    tables = new ProjectTables(owner);
    catalog.asOwner(
        "INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at) VALUES ('%s', 'tenant', 'Tenant', now()) ON CONFLICT DO NOTHING"
            .formatted(catalog.tenantId));
  }

  @AfterEach
  void close() throws SQLException {
    owner.close();
    ground.close();
  }

  /** What is being sealed ends by itself, and is waited for. */
  private void begin(Project project) throws SQLException {
    ground.remove(project);
    ground.loop().moveDue();
    assertThat(ground.removal(project.id()).left())
        .containsExactly(new Left("data set versions that are being sealed", 1));
    catalog.asOwner(
        "DELETE FROM catalog.collector_sealing WHERE collector_id = '%s'".formatted(project.id()));
    catalog.clock.advance(Duration.ofSeconds(2));
  }

  private Project filled(String slug, int number) throws SQLException {
    Project project = catalog.project(slug);
    tables.fill(catalog.tenantId, project.id(), number);
    return project;
  }

  @Test
  void everyRowGoesButWhatIsKeptAndTheProjectBesideItStaysAsItIs() throws SQLException {
    tables.dropChecks();
    Project wine = filled("wine", 1);
    Project beer = filled("beer", 2);
    Map<String, String> beside = tables.rowsOf(beer.id());
    assertThat(tables.all()).hasSizeGreaterThan(60);
    assertThat(tables.rowsOf(wine.id()).keySet())
        .as("a row in every table with rows of projects")
        .containsAll(
            tables.all().stream()
                .filter(
                    table ->
                        !table.equals("catalog.project_removal")
                            // The meter has not been there yet.
                            && !table.equals("catalog.storage_meter")
                            && !table.equals("catalog.storage_object")
                            // Points name their series alone.
                            && !table.equals("catalog.metric"))
                .toList());
    assertThat(count("catalog.metric")).isEqualTo(2);

    begin(wine);
    ground.finish(ground.loop(), wine.id());

    assertThat(ground.removal(wine.id()).removedAt()).isNotNull();
    assertThat(tables.rowsOf(wine.id()).keySet())
        .filteredOn(table -> !ProjectTables.KEPT.containsKey(table))
        .containsExactly("tenancy.event");
    assertThat(tables.rowsOf(beer.id())).isEqualTo(beside);
    assertThat(count("catalog.metric")).isEqualTo(1);
    assertThatThrownBy(() -> catalog.projects.get(ground.admin, wine.id()))
        .isInstanceOf(NotFound.class);
    assertThat(catalog.project("wine").id()).as("the slug is free").isNotEqualTo(wine.id());
  }

  @Test
  void whateverStepAProcessDiesInAnotherGoesOn() throws Exception {
    tables.dropChecks();
    Project wine = filled("wine", 1);
    begin(wine);
    AtomicInteger calls = new AtomicInteger();
    List<ProjectRemoval> dying = new ArrayList<>();
    ground.features.forEach(feature -> dying.add(new Dying(feature, calls)));

    for (int looks = 0; looks < 1_000 && ground.removal(wine.id()).removedAt() == null; looks++) {
      int before = calls.get();
      ground.loop(dying).moveDue();
      if (calls.get() == before) {
        // It holds the removal until the database has heard of its death.
        Thread.sleep(20);
      }
      // What fails is due again after a minute.
      catalog.clock.advance(Duration.ofMinutes(2));
    }

    assertThat(calls.get()).isGreaterThan(100);
    assertThat(ground.removal(wine.id()).removedAt()).isNotNull();
    assertThat(tables.rowsOf(wine.id()).keySet())
        .filteredOn(table -> !ProjectTables.KEPT.containsKey(table))
        .containsExactly("tenancy.event");
  }

  /** Fails after the work was done and before it is committed, every so often. */
  private record Dying(ProjectRemoval feature, AtomicInteger calls) implements ProjectRemoval {
    @Override
    public Turn turn() {
      return feature.turn();
    }

    @Override
    public void end(Transaction tx, UUID projectId) {
      feature.end(tx, projectId);
      die(7 * 19);
    }

    @Override
    public List<Left> left(Transaction tx, UUID projectId) {
      return feature.left(tx, projectId);
    }

    @Override
    public int remove(Transaction tx, UUID projectId, int limit) {
      int removed = feature.remove(tx, projectId, limit);
      if (removed > 0) {
        die(3);
      }
      return removed;
    }

    private void die(int oneIn) {
      if (calls.incrementAndGet() % oneIn == 0) {
        throw new IllegalStateException("the process has died, on purpose");
      }
    }
  }

  @Test
  void twoProcessesRemoveItOnce() throws Exception {
    tables.dropChecks();
    Project wine = filled("wine", 1);
    begin(wine);

    for (int looks = 0; looks < 100 && ground.removal(wine.id()).removedAt() == null; looks++) {
      Thread other = Thread.ofVirtual().start(() -> ground.loop().moveDue());
      ground.loop().moveDue();
      other.join();
      catalog.clock.advance(Duration.ofSeconds(2));
    }

    assertThat(count("tenancy.event WHERE type = 'ProjectRemoved'")).isEqualTo(1);
    assertThat(count("tenancy.audit_entry WHERE action = 'projectRemoved'")).isEqualTo(1);
    assertThat(count("catalog.project_removal WHERE removed_at IS NOT NULL")).isEqualTo(1);
  }

  private long count(String what) {
    return catalog.count("SELECT count(*) FROM " + what);
  }

  @Test
  void nothingIsChangedInItFromTheBeginningAndItIsReadUntilItIsGone() {
    Project wine = catalog.project("wine");
    UUID version = catalog.openVersion(wine.id());
    UUID upload =
        catalog
            .files
            .startUpload(catalog.caller, new DatasetFiles.StartUpload(version, "a.csv", 2, null))
            .id();
    ground.remove(wine);

    assertThatThrownBy(() -> catalog.send(upload, new byte[2]))
        .as("an upload that was on its way")
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("is being removed");
    assertThat(count("catalog.dataset_file")).isZero();
    assertThat(catalog.projects.get(ground.admin, wine.id()).removingSince()).isNotNull();
    assertThatThrownBy(() -> catalog.experiment(wine.id()))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("is being removed");
    // Also what asks nobody whether the project is there.
    assertThatThrownBy(
            () ->
                ground.mutations.run(
                    catalog.caller,
                    "any",
                    wine.id(),
                    tx -> Changed.of("thing", wine.id(), wine.id())))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("is being removed");
  }

  @Test
  void whoeverChangesSomethingIsWaitedFor() throws Exception {
    Project wine = catalog.project("wine");
    Thread[] removing = new Thread[1];
    catalog.database.transact(
        catalog.tenantId,
        tx -> {
          tx.one(
              "SELECT known FROM catalog.hold_projects($1, $2)",
              tx.tenantId(),
              new UUID[] {wine.id()});
          removing[0] = Thread.ofVirtual().start(() -> ground.remove(wine));
          waitUntilOneWaits();
          return null;
        });
    removing[0].join();

    assertThat(ground.removal(wine.id())).isNotNull();
  }

  private void waitUntilOneWaits() {
    for (int looks = 0; looks < 500; looks++) {
      try {
        if (count("pg_locks WHERE locktype = 'advisory' AND NOT granted") > 0) {
          assertThat(ground.removal(catalog.tenantId)).isNull();
          return;
        }
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    throw new AssertionError("nobody waits");
  }

  @Test
  void whatAnotherProjectHasReadKeepsItsNameAndDigest() throws SQLException {
    Project wine = catalog.project("wine");
    UUID version = catalog.openVersion(wine.id());
    catalog.asOwner("UPDATE catalog.dataset SET name = 'bottles'");
    Project beer = catalog.project("beer");
    UUID run =
        catalog
            .runs
            .create(
                catalog.caller,
                new NewRun(catalog.experiment(beer.id()), null, List.of(), List.of(), null, null))
            .id();
    catalog.asOwner(
        "INSERT INTO catalog.run_dataset (tenant_id, run_id, dataset_version_id, digest) VALUES ('%s', '%s', '%s', 'sha256:1')"
            .formatted(catalog.tenantId, run, version));

    ground.remove(wine);
    ground.finish(ground.loop(), wine.id());

    assertThat(ground.removal(wine.id()).removedAt()).isNotNull();
    assertThat(catalog.details.datasets(catalog.engineer, List.of(run))).isEmpty();
    assertThat(catalog.details.removedDatasets(catalog.engineer, List.of(run)))
        .containsEntry(run, List.of(new RemovedDataset("wine/bottles v1", "sha256:1")));
  }

  @Test
  void theSlugIsTypedToConfirmAndTheVersionIsExpected() {
    Project wine = catalog.project("wine");

    assertThatThrownBy(() -> remove(wine.id(), wine.version(), "beer"))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("input.slug");
    assertThatThrownBy(() -> remove(wine.id(), wine.version() + 1, "wine"))
        .isInstanceOf(Conflict.class);
    assertThatThrownBy(() -> remove(catalog.tenantId, 1, "wine")).isInstanceOf(NotFound.class);
    assertThatThrownBy(
            () ->
                ground.removals.remove(
                    CatalogFixture.caller(catalog.guest("guest", Role.ADMIN, wine.id())),
                    new ProjectRemovals.RemoveProject(wine.id(), wine.version(), "wine")))
        .isInstanceOf(Forbidden.class);

    remove(wine.id(), wine.version(), "wine");

    assertThatThrownBy(() -> remove(wine.id(), wine.version(), "wine"))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("is being removed");
  }

  private Removal remove(UUID id, int version, String slug) {
    return ground.removals.remove(
        CatalogFixture.caller(ground.admin), new ProjectRemovals.RemoveProject(id, version, slug));
  }

  @Test
  void whatIsStoredIsBilledUntilItIsRemoved() throws SQLException {
    Project wine = catalog.project("wine");
    UUID version = catalog.openVersion(wine.id());
    catalog.upload(version, "a.csv", new byte[1 << 20]);
    catalog.asOwner("UPDATE catalog.storage_change SET at = now() - interval '90 minutes'");
    long came = milliseconds("SELECT at FROM catalog.storage_change");

    ground.remove(wine);
    long before = milliseconds("SELECT now()");
    ground.finish(ground.loop(), wine.id());
    long after = milliseconds("SELECT now()");

    long billed =
        catalog.count(
            """
            SELECT round(sum(quantity) * 1024 * 3600 * 1000)
            FROM billing.usage_event
            WHERE meter = 'storage.gib_hours'
            """);
    assertThat(billed)
        .as("one MiB, in milliseconds")
        .isBetween(before - came - 1, after - came + 1);
    assertThat(count("catalog.storage_meter")).isZero();
    assertThat(count("catalog.storage_change")).isZero();
    assertThat(count("catalog.storage_object")).isZero();
  }

  private long milliseconds(String time) {
    return catalog.count("SELECT floor(extract(epoch FROM (%s)) * 1000)".formatted(time));
  }
}
