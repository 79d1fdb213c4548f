package io.keelson.serving.watch.tally;

import io.keelson.serving.protocol.TensorRows;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.watch.profile.KnownInputs;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What came beside the inputs that a model was trained with. Callers may make names up, so few are
 * kept: those of Space-Saving (Metwally, Agrawal, El Abbadi 2005), whose summaries are added up
 * without losing what it promises (Agarwal et al. 2012, "Mergeable summaries"). With N the rows of
 * all names together, the count of a name that is kept is never below its rows, and above them by N
 * / {@value #MAX_NAMES} at most; each name with more rows than that is kept.
 *
 * @param rows whose request had any; exact
 * @param names with about how many rows had them, at most {@value #MAX_NAMES}: with fewer each is
 *     there, and exact
 */
record UnseenInputs(long rows, Map<String, Long> names) {
  static final UnseenInputs NONE = new UnseenInputs(0, Map.of());
  static final int MAX_NAMES = 16;
  static final int MAX_NAME_CHARACTERS = 64;

  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");

  /** What a name takes in memory, in numbers of 8 bytes. */
  private static final int NUMBERS_OF_A_NAME = 40;

  UnseenInputs {
    names = Map.copyOf(names);
  }

  /**
   * @param tables the inputs that the profile names, as they came
   * @param rows of the request
   */
  static UnseenInputs in(
      ModelInferRequest request, KnownInputs known, Map<String, TensorRows> tables, int rows) {
    Set<String> names = new LinkedHashSet<>();
    for (ModelInferRequest.InferInputTensor input : request.getInputsList()) {
      TensorRows table = tables.get(input.getName());
      if (!known.has(input.getName())) {
        names.add(readable(input.getName()));
      } else if (table != null && !known.hasColumns(input.getName(), table.columns())) {
        names.add(readable(input.getName()) + ": " + table.columns() + " columns");
      }
    }
    // However often a request repeats a name, its rows have it once; of more names than are kept
    // none has more rows than those that are.
    return names.isEmpty() || rows == 0
        ? NONE
        : new UnseenInputs(
            rows,
            names.stream()
                .limit(MAX_NAMES)
                .collect(Collectors.toMap(name -> name, name -> (long) rows)));
  }

  /** The database keeps no null characters, and a person reads the rest. */
  private static String readable(String name) {
    String plain = CONTROLS.matcher(name).replaceAll(" ");
    return plain.codePointCount(0, plain.length()) <= MAX_NAME_CHARACTERS
        ? plain
        : plain.substring(0, plain.offsetByCodePoints(0, MAX_NAME_CHARACTERS - 1)) + "…";
  }

  /** The same whichever is added to the other. */
  UnseenInputs plus(UnseenInputs more) {
    if (more.rows == 0) {
      return this;
    }
    Map<String, Long> sums = new HashMap<>();
    names.forEach(
        (name, count) ->
            sums.put(name, count + more.names.getOrDefault(name, more.mostOfOthers())));
    more.names.forEach((name, count) -> sums.putIfAbsent(name, count + mostOfOthers()));
    return new UnseenInputs(rows + more.rows, mostFrequent(sums));
  }

  /** No name that is not kept has more rows. */
  private long mostOfOthers() {
    return names.size() < MAX_NAMES ? 0 : Collections.min(names.values());
  }

  private static Map<String, Long> mostFrequent(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MAX_NAMES)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Its names as the database keeps them. */
  JsonObject namesJson() {
    JsonObject json = new JsonObject();
    names.forEach(json::put);
    return json;
  }

  /** As it was kept. */
  static UnseenInputs kept(long rows, JsonObject names) {
    return new UnseenInputs(
        rows,
        names.stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, name -> ((Number) name.getValue()).longValue())));
  }

  /** About what it takes in memory, in numbers of 8 bytes. */
  int numbers() {
    return NUMBERS_OF_A_NAME * names.size();
  }
}
