package io.keelson.api.graphql;

import graphql.ExecutionResult;
import io.keelson.api.graphql.engine.SharedEngine;
import io.keelson.tenancy.failure.ErrorCode;
import io.quarkus.arc.Arc;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.smallrye.graphql.runtime.SmallRyeGraphQLAbstractHandler;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * POST {@code /graphql} by the GraphQL-over-HTTP draft: content negotiation and status codes. What
 * comes in is read here; {@link Answer} writes what goes back.
 */
final class GraphQLDoor extends SmallRyeGraphQLAbstractHandler {
  private static final String JSON = "application/json";
  static final String GRAPHQL_JSON = "application/graphql-response+json";
  private final SharedEngine engine;

  GraphQLDoor(
      CurrentIdentityAssociation identity, CurrentVertxRequest request, SharedEngine engine) {
    super(identity, request, false);
    this.engine = engine;
  }

  @Override
  protected void doHandle(RoutingContext context) {
    String accept = answerType(context.request().getHeader("Accept"));
    if (accept == null) {
      Answer.refuse(
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
      Answer.refuse(context, accept, 415, ErrorCode.VALIDATION, "Content-Type: expected " + JSON);
      return;
    }
    JsonObject request;
    try {
      request = inputToJsonObject(context.body().asString());
    } catch (JsonException | NullPointerException | IllegalStateException e) {
      Answer.refuse(context, accept, 400, ErrorCode.VALIDATION, "the body is no JSON object");
      return;
    }
    String malformed = malformed(request);
    if (malformed != null) {
      Answer.refuse(context, accept, 400, ErrorCode.VALIDATION, malformed);
      return;
    }
    Answer answer = new Answer(context, accept, request, engine.get().schema());
    CompletableFuture<ExecutionResult> ran;
    try {
      ran = engine.get().execute(request, attributes());
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
}
