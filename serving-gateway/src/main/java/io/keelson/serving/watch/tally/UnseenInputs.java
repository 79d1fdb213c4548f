package io.keelson.serving.watch.tally;

import io.keelson.serving.protocol.TensorRows;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.watch.profile.KnownInputs;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What came beside the inputs that a model was trained with. Callers may make names up, so few are
 * kept, as Space-Saving keeps them (Metwally, Agrawal, El Abbadi 2005): a new name takes the place
 * of the rarest, and its count, so that one that comes often stays among them.
 *
 * @param rows whose request had any; exact
 * @param names with about how many rows had them, at most {@value #MAX_NAMES}
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
    Map<String, Long> names = new TreeMap<>();
    for (ModelInferRequest.InferInputTensor input : request.getInputsList()) {
      TensorRows table = tables.get(input.getName());
      if (!known.has(input.getName())) {
        add(names, readable(input.getName()), rows);
      } else if (table != null && !known.hasColumns(input.getName(), table.columns())) {
        add(names, readable(input.getName()) + ": " + table.columns() + " columns", rows);
      }
    }
    return names.isEmpty() || rows == 0 ? NONE : new UnseenInputs(rows, names);
  }

  /** The database keeps no null characters, and a person reads the rest. */
  private static String readable(String name) {
    String plain = CONTROLS.matcher(name).replaceAll(" ");
    return plain.codePointCount(0, plain.length()) <= MAX_NAME_CHARACTERS
        ? plain
        : plain.substring(0, plain.offsetByCodePoints(0, MAX_NAME_CHARACTERS - 1)) + "…";
  }

  private static void add(Map<String, Long> names, String name, long rows) {
    if (names.containsKey(name) || names.size() < MAX_NAMES) {
      names.merge(name, rows, Long::sum);
      return;
    }
    Map.Entry<String, Long> rarest =
        names.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow();
    names.remove(rarest.getKey());
    names.put(name, rarest.getValue() + rows);
  }

  UnseenInputs plus(UnseenInputs more) {
    if (more.rows == 0) {
      return this;
    }
    Map<String, Long> sums = new TreeMap<>(names);
    more.names.forEach((name, count) -> add(sums, name, count));
    return new UnseenInputs(rows + more.rows, sums);
  }

  /** About what it takes in memory, in numbers of 8 bytes. */
  int numbers() {
    return NUMBERS_OF_A_NAME * names.size();
  }
}
