package io.keelson.api.graphql;

import graphql.ExecutionResult;
import graphql.GraphQLError;
import io.keelson.api.graphql.engine.ResultSize;
import io.keelson.api.graphql.engine.SharedEngine;
import io.keelson.api.graphql.trusted.TrustedDocuments;
import io.keelson.api.http.HeldBody;
import io.keelson.api.http.HostileInputLog;
import io.keelson.api.http.RequestIds;
import io.keelson.api.identity.CallContext;
import io.keelson.api.identity.Visitor;
import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.RateLimited;
import io.quarkus.arc.Arc;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.smallrye.graphql.runtime.SmallRyeGraphQLAbstractHandler;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.CompletionException;

/**
 * POST {@code /graphql} by the GraphQL-over-HTTP draft: content negotiation and status codes. What
 * comes in is read here; {@link Answer} writes what goes back.
 */
final class GraphQLDoor extends SmallRyeGraphQLAbstractHandler {
  private static final String HELD = "keelson.held";
  private final SharedEngine engine;
  private final TrustedDocuments documents;
  private final PointAccounts points;
  private final AnswerMemory answers;
  private final HostileInputLog log;

  GraphQLDoor(
      CurrentIdentityAssociation identity,
      CurrentVertxRequest request,
      SharedEngine engine,
      TrustedDocuments documents,
      PointAccounts points,
      AnswerMemory answers,
      HostileInputLog log) {
    super(identity, request, false);
    this.engine = engine;
    this.documents = documents;
    this.points = points;
    this.answers = answers;
    this.log = log;
  }

  /** What a request uses from its body on, until it is answered. */
  SharedBytes.Use held(RoutingContext context) {
    SharedBytes.Use held = answers.use(payer(Visitor.of(context).orElseThrow()));
    context.put(HELD, held);
    return held;
  }

  @Override
  protected void doHandle(RoutingContext context) {
    SharedBytes.Use held = context.get(HELD);
    boolean isRun = false;
    try {
      Visitor visitor = Visitor.of(context).orElseThrow();
      PointCharge charge = points.of(visitor);
      if (isUnderstood(context) && hasPoints(context, charge)) {
        run(context, visitor, charge, held);
        isRun = true;
      }
    } finally {
      if (!isRun) {
        held.end();
      }
    }
  }

  /** Refuses it otherwise, like {@link #hasPoints}. */
  private static boolean isUnderstood(RoutingContext context) {
    if (MediaTypes.accepted(context).isEmpty()) {
      Answer.refuse(
          context,
          406,
          ErrorCode.VALIDATION,
          "Accept: expected " + MediaTypes.GRAPHQL_JSON + " or " + MediaTypes.JSON);
      return false;
    }
    if (!MediaTypes.isJson(context)) {
      Answer.refuse(
          context,
          415,
          ErrorCode.VALIDATION,
          "Content-Type: expected " + MediaTypes.JSON + " in UTF-8");
      return false;
    }
    return true;
  }

  private static boolean hasPoints(RoutingContext context, PointCharge charge) {
    try {
      charge.requireSome();
      return true;
    } catch (RateLimited refusal) {
      charge.tell(context.response());
      Answer.refuse(context, MediaTypes.accepted(context).orElseThrow(), 429, refusal);
      return false;
    }
  }

  private void run(
      RoutingContext context, Visitor visitor, PointCharge charge, SharedBytes.Use held) {
    String type = MediaTypes.accepted(context).orElseThrow();
    Object payer = payer(visitor);
    ResultSize size = answers.result(held);
    CallContext.holdIn(context, size);
    Map<String, Object> attributes = attributes(size);
    Answer answer = new Answer(context, type, answers, payer, size, engine.get());
    byte[] body = HeldBody.take(context);
    engine
        .get()
        .read(payer, "body", body, held)
        .whenComplete((request, failure) -> held.release(body.length))
        .thenApply(request -> documents.admit(request, visitor.principal()))
        .thenCompose(
            request ->
                engine
                    .get()
                    .execute(request, payer, charge, attributes, () -> !Answer.isOver(context)))
        .whenComplete(
            (result, failure) -> {
              Throwable cause =
                  failure instanceof CompletionException ? failure.getCause() : failure;
              if (cause instanceof Failure) {
                charge.record(1); // for the reading
              }
              charge.tell(context.response());
              if (cause instanceof Failure refusal) {
                held.end();
                refuse(context, type, refusal);
              } else {
                noteRefusal(context, result);
                answer.write(result, cause);
              }
            });
  }

  private void noteRefusal(RoutingContext context, ExecutionResult result) {
    if (result == null
        || result.isDataPresent()
        || result.getErrors().isEmpty()
        || Answer.isOver(context)) {
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

  private void refuse(RoutingContext context, String type, Failure refusal) {
    if (refusal instanceof Invalid) {
      log.note(context.get(RequestIds.KEY), refusal.getMessage());
    }
    Answer.refuse(context, type, status(refusal), refusal);
  }

  /** Of what was refused before it was run. */
  static int status(Failure refusal) {
    return switch (refusal.code()) {
      case VALIDATION -> 400;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case RATE_LIMITED -> 429;
      default -> 503;
    };
  }

  /** The tenant, or the person as long as they name none. */
  private static Object payer(Visitor visitor) {
    return visitor
        .principal()
        .<Object>map(principal -> principal.tenantId())
        .orElseGet(() -> visitor.person().orElseThrow().id());
  }

  /** What SmallRye's fetchers look for, and the engine. */
  private static Map<String, Object> attributes(ResultSize size) {
    return Map.of(
        "runBlocking",
        false,
        "state",
        Arc.container().requestContext().getState(),
        ResultSize.KEY,
        size);
  }
}
