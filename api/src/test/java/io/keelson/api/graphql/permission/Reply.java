package io.keelson.api.graphql.permission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.keelson.api.testing.Graph;

/**
 * What a caller was told, as the matrix compares it.
 *
 * @param message of the refusal, with {@code <id>} for the ids that the call named; null for none
 * @param carriedOut whether there was no error at all
 */
record Reply(Outcome outcome, String code, String message, boolean carriedOut) {

  /**
   * @param shown the id that the answer holds when the caller may see the thing; null for any
   */
  static Reply of(Graph.Answer answer, String shown, Iterable<?> ids) {
    return of(answer.body().path("errors").path(0), answer.body().path("data"), shown, ids);
  }

  /** One of several calls in a document, by its alias. */
  static Reply of(Graph.Answer answer, String alias, String shown, Iterable<?> ids) {
    JsonNode own = MissingNode.getInstance();
    for (JsonNode error : answer.body().path("errors")) {
      JsonNode path = error.path("path").path(0);
      if (own.isMissingNode() && (path.isMissingNode() || path.asText().equals(alias))) {
        own = error;
      }
    }
    return of(own, answer.body().path("data").path(alias), shown, ids);
  }

  private static Reply of(JsonNode error, JsonNode data, String shown, Iterable<?> ids) {
    if (error.isMissingNode()) {
      boolean leftOut = shown != null && !data.toString().contains(shown);
      return new Reply(leftOut ? Outcome.LEFT_OUT : Outcome.LET_THROUGH, null, null, true);
    }
    String code = error.at("/extensions/code").asText("none");
    String message = error.path("message").asText();
    for (Object id : ids) {
      message = message.replace(id.toString(), "<id>");
    }
    return new Reply(Outcome.of(code), code, message, false);
  }

  @Override
  public String toString() {
    return carriedOut ? outcome.toString() : outcome + " " + code + ": " + message;
  }
}
