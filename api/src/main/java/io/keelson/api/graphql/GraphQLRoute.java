package io.keelson.api.graphql;

import io.keelson.api.graphql.engine.SharedEngine;
import io.keelson.api.http.BrowserProof;
import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Unavailable;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Puts our door in front of the framework's at {@code /graphql}; WebSockets go on to the
 * framework's own.
 */
@ApplicationScoped
class GraphQLRoute {
  private static final int BEFORE_THE_FRAMEWORK = -100;
  private static final long MAX_BODY_BYTES = 1024 * 1024;
  private final GraphQLDoor door;
  private final BrowserProof proof;

  GraphQLRoute(
      CurrentIdentityAssociation identity,
      CurrentVertxRequest request,
      SharedEngine engine,
      BrowserProof proof) {
    this.door = new GraphQLDoor(identity, request, engine);
    this.proof = proof;
  }

  void register(@Observes Router router) {
    BodyHandler body =
        BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES).setHandleFileUploads(false);
    router.route("/graphql").order(BEFORE_THE_FRAMEWORK).handler(this::admit);
    router.route("/graphql").order(BEFORE_THE_FRAMEWORK).failureHandler(GraphQLRoute::failed);
    router.post("/graphql").order(BEFORE_THE_FRAMEWORK + 1).handler(body).handler(door);
  }

  private static void failed(RoutingContext context) {
    if (context.statusCode() == 413) {
      Answer.refuse(
          context,
          "application/json",
          413,
          ErrorCode.VALIDATION,
          "body: expected at most " + MAX_BODY_BYTES + " bytes");
    } else if (context.failure() instanceof Unavailable unavailable) {
      // Such as that nobody can be recognised while the database is away.
      context.response().putHeader("Retry-After", "1");
      Answer.refuse(
          context, "application/json", 503, ErrorCode.UNAVAILABLE, unavailable.getMessage());
    } else {
      context.next();
    }
  }

  private void admit(RoutingContext context) {
    boolean upgrade = context.request().getHeader("Upgrade") != null;
    if (!proof.holds(context, upgrade)) {
      Answer.refuse(
          context,
          "application/json",
          403,
          ErrorCode.FORBIDDEN,
          "the request does not come from the console's own pages");
      return;
    }
    if (!upgrade && !"POST".equals(context.request().method().name())) {
      context.response().putHeader("Allow", "POST");
      Answer.refuse(
          context, "application/json", 405, ErrorCode.VALIDATION, "method: expected POST");
      return;
    }
    context.next();
  }
}
