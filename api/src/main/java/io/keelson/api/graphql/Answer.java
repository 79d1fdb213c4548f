package io.keelson.api.graphql;

import com.fasterxml.jackson.core.JsonProcessingException;
import graphql.ErrorType;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import io.keelson.api.http.RequestIds;
import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;

/** What goes back over HTTP: {@link ResultJson} with a status. */
final class Answer {
  private final RoutingContext context;
  private final String type;
  private final ResultJson json;

  Answer(RoutingContext context, String type) {
    this.context = context;
    this.type = type;
    this.json = new ResultJson(context.get(RequestIds.KEY));
  }

  /**
   * Of what the engine came to; to be called once.
   *
   * @param failure of the engine itself; null when there is a result
   */
  void write(ExecutionResult result, Throwable failure) {
    if (failure != null) {
      fail(failure);
      return;
    }
    try {
      write(result);
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void write(ExecutionResult result) {
    Map<String, Object> body = json.body(result);
    int status = 200;
    if (body.get("errors") instanceof List<?> errors) {
      for (int i = 0; i < errors.size(); i++) {
        @SuppressWarnings("unchecked")
        Map<String, Object> told = (Map<String, Object>) errors.get(i);
        GraphQLError error = result.getErrors().get(i);
        status = Math.max(status, status(error, told, result.isDataPresent()));
      }
    }
    send(context, type, status, body);
  }

  /**
   * A request that never ran is 400 in the new media type and 200 in the old; no credential is 401
   * in both, what may be tried again is 503, and a caller who has used up the minute's points gets
   * 429.
   */
  private int status(GraphQLError error, Map<String, Object> told, boolean ran) {
    if (ErrorCode.UNAUTHENTICATED.name().equals(ResultJson.code(told))) {
      return 401;
    }
    if (!ran && ErrorCode.UNAVAILABLE.name().equals(ResultJson.code(told))) {
      return 503;
    }
    if (!ran && ErrorCode.RATE_LIMITED.name().equals(ResultJson.code(told))) {
      return 429;
    }
    boolean neverRan =
        !ran
            || error.getErrorType() == ErrorType.InvalidSyntax
            || error.getErrorType() == ErrorType.ValidationError
            || error.getErrorType() == ErrorType.OperationNotSupported;
    return neverRan && type.equals(MediaTypes.GRAPHQL_JSON) ? 400 : 200;
  }

  void fail(Throwable failure) {
    Map<String, Object> error = ResultJson.error(failure, context.get(RequestIds.KEY));
    send(context, type, 500, Map.of("errors", List.of(error)));
  }

  /** In the type that the caller takes, and in JSON when they take none of ours. */
  static void refuse(RoutingContext context, int status, ErrorCode code, String message) {
    Map<String, Object> error = ResultJson.error(code, message, context.get(RequestIds.KEY));
    String type = MediaTypes.accepted(context).orElse(MediaTypes.JSON);
    send(context, type, status, Map.of("errors", List.of(error)));
  }

  /** With what there is to say beside the message. */
  static void refuse(RoutingContext context, String type, int status, Failure refusal) {
    Map<String, Object> error = ResultJson.error(refusal, context.get(RequestIds.KEY));
    send(context, type, status, Map.of("errors", List.of(error)));
  }

  private static void send(
      RoutingContext context, String type, int status, Map<String, Object> body) {
    if (context.response().ended() || context.response().closed()) {
      return;
    }
    if (status == 503 || status == 429) {
      context.response().putHeader("Retry-After", retryAfter(body));
    }
    try {
      context
          .response()
          .setStatusCode(status)
          .putHeader("Content-Type", type + "; charset=utf-8")
          .putHeader("Cache-Control", "no-store")
          .end(Buffer.buffer(ResultJson.bytes(body)));
    } catch (JsonProcessingException e) {
      context.fail(e);
    }
  }

  /** What the first error says, or a second. */
  private static String retryAfter(Map<String, Object> body) {
    return body.get("errors") instanceof List<?> errors
            && !errors.isEmpty()
            && errors.getFirst() instanceof Map<?, ?> error
            && error.get("extensions") instanceof Map<?, ?> extensions
            && extensions.get("retryAfter") instanceof Number seconds
        ? seconds.toString()
        : "1";
  }
}
