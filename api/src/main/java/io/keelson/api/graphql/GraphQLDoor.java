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
import io.keelson.api.graphql.engine.Engine;
import io.keelson.api.http.RequestIds;
import io.keelson.tenancy.failure.ErrorCode;
import io.quarkus.arc.Arc;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.smallrye.graphql.runtime.SmallRyeGraphQLAbstractHandler;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.graphql.schema.model.Schema;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * POST {@code /graphql} by the GraphQL-over-HTTP draft: content negotiation, status codes, and a
 * stable code in every error, those of parsing and validation included. Decimals are written as
 * strings, so that no reader rounds money.
 */
final class GraphQLDoor extends SmallRyeGraphQLAbstractHandler {
  private static final Logger LOG = Logger.getLogger(GraphQLDoor.class);
  private static final String JSON = "application/json";
  private static final String GRAPHQL_JSON = "application/graphql-response+json";
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

  private volatile Engine engine;

  GraphQLDoor(CurrentIdentityAssociation identity, CurrentVertxRequest request) {
    super(identity, request, false);
  }

  @Override
  protected void doHandle(RoutingContext context) {
    String accept = answerType(context.request().getHeader("Accept"));
    if (accept == null) {
      refuse(
          context,
          JSON,
          406,
          ErrorCode.VALIDATION,
          "Accept: expected " + GRAPHQL_JSON + " or " + JSON);
      return;
    }
    String contentType = context.request().getHeader("Content-Type");
    if (contentType == null
        || !contentType.strip().toLowerCase(java.util.Locale.ROOT).startsWith(JSON)) {
      refuse(context, accept, 415, ErrorCode.VALIDATION, "Content-Type: expected " + JSON);
      return;
    }
    JsonObject request;
    try {
      request = inputToJsonObject(context.body().asString());
    } catch (JsonException | NullPointerException | IllegalStateException e) {
      refuse(context, accept, 400, ErrorCode.VALIDATION, "the body is no JSON object");
      return;
    }
    String malformed = malformed(request);
    if (malformed != null) {
      refuse(context, accept, 400, ErrorCode.VALIDATION, malformed);
      return;
    }
    Answer answer = new Answer(context, accept, request, engine().schema());
    CompletableFuture<ExecutionResult> ran;
    try {
      ran = engine().execute(request, attributes());
    } catch (RuntimeException e) {
      answer.fail(e);
      return;
    }
    ran.whenComplete(answer::write);
  }

  /** What SmallRye's fetchers look for. */
  private static Map<String, Object> attributes() {
    return Map.of("runBlocking", false, "state", Arc.container().requestContext().getState());
  }

  private Engine engine() {
    if (engine == null) {
      engine =
          new Engine(
              Arc.container().instance(GraphQLSchema.class).get(),
              Arc.container().instance(Schema.class).get());
    }
    return engine;
  }

  private static String malformed(JsonObject request) {
    if (!request.containsKey("query")
        || request.get("query").getValueType() != JsonValue.ValueType.STRING) {
      return "query: expected a string";
    }
    for (String name : List.of("variables", "extensions")) {
      if (request.containsKey(name)
          && request.get(name).getValueType() != JsonValue.ValueType.OBJECT
          && request.get(name).getValueType() != JsonValue.ValueType.NULL) {
        return name + ": expected an object";
      }
    }
    if (request.containsKey("operationName")
        && request.get("operationName").getValueType() != JsonValue.ValueType.STRING
        && request.get("operationName").getValueType() != JsonValue.ValueType.NULL) {
      return "operationName: expected a string";
    }
    return null;
  }

  /** The media type to answer with, or null when none that we have is accepted. */
  static String answerType(String accept) {
    if (accept == null
        || accept.isBlank()
        || accept.contains("*/*")
        || accept.contains("application/*")) {
      return accept != null && accept.contains(GRAPHQL_JSON) ? GRAPHQL_JSON : JSON;
    }
    if (accept.contains(GRAPHQL_JSON)) {
      return GRAPHQL_JSON;
    }
    return accept.contains(JSON) ? JSON : null;
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

  /** Writes what the engine found. */
  private static final class Answer {
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

    void write(ExecutionResult result, Throwable failure) {
      if (failure != null) {
        fail(failure);
        return;
      }
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
     * A request that never ran is 400 in the new media type and 200 in the old; no credential is
     * 401 in both.
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

    /**
     * What the engine lets pass, such as 1.5 for an Int, and the conversion to our type does not.
     */
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
  }
}
