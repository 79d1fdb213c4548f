package io.keelson.api.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * Cuts a request whose body takes too long to come, however steadily it trickles: the time runs
 * from the headers to the end of the body. Its {@link #start} stands before what reads the body,
 * its {@link #end} behind.
 */
public final class BodyDeadline {
  private static final String TIMER = "keelson.body-deadline";
  private final Duration limit;
  private final Handler<RoutingContext> late;

  /**
   * @param late answers; the connection is closed afterwards
   */
  public BodyDeadline(Duration limit, Handler<RoutingContext> late) {
    this.limit = limit;
    this.late = late;
  }

  public void start(RoutingContext context) {
    long timer = context.vertx().setTimer(limit.toMillis(), fired -> cut(context));
    context.put(TIMER, timer);
    context.addEndHandler(ended -> stop(context));
    context.next();
  }

  public void end(RoutingContext context) {
    stop(context);
    context.next();
  }

  private static void stop(RoutingContext context) {
    Long timer = context.remove(TIMER);
    if (timer != null) {
      context.vertx().cancelTimer(timer);
    }
  }

  private void cut(RoutingContext context) {
    if (context.response().ended() || context.response().closed()) {
      return;
    }
    if (context.request().version() == HttpVersion.HTTP_2) {
      context.addEndHandler(answered -> context.response().reset());
    } else {
      context.response().putHeader("Connection", "close");
      context.addEndHandler(answered -> context.request().connection().close());
    }
    late.handle(context);
  }
}
