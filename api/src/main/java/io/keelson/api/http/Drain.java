package io.keelson.api.http;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.filters.QuarkusRequestWrapper;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * At the end of the process lets the requests under way be answered and refuses new ones. Not
 * waited for: WebSockets, which last as long as somebody looks and whose clients come back to where
 * they were (the framework's own drain waits for each that was ever opened), and the data doors,
 * which end their transfers themselves, resumable.
 */
@ApplicationScoped
class Drain {
  private static final Logger LOG = Logger.getLogger(Drain.class);
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final int BEFORE_EVERYTHING = 1_000;

  /** A party for the process itself, and one for each request under way. */
  private final Phaser underWay = new Phaser(1);

  private volatile boolean ends;

  void register(@Observes Filters filters) {
    filters.register(this::admit, BEFORE_EVERYTHING);
  }

  private void admit(RoutingContext context) {
    if (ends) {
      context
          .response()
          .setStatusCode(503)
          .putHeader("Retry-After", "1")
          .putHeader("Connection", "close")
          .end();
      return;
    }
    if (!lasts(context)) {
      underWay.register();
      // Not the response's end handler: there is but one, and whoever sets it last takes it.
      QuarkusRequestWrapper.get(context.request())
          .addRequestDoneHandler(done -> underWay.arriveAndDeregister());
    }
    context.next();
  }

  private static boolean lasts(RoutingContext context) {
    return context.request().getHeader("Upgrade") != null
        || context.normalizedPath().startsWith("/data/");
  }

  /** The doors are still open, so that the answers get out. */
  void await(@Observes ShutdownDelayInitiatedEvent event) {
    ends = true;
    int phase = underWay.arriveAndDeregister();
    try {
      underWay.awaitAdvanceInterruptibly(phase, LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warnf("%d requests are cut off after %s", underWay.getUnarrivedParties(), LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
