package io.keelson.api.retraining.check;

import io.keelson.api.retraining.comparison.Comparison;
import io.keelson.api.retraining.policy.PolicySpec;
import io.keelson.tenancy.database.Transaction;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Whether champion and challenger could be scored on the evaluation data, as far as signature,
 * files and profiles say: a training that nothing can come of is not paid for.
 */
public final class Scorable {
  /** The trainer's file, which is registered. */
  public static final String MODEL = "model.onnx";

  /** Beside the model; names what goes in and out. */
  public static final String SIGNATURE = "signature.json";

  private static final String NAME = "SCORABLE";
  private static final int MAX_SHOWN = 5;

  private Scorable() {}

  /**
   * @param data all of which is there
   */
  static RunChecks.Check look(Transaction tx, PolicySpec spec, RunChecks.Data data) {
    List<String> amiss = new ArrayList<>();
    List<String> champion = champion(tx, data.championId(), amiss);
    ScoredFiles.look(tx, data.newest().id(), "the data", amiss);
    ScoredFiles.look(tx, data.evaluation().id(), "the evaluation data", amiss);
    DataShape training = DataShape.of(tx, data.newest().id());
    DataShape evaluation = DataShape.of(tx, data.evaluation().id());
    if (!training.columns().isEmpty() && !training.columns().containsKey(spec.target())) {
      amiss.add("the data has no column " + spec.target());
    }
    if (!evaluation.columns().isEmpty()) {
      rows(spec, evaluation, amiss);
      columns("champion", champion, evaluation, amiss);
      columns("challenger", challenger(spec, training), evaluation, amiss);
    }
    return new RunChecks.Check(
        NAME,
        amiss.isEmpty(),
        amiss.isEmpty()
            ? "both can be asked with the columns of the evaluation data"
            : String.join("; ", amiss));
  }

  /** The columns that it is asked with; none where its signature names none. */
  private static List<String> champion(Transaction tx, UUID id, List<String> amiss) {
    long files =
        tx.one(
                """
                SELECT count(*) AS files
                FROM catalog.model_file
                WHERE tenant_id = $1 AND model_version_id = $2 AND path = ANY ($3)
                """,
                tx.tenantId(),
                id,
                new String[] {MODEL, SIGNATURE})
            .orElseThrow()
            .getLong("files");
    if (files != 2) {
      amiss.add("the champion lacks %s or %s".formatted(MODEL, SIGNATURE));
      return List.of();
    }
    Optional<JsonObject> signature =
        tx.one(
                "SELECT signature FROM catalog.model_version WHERE tenant_id = $1 AND id = $2",
                tx.tenantId(),
                id)
            .map(row -> row.getJsonObject("signature"));
    List<String> columns = signature.map(Scorable::columnsOf).orElse(List.of());
    if (columns.isEmpty()) {
      amiss.add(
          "the champion's signature names no columns of its one input, or no labels of an output");
    }
    return columns;
  }

  private static List<String> columnsOf(JsonObject signature) {
    try {
      JsonArray inputs = signature.getJsonArray("inputs");
      JsonArray outputs = signature.getJsonArray("outputs");
      if (inputs == null || inputs.size() != 1 || outputs == null) {
        return List.of();
      }
      boolean hasLabels =
          outputs.stream()
              .map(JsonObject.class::cast)
              .anyMatch(output -> output.getJsonArray("labels") != null);
      JsonArray columns = inputs.getJsonObject(0).getJsonArray("columns");
      return hasLabels && columns != null
          ? columns.stream().map(String.class::cast).toList()
          : List.of();
    } catch (ClassCastException e) {
      return List.of();
    }
  }

  /** As the trainer has it: those that are named, or else all but the target. */
  private static List<String> challenger(PolicySpec spec, DataShape training) {
    if (spec.parameters().getValue("features") instanceof JsonArray features
        && !features.isEmpty()) {
      return features.stream().map(String::valueOf).toList();
    }
    return training.columns().keySet().stream().filter(one -> !one.equals(spec.target())).toList();
  }

  private static void rows(PolicySpec spec, DataShape evaluation, List<String> amiss) {
    if (!evaluation.columns().containsKey(spec.target())) {
      amiss.add("the evaluation data has no column " + spec.target());
    } else if (evaluation.labelled(spec.target()) < Comparison.MIN_ROWS) {
      amiss.add(
          "the evaluation data has %,d rows with a label (expected: at least %d)"
              .formatted(evaluation.labelled(spec.target()), Comparison.MIN_ROWS));
    }
  }

  private static void columns(
      String model, List<String> columns, DataShape evaluation, List<String> amiss) {
    List<String> lacking =
        columns.stream().filter(one -> !evaluation.columns().containsKey(one)).toList();
    if (!lacking.isEmpty()) {
      amiss.add(
          "the evaluation data lacks columns that the %s is asked with: %s"
              .formatted(model, shown(lacking)));
    }
    List<String> texts =
        columns.stream()
            .filter(one -> evaluation.columns().containsKey(one))
            .filter(one -> evaluation.columns().get(one).isText())
            .toList();
    if (!texts.isEmpty()) {
      amiss.add(
          "columns that the %s is asked with are no numbers in the evaluation data: %s"
              .formatted(model, shown(texts)));
    }
  }

  private static String shown(List<String> names) {
    int more = names.size() - MAX_SHOWN;
    String some = String.join(", ", names.subList(0, Math.min(MAX_SHOWN, names.size())));
    return more > 0 ? some + " and " + more + " more" : some;
  }
}
