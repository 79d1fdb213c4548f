package io.keelson.api.catalog.experiment.filter;

import io.keelson.api.catalog.experiment.filter.RunCondition.MetricNumber;
import io.keelson.api.catalog.experiment.filter.RunCondition.ParamNumber;
import io.keelson.api.catalog.experiment.filter.RunCondition.ParamText;
import io.keelson.api.catalog.experiment.filter.RunCondition.TagText;
import io.keelson.api.catalog.experiment.filter.RunCondition.TagThere;
import io.keelson.api.catalog.experiment.filter.RunCondition.TextOperator;
import java.util.List;
import java.util.UUID;

/**
 * A filter as conditions of SQL on rows of {@code catalog.run}. What is looked up beside a run is a
 * subquery of its own, down a primary key that begins with the run: the planner can make no join of
 * it that reads the rows of others, so that a run costs as much in a large table as in a small one.
 */
public final class RunConditions {
  /** So that casting what it accepts cannot fail: no larger exponent is a double. */
  private static final String NUMBER =
      "^[+-]?([0-9]{1,40}([.][0-9]{0,40})?|[.][0-9]{1,40})([eE][+-]?[0-9]{1,2})?$";

  private final RunFilter filter;
  private final String run;
  private final List<Object> params;
  private final StringBuilder sql = new StringBuilder();

  private RunConditions(RunFilter filter, String run, List<Object> params) {
    this.filter = filter;
    this.run = run;
    this.params = params;
  }

  /**
   * Each begins with AND; what reads little comes first.
   *
   * @param run the alias of the runs' rows
   * @param params of the statement, of which the first is the tenant: those of the conditions are
   *     added
   */
  public static String of(RunFilter filter, String run, List<Object> params) {
    RunConditions conditions = new RunConditions(filter, run, params);
    conditions.ofTheRun();
    filter.conditions().forEach(conditions::besideTheRun);
    return conditions.sql.toString();
  }

  /** Whether they were archived: literally, as an index has it. */
  public static String archived(RunFilter filter, String run) {
    return " AND " + run + ".archived_at IS " + (filter.archived() ? "NOT NULL" : "NULL");
  }

  private void ofTheRun() {
    if (filter.projectIds() != null) {
      and(run + ".project_id = ANY (" + place(filter.projectIds().toArray(UUID[]::new)) + ")");
    }
    if (filter.creatorIds() != null) {
      and(run + ".created_by_id = ANY (" + place(filter.creatorIds().toArray(UUID[]::new)) + ")");
    }
    if (filter.startedFrom() != null) {
      and(run + ".started_at >= " + place(filter.startedFrom()));
    }
    if (filter.startedTo() != null) {
      and(run + ".started_at < " + place(filter.startedTo()));
    }
    if (filter.name() != null) {
      and(contains(run + ".name", filter.name()));
    }
  }

  private void besideTheRun(RunCondition condition) {
    switch (condition) {
      case TagThere tag -> look("run_tag", "true", tag.key());
      case TagText tag -> look("run_tag", text(tag.operator(), tag.text()), tag.key());
      case ParamText param -> look("run_param", text(param.operator(), param.text()), param.key());
      case ParamNumber param ->
          look(
              "run_param",
              "CASE WHEN x.value ~ '%s' THEN x.value::float8 %s %s END"
                  .formatted(NUMBER, param.operator().sql(), place(param.number())),
              param.key());
      case MetricNumber metric -> {
        String column = "x." + metric.value().column();
        look(
            "metric_series",
            "%s <> 'NaN' AND %1$s %s %s"
                .formatted(column, metric.operator().sql(), place(metric.number())),
            metric.key());
      }
    }
  }

  private void look(String table, String holds, String key) {
    and(
        "(SELECT %s FROM catalog.%s x WHERE x.tenant_id = $1 AND x.run_id = %s.id AND x.key = %s)"
            .formatted(holds, table, run, place(key)));
  }

  private String text(TextOperator operator, String text) {
    return switch (operator) {
      case EQUAL -> "x.value = " + place(text);
      case NOT_EQUAL -> "x.value <> " + place(text);
      case CONTAINS -> contains("x.value", text);
    };
  }

  private String contains(String column, String text) {
    return "strpos(lower(" + column + "), lower(" + place(text) + "::text)) > 0";
  }

  private void and(String condition) {
    sql.append("\n  AND ").append(condition);
  }

  private String place(Object value) {
    params.add(value);
    return "$" + params.size();
  }
}
