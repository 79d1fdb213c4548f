package io.keelson.api.catalog.expectation;

import io.keelson.profiler.check.ExpectationName;
import io.keelson.profiler.check.TypeNames;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * The types that suites of Great Expectations name, as the engine that runs them names its own:
 * theirs are those of pandas, NumPy and Spark.
 */
final class GreatExpectationsTypes {
  private static final String TYPE = "type_";
  private static final String TYPES = "type_list";

  private GreatExpectationsTypes() {}

  /** The types that an expectation names; none where it is about none. */
  static List<String> named(Expectation expectation) {
    List<String> names = new ArrayList<>();
    if (isOf(expectation, ExpectationName.COLUMN_VALUES_TO_BE_OF_TYPE)
        && expectation.arguments().getValue(TYPE) instanceof String name) {
      names.add(name);
    }
    if (isOf(expectation, ExpectationName.COLUMN_VALUES_TO_BE_IN_TYPE_LIST)
        && expectation.arguments().getValue(TYPES) instanceof JsonArray list) {
      list.stream().filter(String.class::isInstance).map(String.class::cast).forEach(names::add);
    }
    return names;
  }

  /**
   * The same of the engine's types. Of one that means several, a list is made. Those that nobody
   * knows stay as they are.
   */
  static Expectation asOurs(Expectation expectation) {
    List<String> theirs = named(expectation);
    List<String> ours = theirs.stream().flatMap(name -> ours(name).stream()).distinct().toList();
    if (ours.equals(theirs)) {
      return expectation;
    }
    boolean isOne =
        isOf(expectation, ExpectationName.COLUMN_VALUES_TO_BE_OF_TYPE) && ours.size() == 1;
    JsonObject arguments = expectation.arguments().copy();
    arguments.remove(TYPE);
    arguments.remove(TYPES);
    ExpectationName name =
        isOne
            ? ExpectationName.COLUMN_VALUES_TO_BE_OF_TYPE
            : ExpectationName.COLUMN_VALUES_TO_BE_IN_TYPE_LIST;
    return new Expectation(
        name.text(),
        expectation.table(),
        expectation.column(),
        isOne ? arguments.put(TYPE, ours.getFirst()) : arguments.put(TYPES, new JsonArray(ours)),
        expectation.mostly(),
        expectation.severity(),
        expectation.onEmpty());
  }

  private static List<String> ours(String name) {
    List<String> ours = TypeNames.ofGreatExpectations(name);
    return ours.isEmpty() ? List.of(name) : ours;
  }

  private static boolean isOf(Expectation expectation, ExpectationName name) {
    return expectation.name().equals(name.text());
  }
}
