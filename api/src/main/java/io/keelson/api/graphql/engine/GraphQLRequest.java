package io.keelson.api.graphql.engine;

import io.keelson.tenancy.failure.Invalid;
import java.util.List;
import java.util.Map;

/**
 * One operation as a caller sends it, over HTTP or in a {@code subscribe} message.
 *
 * @param operationName null where the document has one operation
 * @param variables empty where none are given
 */
public record GraphQLRequest(String query, String operationName, Map<String, Object> variables) {

  /**
   * @param sent as it was read from JSON
   * @throws Invalid naming the member that is not what the protocol says
   */
  public static GraphQLRequest of(Map<String, Object> sent) {
    if (!(sent.get("query") instanceof String query)) {
      throw new Invalid("query", sent.get("query"), "a string");
    }
    object(sent, "extensions");
    Object name = sent.get("operationName");
    if (name != null && !(name instanceof String)) {
      throw new Invalid("operationName", name, "a string");
    }
    return new GraphQLRequest(query, (String) name, object(sent, "variables"));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Map<String, Object> sent, String member) {
    Object value = sent.get(member);
    if (value == null) {
      return Map.of();
    }
    if (value instanceof Map<?, ?> object) {
      return (Map<String, Object>) object;
    }
    throw new Invalid(member, value instanceof List ? "a list" : value, "an object");
  }
}
