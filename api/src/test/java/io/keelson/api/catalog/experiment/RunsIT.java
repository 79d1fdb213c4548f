package io.keelson.api.catalog.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.experiment.Experiments.NewExperiment;
import io.keelson.api.catalog.experiment.RunRanking.Direction;
import io.keelson.api.catalog.experiment.Runs.NewRun;
import io.keelson.api.catalog.experiment.filter.RunFilter;
import io.keelson.api.catalog.metric.MetricPoint;
import io.keelson.api.catalog.metric.RunMetrics.LogBatch;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunsIT {
  private final CatalogFixture catalog = new CatalogFixture();
  private final UUID projectId = catalog.project("wine").id();
  private final UUID experimentId = catalog.experiment(projectId);

  @AfterEach
  void close() {
    catalog.close();
  }

  private NewRun named(String name, Tag... params) {
    return new NewRun(experimentId, name, List.of(params), null, null, null);
  }

  private UUID scheduled(UUID jobId) {
    UUID runId = Ids.next();
    catalog.database.transact(
        catalog.tenantId,
        tx -> catalog.runs.schedule(tx, catalog.engineer, runId, jobId, named("of a job")));
    return runId;
  }

  @Test
  void aRunHasWhatItWasGivenAndEnds() {
    UUID version = catalog.openVersion(projectId);
    catalog.upload(version, "a.csv", "x\n1\n".getBytes(UTF_8));
    String digest = catalog.versions.seal(catalog.caller, version).digest();

    Run run =
        catalog.runs.create(
            catalog.caller,
            new NewRun(
                experimentId,
                "first",
                List.of(new Tag("lr", "0.1"), new Tag("epochs", "10")),
                List.of(new Tag("team", "red")),
                List.of(version),
                null));
    Run finished = catalog.runs.finish(catalog.caller, run.id(), RunStatus.FINISHED);

    assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
    assertThat(run.startedAt()).isEqualTo(catalog.now());
    assertThat(finished.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(finished.endedAt()).isEqualTo(catalog.now());
    assertThat(catalog.details.params(catalog.engineer, List.of(run.id())).get(run.id()))
        .containsExactly(new Tag("epochs", "10"), new Tag("lr", "0.1"));
    assertThat(catalog.details.tags(catalog.engineer, List.of(run.id())).get(run.id()))
        .containsExactly(new Tag("team", "red"));
    assertThat(catalog.details.datasets(catalog.engineer, List.of(run.id())).get(run.id()))
        .containsExactly(new RunDataset(version, digest));
    assertThat(catalog.details.runsReading(catalog.engineer, List.of(version)).get(version))
        .extracting(Run::id)
        .containsExactly(run.id());
    assertThatThrownBy(() -> catalog.runs.finish(catalog.caller, run.id(), RunStatus.FAILED))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("FINISHED");
  }

  @Test
  void aRunReadsSealedVersionsOfItsOwnProjectOnly() {
    UUID open = catalog.openVersion(projectId);
    UUID elsewhere = catalog.openVersion(catalog.project("other").id());
    catalog.upload(elsewhere, "a.csv", "x\n1\n".getBytes(UTF_8));
    catalog.versions.seal(catalog.caller, elsewhere);

    assertThatThrownBy(() -> catalog.runs.create(catalog.caller, reading(open)))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("OPEN");
    assertThatThrownBy(() -> catalog.runs.create(catalog.caller, reading(elsewhere)))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> catalog.runs.create(catalog.caller, reading(UUID.randomUUID())))
        .isInstanceOf(NotFound.class);
    assertThat(catalog.count("SELECT count(*) FROM catalog.run")).isZero();
  }

  private NewRun reading(UUID version) {
    return new NewRun(experimentId, null, null, null, List.of(version), null);
  }

  @Test
  void aRunFollowsItsJobAndKeepsWhatItLeft() {
    UUID jobId = Ids.next();
    UUID runId = scheduled(jobId);
    Run waiting = catalog.runs.get(catalog.engineer, runId);
    catalog.jobStarted(jobId, runId);
    Run running = catalog.runs.get(catalog.engineer, runId);
    catalog.jobFinished(
        jobId,
        runId,
        "SUCCEEDED",
        Map.of(
            "model.onnx",
            new byte[] {8, 9},
            "plots/loss.png",
            new byte[] {1},
            "plots/acc.png",
            new byte[] {2}));
    Run finished = catalog.runs.get(catalog.engineer, runId);

    assertThat(waiting.status()).isEqualTo(RunStatus.SCHEDULED);
    assertThat(waiting.jobId()).isEqualTo(jobId);
    assertThat(running.status()).isEqualTo(RunStatus.RUNNING);
    assertThat(finished.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(finished.endedAt()).isEqualTo(catalog.now());
    assertThat(catalog.runs.byJobIds(catalog.engineer, List.of(jobId)))
        .containsEntry(jobId, finished);
    List<Artifact> root = catalog.artifacts.list(catalog.engineer, runId, null);
    assertThat(root).extracting(Artifact::path).containsExactly("plots", "model.onnx");
    assertThat(catalog.artifacts.list(catalog.engineer, runId, "plots"))
        .extracting(Artifact::path)
        .containsExactly("plots/acc.png", "plots/loss.png");
    assertThat(catalog.artifacts.downloadUrl(catalog.engineer, root.get(0))).isNull();
    assertThat(catalog.artifacts.downloadUrl(catalog.engineer, root.get(1)).toString())
        .contains("model.onnx");
  }

  @Test
  void eventsMayComeTwiceAndInTheWrongOrder() {
    UUID jobId = Ids.next();
    UUID runId = scheduled(jobId);

    catalog.jobFinished(jobId, runId, "CANCELLED", Map.of("a", new byte[] {1}));
    catalog.jobStarted(jobId, runId);
    catalog.jobFinished(jobId, runId, "CANCELLED", Map.of("a", new byte[] {1}));

    assertThat(catalog.runs.get(catalog.engineer, runId).status()).isEqualTo(RunStatus.KILLED);
    assertThat(catalog.artifacts.list(catalog.engineer, runId, null)).hasSize(1);
  }

  @Test
  void anEventOfAnotherJobChangesNothing() {
    UUID runId = scheduled(Ids.next());

    catalog.jobFinished(Ids.next(), runId, "FAILED", Map.of("a", new byte[] {1}));

    assertThat(catalog.runs.get(catalog.engineer, runId).status()).isEqualTo(RunStatus.SCHEDULED);
    assertThat(catalog.artifacts.list(catalog.engineer, runId, null)).isEmpty();
  }

  @Test
  void pagesAreNewestFirstAndFilteredByStatus() {
    Run one = catalog.runs.create(catalog.caller, named("one"));
    Run two = catalog.runs.create(catalog.caller, named(null));
    Run ended = catalog.runs.finish(catalog.caller, one.id(), RunStatus.FAILED);

    assertThat(two.name()).startsWith("run-");
    assertThat(catalog.runs.page(catalog.engineer, experimentId, null, 10, null))
        .containsExactly(two, ended);
    assertThat(
            catalog.runs.page(catalog.engineer, experimentId, Set.of(RunStatus.FAILED), 10, null))
        .containsExactly(ended);
    assertThat(catalog.runs.page(catalog.engineer, experimentId, null, 10, two.id()))
        .containsExactly(ended);
  }

  @Test
  void runsAreComparedByWhatDiffers() {
    Run one =
        catalog.runs.create(
            catalog.caller, named("one", new Tag("lr", "0.1"), new Tag("seed", "7")));
    Run two =
        catalog.runs.create(
            catalog.caller, named("two", new Tag("lr", "0.2"), new Tag("seed", "7")));

    RunComparison comparison =
        catalog.details.compare(catalog.engineer, List.of(two.id(), one.id()));

    assertThat(comparison.runs()).containsExactly(two, one);
    assertThat(comparison.differingParams()).containsExactly("lr");
    assertThat(comparison.metrics()).isEmpty();
    assertThatThrownBy(
            () -> catalog.details.compare(catalog.engineer, List.of(one.id(), UUID.randomUUID())))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> catalog.details.compare(catalog.engineer, List.of()))
        .isInstanceOf(Invalid.class);
  }

  @Test
  void runsAreRankedByAMetricPageByPage() {
    List<UUID> ids = new ArrayList<>();
    for (double accuracy : new double[] {0.5, Double.NaN, 0.9, 0.7, 0.7}) {
      UUID id = catalog.runs.create(catalog.caller, named(null)).id();
      ids.add(id);
      catalog.metrics.logBatch(
          catalog.caller,
          new LogBatch(id, List.of(new MetricPoint("accuracy", accuracy, 1L, null)), null, null));
    }
    UUID without = catalog.runs.create(catalog.caller, named(null)).id();

    List<UUID> best = ranked(Direction.DESC, 3, null);
    List<UUID> rest = ranked(Direction.DESC, 10, best.getLast());

    assertThat(best).containsExactly(ids.get(2), ids.get(3), ids.get(4));
    assertThat(rest).containsExactly(ids.get(0), ids.get(1), without);
    assertThat(ranked(Direction.ASC, 2, null)).containsExactly(ids.get(0), ids.get(3));
    assertThat(
            catalog.ranking.page(
                catalog.stranger,
                experimentId,
                new RunRanking.Asked(Set.of(), RunFilter.NONE, "accuracy", Direction.ASC),
                10,
                null))
        .isEmpty();
  }

  private List<UUID> ranked(Direction direction, int limit, UUID after) {
    return catalog
        .ranking
        .page(
            catalog.engineer,
            experimentId,
            new RunRanking.Asked(Set.of(), RunFilter.NONE, "accuracy", direction),
            limit,
            after)
        .stream()
        .map(Run::id)
        .toList();
  }

  @Test
  void aParentIsARunOfTheSameExperiment() {
    Run parent = catalog.runs.create(catalog.caller, named("parent"));
    UUID other = catalog.experiment(projectId);

    Run child =
        catalog.runs.create(
            catalog.caller, new NewRun(experimentId, null, null, null, null, parent.id()));

    assertThat(child.parentId()).isEqualTo(parent.id());
    assertThatThrownBy(
            () ->
                catalog.runs.create(
                    catalog.caller, new NewRun(other, null, null, null, null, parent.id())))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void aJobWritesToItsOwnRunOnly() {
    Run own = catalog.runs.create(catalog.caller, named("own"));
    Principal job =
        new Principal(
            Principal.Kind.JOB,
            Ids.next(),
            catalog.tenantId,
            "tenant",
            "job:x",
            Set.of(),
            Map.of(
                projectId,
                Set.of(Permission.PROJECT_READ, Permission.RUN_READ, Permission.RUN_WRITE)),
            new Principal.JobAttempt(Ids.next(), own.id(), 1));
    Run other = catalog.runs.create(catalog.caller, named("other"));
    var caller = CatalogFixture.caller(job);

    assertThatThrownBy(() -> catalog.runs.finish(caller, other.id(), RunStatus.FINISHED))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> catalog.runs.create(caller, named("more")))
        .isInstanceOf(Forbidden.class);
    assertThatThrownBy(
            () -> catalog.experiments.create(caller, new NewExperiment(projectId, "more", null)))
        .isInstanceOf(Forbidden.class);
    assertThatThrownBy(() -> catalog.runs.finish(caller, own.id(), RunStatus.FINISHED))
        .as("it holds no lease")
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("lease");
  }

  @Test
  void hostileInputIsRefusedByName() {
    record Hostile(String field, NewRun run) {}
    List<Hostile> all =
        List.of(
            new Hostile("input.name", named("a\u0000b")),
            new Hostile("input.name", named("x".repeat(10 << 20))),
            new Hostile("input.params[0].key", named("x", new Tag("a\nb", "1"))),
            new Hostile("input.params[0].key", named("x", new Tag("", "1"))),
            new Hostile("input.params[0].value", named("x", new Tag("a", "x".repeat(6_001)))),
            new Hostile("input.params[0].value", named("x", new Tag("a", null))),
            new Hostile("input.params[1].key", named("x", new Tag("a", "1"), new Tag("a", "2"))),
            new Hostile("input.experimentId", new NewRun(null, null, null, null, null, null)));
    for (Hostile hostile : all) {
      assertThatThrownBy(() -> catalog.runs.create(catalog.caller, hostile.run()))
          .as(hostile.field())
          .isInstanceOf(Invalid.class)
          .satisfies(e -> assertThat(((Invalid) e).field()).contains(hostile.field()));
    }
    assertThat(catalog.count("SELECT count(*) FROM catalog.run")).isZero();
  }

  @Test
  void whatOthersHaveIsNotThereAndAViewerOnlyLooks() {
    Run run = catalog.runs.create(catalog.caller, named("one", new Tag("lr", "1")));
    Principal guest = catalog.guest("guest", Role.ENGINEER, UUID.randomUUID());
    Principal viewer = CatalogFixture.person(catalog.tenantId, "viewer", Role.VIEWER);

    for (Principal other : List.of(catalog.stranger, guest)) {
      var caller = CatalogFixture.caller(other);
      assertThatThrownBy(() -> catalog.runs.get(other, run.id())).isInstanceOf(NotFound.class);
      assertThatThrownBy(() -> catalog.runs.create(caller, named("x")))
          .isInstanceOf(NotFound.class)
          .hasMessage("experiment not found");
      assertThatThrownBy(() -> catalog.runs.finish(caller, run.id(), RunStatus.KILLED))
          .isInstanceOf(NotFound.class);
      assertThatThrownBy(() -> catalog.artifacts.list(other, run.id(), null))
          .isInstanceOf(NotFound.class);
      assertThat(catalog.details.params(other, List.of(run.id()))).isEmpty();
      assertThat(catalog.runs.page(other, experimentId, null, 10, null)).isEmpty();
      assertThatThrownBy(() -> catalog.experiments.get(other, experimentId))
          .isInstanceOf(NotFound.class);
    }
    assertThat(catalog.runs.get(viewer, run.id())).isEqualTo(run);
    assertThatThrownBy(
            () -> catalog.runs.finish(CatalogFixture.caller(viewer), run.id(), RunStatus.KILLED))
        .isInstanceOf(Forbidden.class);
  }

  @Test
  void anExperimentHasTagsAndANameOfItsOwn() {
    NewExperiment input =
        new NewExperiment(projectId, "sweep", List.of(new Tag("b", "2"), new Tag("a", "'; --")));

    Experiment made = catalog.experiments.create(catalog.caller, input);

    assertThat(made.tags()).containsExactly(new Tag("a", "'; --"), new Tag("b", "2"));
    assertThat(catalog.experiments.byName(catalog.engineer, projectId, "sweep")).isEqualTo(made);
    assertThatThrownBy(() -> catalog.experiments.create(catalog.caller, input))
        .isInstanceOf(Conflict.class);
    assertThat(catalog.experiments.page(catalog.engineer, projectId, 10, experimentId))
        .containsExactly(made);
  }
}
