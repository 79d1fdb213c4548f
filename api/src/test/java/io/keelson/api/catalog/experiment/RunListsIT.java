package io.keelson.api.catalog.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.experiment.RunLists.Scope;
import io.keelson.api.catalog.experiment.RunRanking.Direction;
import io.keelson.api.catalog.experiment.Runs.NewRun;
import io.keelson.api.catalog.experiment.filter.RunCondition;
import io.keelson.api.catalog.experiment.filter.RunCondition.MetricNumber;
import io.keelson.api.catalog.experiment.filter.RunCondition.MetricValue;
import io.keelson.api.catalog.experiment.filter.RunCondition.NumberOperator;
import io.keelson.api.catalog.experiment.filter.RunCondition.ParamNumber;
import io.keelson.api.catalog.experiment.filter.RunCondition.ParamText;
import io.keelson.api.catalog.experiment.filter.RunCondition.TagText;
import io.keelson.api.catalog.experiment.filter.RunCondition.TagThere;
import io.keelson.api.catalog.experiment.filter.RunCondition.TextOperator;
import io.keelson.api.catalog.experiment.filter.RunFilter;
import io.keelson.api.catalog.metric.MetricPoint;
import io.keelson.api.catalog.metric.RunMetrics.LogBatch;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which runs a filter means. */
class RunListsIT {
  private static CatalogFixture catalog;
  private static UUID projectId;
  private static UUID experimentId;
  private static Run adam;
  private static Run sgd;
  private static Run bare;

  @BeforeAll
  static void begin() {
    catalog = new CatalogFixture();
    projectId = catalog.project("filtered").id();
    experimentId = catalog.experiment(projectId);
    adam = run("Adam 1", List.of(new Tag("opt", "adam"), new Tag("lr", "1e-3")), "red team");
    sgd = run("sgd 2", List.of(new Tag("opt", "SGD"), new Tag("lr", ".5")), "blue team");
    bare = run("bare", List.of(new Tag("lr", "fast")), null);
    measured(adam, 0.9, 0.7);
    measured(sgd, Double.NaN, 0.4, Double.NaN);
    catalog.runs.finish(catalog.caller, sgd.id(), RunStatus.FINISHED);
  }

  @AfterAll
  static void end() {
    catalog.close();
  }

  private static Run run(String name, List<Tag> params, String team) {
    List<Tag> tags = team == null ? List.of() : List.of(new Tag("team", team));
    return catalog.runs.create(
        catalog.caller, new NewRun(experimentId, name, params, tags, null, null));
  }

  private static void measured(Run run, double... values) {
    for (int step = 0; step < values.length; step++) {
      MetricPoint point = new MetricPoint("acc", values[step], (long) step, catalog.now());
      catalog.metrics.logBatch(
          catalog.caller, new LogBatch(run.id(), List.of(point), List.of(), List.of()));
    }
  }

  private static RunFilter filter(RunCondition... conditions) {
    return new RunFilter(null, null, null, null, null, false, List.of(conditions));
  }

  private static RunFilter named(String name) {
    return new RunFilter(null, name, null, null, null, false, List.of());
  }

  private static RunFilter started(OffsetDateTime from, OffsetDateTime to) {
    return new RunFilter(null, null, null, from, to, false, List.of());
  }

  private static List<UUID> meant(RunFilter filter) {
    List<UUID> found = meant(new Scope.OfExperiment(experimentId), filter);
    assertThat(meant(new Scope.OfProject(projectId), filter)).isEqualTo(found);
    RunFilter ofProject =
        new RunFilter(
            Set.of(projectId),
            filter.name(),
            filter.creatorIds(),
            filter.startedFrom(),
            filter.startedTo(),
            filter.archived(),
            filter.conditions());
    assertThat(meant(new Scope.OfTenant(), ofProject)).isEqualTo(found);
    List<UUID> ranked =
        catalog
            .ranking
            .page(
                catalog.engineer,
                experimentId,
                new RunRanking.Asked(Set.of(), filter, "acc", Direction.DESC),
                100,
                null)
            .stream()
            .map(Run::id)
            .toList();
    assertThat(ranked).as("in another order").containsExactlyInAnyOrderElementsOf(found);
    return found;
  }

  private static List<UUID> meant(Scope scope, RunFilter filter) {
    return catalog
        .runLists
        .page(catalog.engineer, scope, filter, Set.of(), 100, null)
        .items()
        .stream()
        .map(Run::id)
        .toList();
  }

  @Test
  void byWhatARunWasGiven() {
    assertThat(meant(filter(new ParamText("p", "opt", TextOperator.EQUAL, "adam"))))
        .containsExactly(adam.id());
    assertThat(meant(filter(new ParamText("p", "opt", TextOperator.NOT_EQUAL, "adam"))))
        .as("not one that has none")
        .containsExactly(sgd.id());
    assertThat(meant(filter(new ParamText("p", "opt", TextOperator.CONTAINS, "sg"))))
        .containsExactly(sgd.id());
    assertThat(meant(filter(new ParamNumber("p", "lr", NumberOperator.EQUAL, 0.001))))
        .containsExactly(adam.id());
    assertThat(meant(filter(new ParamNumber("p", "lr", NumberOperator.AT_LEAST, 0.001))))
        .as("fast is no number")
        .containsExactly(sgd.id(), adam.id());
    assertThat(meant(filter(new ParamNumber("p", "lr", NumberOperator.GREATER, 0.001))))
        .containsExactly(sgd.id());
  }

  @Test
  void byWhatWasSaidOfIt() {
    assertThat(meant(filter(new TagThere("t", "team")))).containsExactly(sgd.id(), adam.id());
    assertThat(meant(filter(new TagText("t", "team", TextOperator.EQUAL, "red team"))))
        .containsExactly(adam.id());
    assertThat(meant(filter(new TagText("t", "team", TextOperator.CONTAINS, "TEAM"))))
        .containsExactly(sgd.id(), adam.id());
    assertThat(meant(named("ADAM"))).containsExactly(adam.id());
    assertThat(meant(named("%"))).isEmpty();
  }

  @Test
  void byWhatItMeasured() {
    assertThat(meant(metric(MetricValue.LATEST, NumberOperator.LESS, 0.8)))
        .as("not what is no number")
        .containsExactly(adam.id());
    assertThat(meant(metric(MetricValue.LARGEST, NumberOperator.AT_LEAST, 0.9)))
        .containsExactly(adam.id());
    assertThat(meant(metric(MetricValue.SMALLEST, NumberOperator.AT_MOST, 0.4)))
        .containsExactly(sgd.id());
    assertThat(meant(metric(MetricValue.LATEST, NumberOperator.GREATER, -1e300)))
        .containsExactly(adam.id());
  }

  private static RunFilter metric(MetricValue value, NumberOperator operator, double number) {
    return filter(new MetricNumber("m", "acc", value, operator, number));
  }

  @Test
  void byWhoBeganItAndWhenAndOnlyWhereAllOfItHolds() {
    assertThat(meant(started(catalog.now(), null))).hasSize(3);
    assertThat(meant(started(catalog.now().plusSeconds(1), null))).isEmpty();
    assertThat(meant(started(null, catalog.now()))).as("exclusive").isEmpty();
    UUID engineer = catalog.engineer.id();
    assertThat(meant(new RunFilter(null, null, Set.of(engineer), null, null, false, List.of())))
        .containsExactly(bare.id(), sgd.id(), adam.id());
    assertThat(meant(new RunFilter(null, null, Set.of(Ids.next()), null, null, false, List.of())))
        .isEmpty();
    assertThat(
            meant(
                filter(
                    new TagThere("t", "team"),
                    new ParamNumber("p", "lr", NumberOperator.LESS, 1),
                    new ParamText("p", "opt", TextOperator.EQUAL, "SGD"))))
        .containsExactly(sgd.id());
  }

  @Test
  void statesAreCountedOfThoseThatAreMeant() {
    RunLists.StatusCounts counts =
        catalog.runLists.counts(
            catalog.engineer, new Scope.OfExperiment(experimentId), RunFilter.NONE);
    assertThat(counts.counts())
        .containsOnly(Map.entry(RunStatus.RUNNING, 2L), Map.entry(RunStatus.FINISHED, 1L));
    assertThat(counts.isComplete()).isTrue();
    assertThat(
            catalog
                .runLists
                .counts(catalog.engineer, new Scope.OfProject(projectId), named("nobody's"))
                .counts())
        .isEmpty();
    assertThat(
            catalog
                .runLists
                .page(
                    catalog.engineer,
                    new Scope.OfProject(projectId),
                    filter(new TagThere("t", "team")),
                    Set.of(RunStatus.RUNNING),
                    10,
                    null)
                .items())
        .extracting(Run::id)
        .containsExactly(adam.id());
  }

  @Test
  void whatMayNotBeSeenIsNotMeant() {
    UUID other = catalog.project("other-filtered").id();
    Principal guest = catalog.guest("guest", Role.VIEWER, other);
    for (Principal blind : List.of(guest, catalog.stranger)) {
      assertThat(page(blind, new Scope.OfTenant())).isEmpty();
      assertThat(page(blind, new Scope.OfExperiment(experimentId))).isEmpty();
    }
    assertThatThrownBy(() -> page(guest, new Scope.OfProject(projectId)))
        .isInstanceOf(NotFound.class);
    RunFilter named = new RunFilter(Set.of(projectId), null, null, null, null, false, List.of());
    assertThat(
            catalog.runLists.page(guest, new Scope.OfTenant(), named, Set.of(), 10, null).items())
        .isEmpty();
    assertThat(catalog.runLists.counts(guest, new Scope.OfTenant(), RunFilter.NONE).counts())
        .isEmpty();
  }

  private static List<Run> page(Principal who, Scope scope) {
    return catalog.runLists.page(who, scope, named("a"), Set.of(), 10, null).items();
  }

  @Test
  void aFilterIsBounded() {
    TagThere tag = new TagThere("filter.tags[0]", "team");
    assertThat(
            meant(
                new Scope.OfExperiment(experimentId),
                filter(Collections.nCopies(10, tag).toArray(RunCondition[]::new))))
        .hasSize(2);
    refused(filter(Collections.nCopies(11, tag).toArray(RunCondition[]::new)), "filter");
    refused(named(""), "filter.name");
    refused(named("x".repeat(201)), "filter.name");
    refused(started(catalog.now(), catalog.now()), "filter.startedTo");
    refused(filter(new TagThere("filter.tags[0]", "a\nb")), "filter.tags[0].key");
    refused(
        filter(new TagText("filter.tags[0]", "a", TextOperator.EQUAL, "x".repeat(501))),
        "filter.tags[0].text");
    refused(
        filter(new ParamNumber("filter.params[0]", "a", NumberOperator.EQUAL, Double.NaN)),
        "filter.params[0].number");
    Set<UUID> many = Set.of(Arrays.stream(new UUID[21]).map(id -> Ids.next()).toArray(UUID[]::new));
    refused(new RunFilter(many, null, null, null, null, false, List.of()), "filter.projectIds");
    refused(new RunFilter(null, null, many, null, null, false, List.of()), "filter.creatorIds");
  }

  private static void refused(RunFilter filter, String field) {
    assertThatThrownBy(() -> meant(new Scope.OfTenant(), filter))
        .isInstanceOfSatisfying(
            Invalid.class, refusal -> assertThat(refusal.field()).hasValue(field));
  }
}
