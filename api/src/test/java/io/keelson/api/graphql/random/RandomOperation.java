package io.keelson.api.graphql.random;

import java.util.Locale;
import java.util.Map;

/**
 * An operation that the schema allows.
 *
 * @param number which of the run's it is
 * @param variables values that Jackson can write
 * @param roots the names of the fields at its root, by their aliases
 */
record RandomOperation(
    int number,
    Kind kind,
    String document,
    Map<String, Object> variables,
    Map<String, String> roots) {

  /** What an operation is. */
  enum Kind {
    QUERY,
    MUTATION,
    SUBSCRIPTION;

    /** Such as {@code Query.node}. */
    String field(String name) {
      return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT) + "." + name;
    }

    String keyword() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
