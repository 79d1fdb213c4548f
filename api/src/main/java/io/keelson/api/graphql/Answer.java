package io.keelson.api.graphql;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import graphql.ErrorType;
import graphql.ExceptionWhileDataFetching;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLSchema;
import io.keelson.api.http.RequestIds;
import io.keelson.tenancy.failure.ErrorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * What goes back: the result, with a stable code in every error. Decimals are written as strings,
 * so that no reader rounds money.
 */
final class Answer {
  private static final Logger LOG = Logger.getLogger(Answer.class);
  private static final String GRAPHQL_JSON = GraphQLDoor.GRAPHQL_JSON;
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
          .withConfigOverride(
              BigDecimal.class,
              exact -> exact.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.STRING)))
          .addModule(new SimpleModule().addSerializer(JsonValue.class, new JsonValueAsJson()))
          .build();

  private final RoutingContext context;
  private final String type;
  private final JsonObject request;
  private final GraphQLSchema schema;

  Answer(RoutingContext context, String type, JsonObject request, GraphQLSchema schema) {
    this.context = context;
    this.type = type;
    this.request = request;
    this.schema = schema;
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
    Map<String, Object> body = new LinkedHashMap<>();
    List<Map<String, Object>> errors = new ArrayList<>();
    int status = 200;
    for (GraphQLError error : result.getErrors()) {
      Map<String, Object> told = told(error);
      if (!result.isDataPresent() || isUnconvertible(cause(error))) {
        BadVariable.in(schema, request).ifPresent(bad -> bad.tell(told));
      }
      errors.add(told);
      status = Math.max(status, status(error, told, result.isDataPresent()));
    }
    if (!errors.isEmpty()) {
      body.put("errors", errors);
    }
    if (result.isDataPresent()) {
      body.put("data", result.getData());
    }
    send(context, type, status, body);
  }

  /**
   * A request that never ran is 400 in the new media type and 200 in the old; no credential is 401
   * in both.
   */
  private int status(GraphQLError error, Map<String, Object> told, boolean ran) {
    Object code = ((Map<?, ?>) told.get("extensions")).get("code");
    if (ErrorCode.UNAUTHENTICATED.name().equals(code)) {
      return 401;
    }
    boolean neverRan =
        !ran
            || error.getErrorType() == ErrorType.InvalidSyntax
            || error.getErrorType() == ErrorType.ValidationError
            || error.getErrorType() == ErrorType.OperationNotSupported;
    return neverRan && type.equals(GRAPHQL_JSON) ? 400 : 200;
  }

  private Map<String, Object> told(GraphQLError error) {
    Map<String, Object> out = new LinkedHashMap<>();
    Map<String, Object> extensions = new LinkedHashMap<>();
    out.put("message", error.getMessage());
    if (error.getLocations() != null && !error.getLocations().isEmpty()) {
      out.put(
          "locations",
          error.getLocations().stream()
              .map(at -> Map.of("line", at.getLine(), "column", at.getColumn()))
              .toList());
    }
    if (error.getPath() != null) {
      out.put("path", error.getPath());
    }
    Throwable cause = cause(error);
    if (cause instanceof ApiError known) {
      out.put("message", known.getMessage());
      extensions.putAll(known.getExtensions());
    } else if (isUnconvertible(cause)) {
      out.put("message", cause.getMessage());
      extensions.put("code", ErrorCode.VALIDATION.name());
    } else if (cause != null) {
      LOG.errorf(cause, "request %s failed", (Object) context.get(RequestIds.KEY));
      out.put("message", ApiError.internal(context.get(RequestIds.KEY), cause).getMessage());
      extensions.put("code", ErrorCode.INTERNAL.name());
    } else if (error.getExtensions() != null && error.getExtensions().get("code") != null) {
      extensions.put("code", error.getExtensions().get("code"));
    } else {
      extensions.put("code", ErrorCode.VALIDATION.name());
    }
    extensions.put("requestId", context.get(RequestIds.KEY));
    out.put("extensions", extensions);
    return out;
  }

  private static Throwable cause(GraphQLError error) {
    return error instanceof ExceptionWhileDataFetching fetching ? fetching.getException() : null;
  }

  /** What the engine lets pass, such as 1.5 for an Int, and the conversion to our type does not. */
  private static boolean isUnconvertible(Throwable cause) {
    return cause instanceof CoercingParseLiteralException
        || cause instanceof CoercingParseValueException;
  }

  void fail(Throwable failure) {
    LOG.errorf(failure, "request %s failed", (Object) context.get(RequestIds.KEY));
    refuse(
        context,
        type,
        500,
        ErrorCode.INTERNAL,
        ApiError.internal(context.get(RequestIds.KEY), failure).getMessage());
  }

  static void refuse(
      RoutingContext context, String type, int status, ErrorCode code, String message) {
    Map<String, Object> extensions = new LinkedHashMap<>();
    extensions.put("code", code.name());
    extensions.put("requestId", context.get(RequestIds.KEY));
    Map<String, Object> body =
        Map.of("errors", List.of(Map.of("message", message, "extensions", extensions)));
    send(context, type, status, body);
  }

  private static void send(
      RoutingContext context, String type, int status, Map<String, Object> body) {
    if (context.response().ended() || context.response().closed()) {
      return;
    }
    try {
      context
          .response()
          .setStatusCode(status)
          .putHeader("Content-Type", type + "; charset=utf-8")
          .putHeader("Cache-Control", "no-store")
          .end(Buffer.buffer(MAPPER.writeValueAsBytes(body)));
    } catch (JsonProcessingException e) {
      context.fail(e);
    }
  }

  /** The JSON scalar holds JSON already. */
  private static final class JsonValueAsJson extends StdSerializer<JsonValue> {
    private static final long serialVersionUID = 1L;

    JsonValueAsJson() {
      super(JsonValue.class);
    }

    @Override
    public void serialize(JsonValue value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeRawValue(value.toString());
    }
  }
}
