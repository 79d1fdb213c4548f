package io.keelson.api.http;

import io.keelson.tenancy.failure.Unavailable;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Answers 503 on every URL, where the framework would answer 500 and log a trace: such as while the
 * database is away, when nobody can be recognised.
 */
@ApplicationScoped
class UnavailableAnswer {
  /** After the doors, which answer in their own form. */
  private static final int AFTER_THE_DOORS = -1;

  void register(@Observes Router router) {
    router.route().order(AFTER_THE_DOORS).failureHandler(UnavailableAnswer::answer);
  }

  private static void answer(RoutingContext context) {
    if (context.failure() instanceof Unavailable
        && !context.response().headWritten()
        && !context.response().closed()) {
      context.response().setStatusCode(503).putHeader("Retry-After", "1").end();
    } else {
      context.next();
    }
  }
}
