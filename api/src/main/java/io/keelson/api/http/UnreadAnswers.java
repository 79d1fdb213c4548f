package io.keelson.api.http;

import io.keelson.serving.connection.WriteBackpressure;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** A client that asks and asks and does not read is heard no further, signed in or not. */
@ApplicationScoped
class UnreadAnswers {
  private static final int BEFORE_ANYTHING_ANSWERS = 10_000;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** An answer of GraphQL is written in one piece, however long it is. */
  private static final long NO_BOUND = Long.MAX_VALUE;

  void register(@Observes Filters filters) {
    filters.register(UnreadAnswers::watch, BEFORE_ANYTHING_ANSWERS);
  }

  private static void watch(RoutingContext context) {
    WriteBackpressure.on(context.request().connection(), LIMIT, NO_BOUND);
    context.next();
  }
}
