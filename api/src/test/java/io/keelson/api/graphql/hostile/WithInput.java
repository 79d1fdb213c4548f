package io.keelson.api.graphql.hostile;

import io.keelson.api.testing.Graph;
import java.util.List;
import java.util.Map;

/**
 * A mutation with an input object.
 *
 * @param required fields without which it is refused
 * @param optional texts that may be left out, or empty
 * @param identifiers those fields that are no free text
 */
record WithInput(
    String name,
    String inputType,
    Map<String, Object> input,
    List<String> required,
    List<String> optional,
    List<String> identifiers) {
  Graph.Answer call(Graph caller, Map<String, Object> changed) {
    String text = "mutation($i:%s!){%s(input:$i){__typename}}".formatted(inputType, name);
    return caller.ask(text, Map.of("i", changed));
  }

  static WithInput decision(String name, String inputType, Map<String, Object> input) {
    return new WithInput(name, inputType, input, List.of("id"), List.of("comment"), List.of("id"));
  }
}
