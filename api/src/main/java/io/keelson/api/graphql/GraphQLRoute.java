package io.keelson.api.graphql;

import io.keelson.api.graphql.engine.SharedEngine;
import io.keelson.api.graphql.trusted.TrustedDocuments;
import io.keelson.api.http.BoundedBody;
import io.keelson.api.http.BrowserProof;
import io.keelson.api.http.HostileInputLog;
import io.keelson.api.http.RequestIds;
import io.keelson.api.http.UnreadBody;
import io.keelson.api.http.WebSockets;
import io.keelson.api.identity.FreshCaller;
import io.keelson.api.identity.KeelsonAuthentication;
import io.keelson.api.identity.Visitor;
import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.failure.Unauthenticated;
import io.keelson.tenancy.failure.Unavailable;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;

/**
 * Puts our door in front of the framework's at {@code /graphql}; WebSockets go on to {@code live}.
 * Whoever has no credential is told so before anything of the body is looked at.
 */
@ApplicationScoped
class GraphQLRoute {
  private static final int BEFORE_THE_FRAMEWORK = -101;
  private static final int MAX_BODY_BYTES = 1 << 20;

  /** From the end of a request's headers to its own. */
  private static final Duration BODY_TIME_LIMIT = Duration.ofSeconds(10);

  private final GraphQLDoor door;
  private final FreshCaller fresh;
  private final BrowserProof proof;
  private final HostileInputLog log;

  GraphQLRoute(
      CurrentIdentityAssociation identity,
      CurrentVertxRequest request,
      FreshCaller fresh,
      BrowserProof proof,
      SharedEngine engine,
      TrustedDocuments documents,
      PointAccounts points,
      AnswerMemory answers,
      HostileInputLog log) {
    this.door = new GraphQLDoor(identity, request, engine, documents, points, answers, log);
    this.fresh = fresh;
    this.proof = proof;
    this.log = log;
  }

  void register(@Observes Router router) {
    BoundedBody body =
        new BoundedBody(
            MAX_BODY_BYTES,
            BODY_TIME_LIMIT,
            this::tooLarge,
            this::late,
            door::held,
            GraphQLRoute::noRoom);
    router.route("/graphql").order(BEFORE_THE_FRAMEWORK).handler(this::admit);
    router.route("/graphql").order(BEFORE_THE_FRAMEWORK).failureHandler(this::failed);
    body.read(router, "/graphql", BEFORE_THE_FRAMEWORK + 1, fresh.before(door));
  }

  private void late(RoutingContext context) {
    String message = "body: expected within " + BODY_TIME_LIMIT.toMillis() + " ms";
    log.note(context.get(RequestIds.KEY), message);
    Answer.refuse(context, 408, ErrorCode.VALIDATION, message);
  }

  private static void noRoom(RoutingContext context, Failure refusal) {
    String type = MediaTypes.accepted(context).orElse(MediaTypes.JSON);
    Answer.refuse(context, type, GraphQLDoor.status(refusal), refusal);
  }

  private void tooLarge(RoutingContext context) {
    String message = "body: expected at most " + MAX_BODY_BYTES + " bytes";
    Answer.refuse(context, 413, ErrorCode.VALIDATION, message);
  }

  private void failed(RoutingContext context) {
    if (context.failure() instanceof Unavailable unavailable) {
      // Such as that nobody can be recognised while the database is away.
      Answer.refuse(context, 503, ErrorCode.UNAVAILABLE, unavailable.getMessage());
    } else if (context.failure() instanceof Unauthenticated ended) {
      challenge(context);
      Answer.refuse(context, 401, ended);
    } else if (context.failure() instanceof RateLimited limited) {
      Answer.refuse(context, 429, limited);
    } else {
      context.next();
    }
  }

  private void admit(RoutingContext context) {
    boolean upgrade = WebSockets.isUpgrade(context);
    if (!proof.holds(context, upgrade)) {
      Answer.refuse(
          context,
          403,
          ErrorCode.FORBIDDEN,
          "the request does not come from the console's own pages");
      return;
    }
    if (!upgrade && !"POST".equals(context.request().method().name())) {
      context.response().putHeader("Allow", "POST");
      Answer.refuse(context, 405, ErrorCode.VALIDATION, "method: expected POST");
      return;
    }
    Optional<RateLimited> limited = KeelsonAuthentication.rateLimited(context);
    if (limited.isPresent()) {
      rateLimited(context, limited.get());
      return;
    }
    if (!upgrade && Visitor.of(context).isEmpty()) {
      unknown(context);
      return;
    }
    context.next();
  }

  /** What somebody unknown still sends is thrown away, and not for long. */
  private static void unknown(RoutingContext context) {
    challenge(context);
    refuseUnread(
        context, 401, ErrorCode.UNAUTHENTICATED, "sign in, or send an API key as bearer token");
  }

  private static void challenge(RoutingContext context) {
    context.response().putHeader("WWW-Authenticate", "Bearer realm=\"keelson\"");
  }

  /** The key may be a good one: whoever sent it asks again. */
  private static void rateLimited(RoutingContext context, RateLimited limited) {
    UnreadBody.endConnection(context);
    Answer.refuse(context, 429, limited);
    context.request().resume();
  }

  private static void refuseUnread(
      RoutingContext context, int status, ErrorCode code, String message) {
    UnreadBody.endConnection(context);
    Answer.refuse(context, status, code, message);
    context.request().resume();
  }
}
