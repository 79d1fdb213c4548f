package io.keelson.api.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;

/**
 * Reads the bodies of a route's requests within a size and a time, however steadily they trickle:
 * the time runs from the headers to the end of the body. What is too large or too late is answered,
 * and the rest of it is not waited for.
 */
public final class BoundedBody {
  private static final String TIMER = "keelson.body-deadline";
  private static final int TOO_LARGE_STATUS = 413;

  private final long maxBytes;
  private final Duration limit;
  private final Handler<RoutingContext> tooLarge;
  private final Handler<RoutingContext> late;

  /**
   * @param tooLarge answers
   * @param late answers, too
   */
  public BoundedBody(
      long maxBytes,
      Duration limit,
      Handler<RoutingContext> tooLarge,
      Handler<RoutingContext> late) {
    this.maxBytes = maxBytes;
    this.limit = limit;
    this.tooLarge = tooLarge;
    this.late = late;
  }

  /**
   * @param order of the first of two routes; the other is the next one
   * @param then gets a request whose body is there
   */
  public void read(Router router, String path, int order, Handler<RoutingContext> then) {
    BodyHandler body = BodyHandler.create(false).setBodyLimit(maxBytes).setHandleFileUploads(false);
    router.post(path).order(order).handler(this::start).failureHandler(this::failed);
    router.post(path).order(order + 1).handler(body).handler(BoundedBody::end).handler(then);
  }

  private void start(RoutingContext context) {
    long timer = context.vertx().setTimer(limit.toMillis(), fired -> cut(context, late));
    context.put(TIMER, timer);
    context.addEndHandler(ended -> stop(context));
    context.next();
  }

  private static void end(RoutingContext context) {
    stop(context);
    if (!isAnswered(context)) {
      context.next();
    }
  }

  /** As late or too large, while the rest of the body went on to arrive. */
  private static boolean isAnswered(RoutingContext context) {
    return context.response().ended() || context.response().closed();
  }

  private static void stop(RoutingContext context) {
    Long timer = context.remove(TIMER);
    if (timer != null) {
      context.vertx().cancelTimer(timer);
    }
  }

  private void failed(RoutingContext context) {
    if (context.statusCode() == TOO_LARGE_STATUS) {
      cut(context, tooLarge);
    } else {
      context.next();
    }
  }

  private static void cut(RoutingContext context, Handler<RoutingContext> answer) {
    if (isAnswered(context)) {
      return;
    }
    UnreadBody.endConnection(context);
    answer.handle(context);
    context.request().resume();
  }
}
