package io.keelson.api.http;

import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.failure.Failure;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Reads the bodies of a route's requests within a size and a time, however steadily they trickle:
 * the time runs from the headers to the end of the body. What is too large or too late is answered,
 * and the rest of it is not waited for.
 */
public final class BoundedBody {
  private static final String TIMER = "keelson.body-deadline";
  private static final String IS_READ = "keelson.body-read";
  private static final int TOO_LARGE_STATUS = 413;

  private final Duration limit;
  private final Handler<RoutingContext> tooLarge;
  private final Handler<RoutingContext> late;
  private final Handler<RoutingContext> reading;

  /**
   * Of a form, or a body so small that nobody's share of the memory is asked.
   *
   * @param tooLarge answers
   * @param late answers, too
   */
  public BoundedBody(
      long maxBytes,
      Duration limit,
      Handler<RoutingContext> tooLarge,
      Handler<RoutingContext> late) {
    this.limit = limit;
    this.tooLarge = tooLarge;
    this.late = late;
    this.reading = BodyHandler.create(false).setBodyLimit(maxBytes).setHandleFileUploads(false);
  }

  /**
   * Of a body that {@link HeldBody#take} gives.
   *
   * @param memory what the body of a request uses, and what comes of it
   * @param noRoom answers, like the others
   */
  public BoundedBody(
      long maxBytes,
      Duration limit,
      Handler<RoutingContext> tooLarge,
      Handler<RoutingContext> late,
      Function<RoutingContext, SharedBytes.Use> memory,
      BiConsumer<RoutingContext, Failure> noRoom) {
    this.limit = limit;
    this.tooLarge = tooLarge;
    this.late = late;
    this.reading =
        new HeldBody(
            maxBytes,
            memory,
            (context, refusal) -> cut(context, cut -> noRoom.accept(cut, refusal)));
  }

  /**
   * @param order of the first of two routes; the other is the next one
   * @param then gets a request whose body is there
   */
  public void read(Router router, String path, int order, Handler<RoutingContext> then) {
    router.post(path).order(order).handler(this::start).failureHandler(this::failed);
    router.post(path).order(order + 1).handler(reading).handler(BoundedBody::end).handler(then);
  }

  private void start(RoutingContext context) {
    long timer = context.vertx().setTimer(limit.toMillis(), fired -> cut(context, late));
    context.put(TIMER, timer);
    context.addEndHandler(ended -> stop(context));
    context.next();
  }

  private static void end(RoutingContext context) {
    stop(context);
    context.put(IS_READ, true);
    if (isAnswered(context)) {
      HeldBody.giveUp(context); // its caller has gone, perhaps before the body was asked for
    } else {
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

  /** A body that cannot be read fails more than once: its decoder, then its connection. */
  private void failed(RoutingContext context) {
    if (context.get(IS_READ) == null && isAnswered(context)) {
      HeldBody.giveUp(context);
    } else if (context.statusCode() == TOO_LARGE_STATUS) {
      cut(context, tooLarge);
    } else {
      context.next();
    }
  }

  private static void cut(RoutingContext context, Handler<RoutingContext> answer) {
    HeldBody.giveUp(context);
    if (isAnswered(context)) {
      return;
    }
    UnreadBody.endConnection(context);
    answer.handle(context);
    context.request().resume();
  }
}
