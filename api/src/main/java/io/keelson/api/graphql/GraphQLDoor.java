package io.keelson.api.graphql;

import graphql.ExecutionResult;
import graphql.GraphQLError;
import io.keelson.api.graphql.engine.SharedEngine;
import io.keelson.api.http.HostileInputLog;
import io.keelson.api.http.RequestIds;
import io.keelson.api.identity.Visitor;
import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.RateLimited;
import io.quarkus.arc.Arc;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.smallrye.graphql.runtime.SmallRyeGraphQLAbstractHandler;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * POST {@code /graphql} by the GraphQL-over-HTTP draft: content negotiation and status codes. What
 * comes in is read here; {@link Answer} writes what goes back.
 */
final class GraphQLDoor extends SmallRyeGraphQLAbstractHandler {
  private static final Buffer NO_BODY = Buffer.buffer();
  private final SharedEngine engine;
  private final PointAccounts points;
  private final HostileInputLog log;

  GraphQLDoor(
      CurrentIdentityAssociation identity,
      CurrentVertxRequest request,
      SharedEngine engine,
      PointAccounts points,
      HostileInputLog log) {
    super(identity, request, false);
    this.engine = engine;
    this.points = points;
    this.log = log;
  }

  @Override
  protected void doHandle(RoutingContext context) {
    Optional<String> accepted = MediaTypes.accepted(context);
    if (accepted.isEmpty()) {
      Answer.refuse(
          context,
          406,
          ErrorCode.VALIDATION,
          "Accept: expected " + MediaTypes.GRAPHQL_JSON + " or " + MediaTypes.JSON);
      return;
    }
    if (!MediaTypes.isJson(context)) {
      Answer.refuse(
          context,
          415,
          ErrorCode.VALIDATION,
          "Content-Type: expected " + MediaTypes.JSON + " in UTF-8");
      return;
    }
    PointCharge charge = points.of(Visitor.of(context).orElseThrow());
    try {
      charge.requireSome();
    } catch (RateLimited refusal) {
      charge.tell(context.response());
      Answer.refuse(context, accepted.get(), 429, refusal);
      return;
    }
    Buffer body = context.body().buffer();
    Object payer = payer(context);
    Map<String, Object> attributes = attributes();
    Answer answer = new Answer(context, accepted.get());
    engine
        .get()
        .read("body", (body == null ? NO_BODY : body).getBytes())
        .thenCompose(request -> engine.get().execute(request, payer, charge, attributes))
        .whenComplete(
            (result, failure) -> {
              Throwable cause =
                  failure instanceof CompletionException ? failure.getCause() : failure;
              if (cause instanceof Failure) {
                charge.record(1); // for the reading
              }
              charge.tell(context.response());
              if (cause instanceof Failure refusal) {
                refuse(context, refusal);
              } else {
                noteRefusal(context, result);
                answer.write(result, cause);
              }
            });
  }

  private void noteRefusal(RoutingContext context, ExecutionResult result) {
    if (result == null || result.isDataPresent() || result.getErrors().isEmpty()) {
      return;
    }
    GraphQLError first = result.getErrors().getFirst();
    if (!isRateLimited(first)) {
      log.note(context.get(RequestIds.KEY), first.getMessage());
    }
  }

  /** Who asks too often has sent nothing wrong. */
  private static boolean isRateLimited(GraphQLError error) {
    return error.getExtensions() != null
        && ErrorCode.RATE_LIMITED.name().equals(error.getExtensions().get("code"));
  }

  private void refuse(RoutingContext context, Failure refusal) {
    if (refusal instanceof Invalid) {
      log.note(context.get(RequestIds.KEY), refusal.getMessage());
    }
    int status = refusal instanceof Invalid ? 400 : 503;
    Answer.refuse(context, status, refusal.code(), refusal.getMessage());
  }

  /** The tenant, or the person as long as they name none. */
  private static Object payer(RoutingContext context) {
    Visitor visitor = Visitor.of(context).orElseThrow();
    return visitor
        .principal()
        .<Object>map(principal -> principal.tenantId())
        .orElseGet(() -> visitor.person().orElseThrow().id());
  }

  /** What SmallRye's fetchers look for. */
  private static Map<String, Object> attributes() {
    return Map.of("runBlocking", false, "state", Arc.container().requestContext().getState());
  }
}
