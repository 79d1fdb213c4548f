package io.keelson.api.graphql;

import com.fasterxml.jackson.core.JsonProcessingException;
import graphql.ErrorType;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import io.keelson.api.graphql.engine.Engine;
import io.keelson.api.graphql.engine.ResultSize;
import io.keelson.api.http.RequestIds;
import io.keelson.api.http.UntakenAnswer;
import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Failure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;

/** What goes back over HTTP: {@link ResultJson} with a status. */
final class Answer {
  private final RoutingContext context;
  private final String type;
  private final AnswerMemory memory;
  private final Object payer;
  private final ResultSize size;
  private final Engine engine;
  private final ResultJson json;

  /**
   * @param size of what the engine came to, which ends here
   */
  Answer(
      RoutingContext context,
      String type,
      AnswerMemory memory,
      Object payer,
      ResultSize size,
      Engine engine) {
    this.context = context;
    this.type = type;
    this.memory = memory;
    this.payer = payer;
    this.size = size;
    this.engine = engine;
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
    int status = status(result, body);
    if (size.isLarge()) {
      engine
          .beside(payer, () -> bytes(body))
          .whenComplete((answer, failure) -> written(status, body, answer, failure));
    } else {
      send(status, body, bytes(body));
    }
  }

  /**
   * In the room of the request and the result first: an operation that ran is not refused for want
   * of any. Why there is no result is told from the reserve where a share is full.
   */
  private AnswerBytes bytes(Map<String, Object> body) {
    SharedBytes.Use use = memory.use(payer);
    if (!body.containsKey("data")) {
      use.useReserve();
    }
    size.handTo(use);
    return memory.write(use, body);
  }

  private void written(
      int status, Map<String, Object> body, AnswerBytes answer, Throwable failure) {
    if (failure == null) {
      send(status, body, answer);
    } else {
      fail(failure);
    }
  }

  private int status(ExecutionResult result, Map<String, Object> body) {
    int status = 200;
    if (body.get("errors") instanceof List<?> errors) {
      for (int i = 0; i < errors.size(); i++) {
        @SuppressWarnings("unchecked")
        Map<String, Object> told = (Map<String, Object>) errors.get(i);
        GraphQLError error = result.getErrors().get(i);
        status = Math.max(status, status(error, told, result.isDataPresent()));
      }
    }
    return status;
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

  /** A defect, or a result of which no answer is made. */
  private void fail(Throwable failure) {
    size.end();
    if (failure instanceof Failure reason) {
      Failure told = size.told(reason);
      refuse(context, type, statusOfNone(told), told);
    } else {
      Map<String, Object> error = ResultJson.error(failure, context.get(RequestIds.KEY));
      send(context, type, 500, Map.of("errors", List.of(error)));
    }
  }

  private int statusOfNone(Failure refusal) {
    return switch (refusal.code()) {
      case RATE_LIMITED -> 429;
      case UNAVAILABLE -> 503;
      default -> type.equals(MediaTypes.GRAPHQL_JSON) ? 400 : 200;
    };
  }

  /** The answer uses its payer's memory until the caller has taken it, or is gone. */
  private void send(int status, Map<String, Object> body, AnswerBytes answer) {
    size.end();
    if (isOver(context)) {
      answer.release();
      return;
    }
    try {
      Future<Void> taken = head(context, type, status, body).end(Buffer.buffer(answer.content()));
      taken.onComplete(over -> answer.release());
      UntakenAnswer.bound(context.vertx(), context.request(), taken, answer.length());
    } catch (RuntimeException closedMeanwhile) {
      answer.release();
      throw closedMeanwhile;
    }
  }

  /** In the type that the caller takes, and in JSON when they take none of ours. */
  static void refuse(RoutingContext context, int status, ErrorCode code, String message) {
    Map<String, Object> error = ResultJson.error(code, message, context.get(RequestIds.KEY));
    String type = MediaTypes.accepted(context).orElse(MediaTypes.JSON);
    send(context, type, status, Map.of("errors", List.of(error)));
  }

  /**
   * {@link #refuse(RoutingContext, int, ErrorCode, String)} with what there is to say beside it.
   */
  static void refuse(RoutingContext context, int status, Failure refusal) {
    refuse(context, MediaTypes.accepted(context).orElse(MediaTypes.JSON), status, refusal);
  }

  /** With what there is to say beside the message. */
  static void refuse(RoutingContext context, String type, int status, Failure refusal) {
    Map<String, Object> error = ResultJson.error(refusal, context.get(RequestIds.KEY));
    send(context, type, status, Map.of("errors", List.of(error)));
  }

  private static void send(
      RoutingContext context, String type, int status, Map<String, Object> body) {
    if (isOver(context)) {
      return;
    }
    try {
      head(context, type, status, body).end(Buffer.buffer(ResultJson.bytes(body)));
    } catch (JsonProcessingException e) {
      context.fail(e);
    }
  }

  /** Whether it was answered, or its caller has gone. */
  static boolean isOver(RoutingContext context) {
    return context.response().ended() || context.response().closed();
  }

  private static HttpServerResponse head(
      RoutingContext context, String type, int status, Map<String, Object> body) {
    if (status == 503 || status == 429) {
      context.response().putHeader("Retry-After", retryAfter(body));
    }
    return context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", type + "; charset=utf-8")
        .putHeader("Cache-Control", "no-store");
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
