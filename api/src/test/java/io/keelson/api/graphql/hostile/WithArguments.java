package io.keelson.api.graphql.hostile;

import io.keelson.api.testing.Graph;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A mutation that takes arguments instead of an input.
 *
 * @param id the argument that names what is meant
 * @param types of the arguments, as GraphQL declares them
 */
record WithArguments(String name, String id, Map<String, Object> arguments, String types) {
  /** The declaration that many share. */
  static final String EXPECTED = "$expectedVersion:Int!";

  Graph.Answer call(Graph caller, Map<String, Object> changed) {
    String passed =
        arguments.keySet().stream()
            .map(argument -> argument + ":$" + argument)
            .collect(Collectors.joining(","));
    return caller.ask("mutation(%s){%s(%s){__typename}}".formatted(types, name, passed), changed);
  }
}
