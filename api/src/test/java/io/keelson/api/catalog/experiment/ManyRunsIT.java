package io.keelson.api.catalog.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.experiment.RunLists.Scope;
import io.keelson.api.catalog.experiment.filter.RunCondition;
import io.keelson.api.catalog.experiment.filter.RunCondition.MetricNumber;
import io.keelson.api.catalog.experiment.filter.RunCondition.MetricValue;
import io.keelson.api.catalog.experiment.filter.RunCondition.NumberOperator;
import io.keelson.api.catalog.experiment.filter.RunCondition.ParamNumber;
import io.keelson.api.catalog.experiment.filter.RunCondition.TagText;
import io.keelson.api.catalog.experiment.filter.RunCondition.TagThere;
import io.keelson.api.catalog.experiment.filter.RunCondition.TextOperator;
import io.keelson.api.catalog.experiment.filter.RunFilter;
import io.keelson.api.subject.VisiblePage;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Filters where there are more runs than one page looks at, with what most runs have. */
class ManyRunsIT {
  private static final int RUNS = 12_000;

  private static CatalogFixture catalog;
  private static UUID many;
  private static UUID few;

  @BeforeAll
  static void begin() throws Exception {
    catalog = new CatalogFixture();
    many = catalog.project("many").id();
    few = catalog.project("few").id();
    insert(many, catalog.experiment(many), RUNS);
    insert(few, catalog.experiment(few), 3);
    catalog.asOwner(
        "ANALYZE catalog.run, catalog.run_param, catalog.run_tag, catalog.metric_series");
  }

  @AfterAll
  static void end() {
    catalog.close();
  }

  /** With five parameters, three tags and four metrics each; the first has a tag of its own. */
  private static void insert(UUID projectId, UUID experimentId, int runs) throws Exception {
    String tenant = "'" + catalog.tenantId + "'::uuid";
    catalog.asOwner(
        """
        INSERT INTO catalog.run
          (tenant_id, id, project_id, experiment_id, name, status, created_at, started_at, created_by, created_by_kind, created_by_id)
        SELECT %s, uuidv7(make_interval(secs => i)), '%s', '%s', 'run-' || i,
          CASE WHEN i %% 10 = 0 THEN 'FAILED' ELSE 'FINISHED' END, now(), now(), 'e', 'PERSON', '%s'
        FROM generate_series(1, %d) AS i
        """
            .formatted(tenant, projectId, experimentId, catalog.engineer.id(), runs));
    String of =
        " FROM (SELECT id, row_number() OVER (ORDER BY id) AS i FROM catalog.run WHERE project_id = '%s') AS r"
            .formatted(projectId);
    catalog.asOwner(
        "INSERT INTO catalog.run_param (tenant_id, run_id, key, value) SELECT "
            + tenant
            + ", r.id, 'p' || k, (r.i::float8 / 12000 * k)::text"
            + of
            + " CROSS JOIN generate_series(1, 5) AS k");
    catalog.asOwner(
        "INSERT INTO catalog.run_tag (tenant_id, run_id, key, value) SELECT "
            + tenant
            + ", r.id, 't' || k, CASE WHEN r.i % 2 = 0 THEN 'red' ELSE 'blue' END"
            + of
            + " CROSS JOIN generate_series(1, 3) AS k");
    catalog.asOwner(
        "INSERT INTO catalog.run_tag (tenant_id, run_id, key, value) SELECT "
            + tenant
            + ", r.id, 'oldest', 'yes'"
            + of
            + " WHERE r.i = 1");
    catalog.asOwner(
        "INSERT INTO catalog.metric_series (tenant_id, run_id, key, latest_value, latest_step, latest_at, min_value, max_value, points, last_batch) SELECT "
            + tenant
            + ", r.id, 'm' || k, r.i::float8 / 12000, 1, now(), 0, 1, 1, 1"
            + of
            + " CROSS JOIN generate_series(1, 4) AS k");
  }

  private static RunFilter filter(RunCondition... conditions) {
    return new RunFilter(null, null, null, null, null, false, List.of(conditions));
  }

  private static final RunFilter OLDEST = filter(new TagThere("t", "oldest"));

  /** All of them but the last hold for each run that is looked at. */
  private static final RunFilter DEAREST =
      filter(
          new ParamNumber("p", "p1", NumberOperator.AT_LEAST, 0),
          new ParamNumber("p", "p2", NumberOperator.AT_LEAST, 0),
          new ParamNumber("p", "p3", NumberOperator.AT_LEAST, 0),
          new MetricNumber("m", "m1", MetricValue.LATEST, NumberOperator.AT_LEAST, 0),
          new MetricNumber("m", "m2", MetricValue.LARGEST, NumberOperator.AT_LEAST, 0),
          new MetricNumber("m", "m3", MetricValue.SMALLEST, NumberOperator.AT_MOST, 0),
          new TagText("t", "t1", TextOperator.NOT_EQUAL, "green"),
          new TagText("t", "t2", TextOperator.NOT_EQUAL, "green"),
          new TagText("t", "t3", TextOperator.CONTAINS, "E"),
          new MetricNumber("m", "m4", MetricValue.LATEST, NumberOperator.GREATER, 5));

  private static VisiblePage<Run> page(Scope scope, RunFilter filter, int limit, UUID from) {
    return catalog.runLists.page(catalog.engineer, scope, filter, Set.of(), limit, from);
  }

  @Test
  void aPageLooksAtTenThousandRunsAndTheListGoesOnFromThere() {
    Scope scope = new Scope.OfProject(many);
    VisiblePage<Run> first = page(scope, OLDEST, 20, null);
    assertThat(first.items()).isEmpty();
    assertThat(first.readTo()).isNotNull();
    VisiblePage<Run> second = page(scope, OLDEST, 20, first.readTo());
    assertThat(second.items()).extracting(Run::name).containsExactly("run-1");
    assertThat(second.readTo()).isNull();

    RunLists.StatusCounts counts = catalog.runLists.counts(catalog.engineer, scope, filter());
    assertThat(counts.isComplete()).isFalse();
    assertThat(counts.counts().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(10_000);
  }

  @Test
  void pagesAreWithoutGapsOrRepeatsAcrossProjects() {
    Principal guest = catalog.guest("guest", Role.VIEWER, many, few);
    List<String> red = new ArrayList<>();
    UUID from = null;
    do {
      VisiblePage<Run> page =
          catalog.runLists.page(
              guest,
              new Scope.OfTenant(),
              filter(
                  new TagText("t", "t1", TextOperator.EQUAL, "red"),
                  new ParamNumber("p", "p1", NumberOperator.LESS, 0.02)),
              Set.of(),
              50,
              from);
      page.items().forEach(run -> red.add(run.id().toString()));
      from = page.items().size() == 50 ? page.items().getLast().id() : page.readTo();
    } while (from != null);
    assertThat(red).hasSize(119 + 1).doesNotHaveDuplicates();
  }

  @Test
  void tenConditionsThatAreAllLookedUpLeadOnLikeOne() {
    VisiblePage<Run> first = page(new Scope.OfProject(many), DEAREST, 100, null);
    assertThat(first.items()).isEmpty();
    assertThat(first.readTo()).isNotNull();
    assertThat(page(new Scope.OfProject(few), DEAREST, 100, null).readTo()).isNull();
  }
}
