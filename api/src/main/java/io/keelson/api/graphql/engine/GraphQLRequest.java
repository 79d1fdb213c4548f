package io.keelson.api.graphql.engine;

import io.keelson.tenancy.failure.Invalid;
import java.util.List;
import java.util.Map;

/**
 * One operation as a caller sends it, over HTTP or in a {@code subscribe} message.
 *
 * @param query the text of its document; null where only its id was sent, until that is looked up
 * @param documentId names the document instead, by the appendix on persisted documents of the
 *     GraphQL-over-HTTP draft; null where the text was sent
 * @param operationName null where the document has one operation
 * @param variables empty where none are given
 * @param costOnly whether the caller wants to know what it costs, and nothing to be done
 */
public record GraphQLRequest(
    String query,
    String documentId,
    String operationName,
    Map<String, Object> variables,
    boolean costOnly) {

  /**
   * @param sent as it was read from JSON
   * @throws Invalid naming the member that is not what the protocol says
   */
  public static GraphQLRequest of(Map<String, Object> sent) {
    String documentId = text(sent, "documentId");
    if (documentId == null && !(sent.get("query") instanceof String)) {
      throw new Invalid("query", sent.get("query"), "a string");
    }
    if (documentId != null && sent.get("query") != null) {
      throw new Invalid("query", sent.get("query"), "a document or its id, not both");
    }
    Map<String, Object> extensions = object(sent, "extensions");
    return new GraphQLRequest(
        (String) sent.get("query"),
        documentId,
        text(sent, "operationName"),
        object(sent, "variables"),
        costOnly(extensions));
  }

  /** The same request with the text that its document's id stands for. */
  public GraphQLRequest withQuery(String text) {
    return new GraphQLRequest(text, documentId, operationName, variables, costOnly);
  }

  private static boolean costOnly(Map<String, Object> extensions) {
    Object value = extensions.get("costOnly");
    if (value != null && !(value instanceof Boolean)) {
      throw new Invalid("extensions.costOnly", value, "true or false");
    }
    return Boolean.TRUE.equals(value);
  }

  private static String text(Map<String, Object> sent, String member) {
    Object value = sent.get(member);
    if (value != null && !(value instanceof String)) {
      throw new Invalid(member, value, "a string");
    }
    return (String) value;
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
