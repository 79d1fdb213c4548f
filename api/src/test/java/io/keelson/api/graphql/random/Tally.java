package io.keelson.api.graphql.random;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How operations fared, by the fields at their roots. Safe for several threads. */
final class Tally {
  private static final String CARRIED_OUT = "ok";
  private static final String NOT_RUN = "not run";

  /** It has no answer, since another field at the root failed that may not be null. */
  private static final String FELL_WITH_ANOTHER = "fell with another";

  private final Map<String, Map<String, Integer>> outcomes = new TreeMap<>();
  private final Map<String, Integer> refusals = new TreeMap<>();
  private int operations;
  private int run;
  private int withRows;

  synchronized void count(RandomOperation operation, Graph.Answer answer) {
    operations++;
    withRows += Witness.holdsIds(answer.body().path("data")) ? 1 : 0;
    boolean wasRun = answer.body().has("data");
    run += wasRun ? 1 : 0;
    if (!wasRun) {
      refusals.merge(answer.code().orElse("nothing"), 1, Integer::sum);
    }
    operation
        .roots()
        .forEach(
            (alias, field) ->
                outcomes
                    .computeIfAbsent(operation.kind().field(field), name -> new TreeMap<>())
                    .merge(wasRun ? outcome(alias, answer) : NOT_RUN, 1, Integer::sum));
  }

  private static String outcome(String alias, Graph.Answer answer) {
    for (JsonNode error : answer.body().path("errors")) {
      if (error.at("/path/0").asText().equals(alias)) {
        return error.at("/extensions/code").asText();
      }
    }
    return answer.body().path("data").has(alias) ? CARRIED_OUT : FELL_WITH_ANOTHER;
  }

  synchronized double shareRun() {
    return (double) run / operations;
  }

  /** Of the operations whose answers hold something that has an id. */
  synchronized double shareWithRows() {
    return (double) withRows / operations;
  }

  /** Those that were carried out, or refused by one of these codes, at least once. */
  synchronized Set<String> reached(Set<String> codes) {
    return outcomes.entrySet().stream()
        .filter(
            field ->
                field.getValue().keySet().stream()
                    .anyMatch(it -> it.equals(CARRIED_OUT) || codes.contains(it)))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  synchronized String report() {
    String fields =
        outcomes.entrySet().stream()
            .map(field -> "  %s %s".formatted(field.getKey(), field.getValue()))
            .collect(Collectors.joining("\n"));
    return "%d operations, %d run (%d answered with rows), the others refused as a whole: %s; fields at their roots:\n%s"
        .formatted(operations, run, withRows, refusals, fields);
  }
}
