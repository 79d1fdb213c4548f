package io.keelson.api.http;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Says nothing of an answer that its caller hung up on while it was sent. Over HTTP/2 the framework
 * takes that for an error of ours and logs it with a trace; over HTTP/1.1 it does not.
 */
@ApplicationScoped
class UnsentAnswer {
  private static final int BEFORE_THE_FRAMEWORK_TELLS = Integer.MAX_VALUE - 1;

  void register(@Observes Router router) {
    router.route().order(BEFORE_THE_FRAMEWORK_TELLS).failureHandler(UnsentAnswer::failed);
  }

  private static void failed(RoutingContext context) {
    if (!isCallerGone(context)) {
      context.next();
    }
  }

  /** A stream that ends fails what waits to be written to it before it says that it is closed. */
  private static boolean isCallerGone(RoutingContext context) {
    boolean isStreamClosed =
        context.failure() instanceof Http2Exception failure
            && failure.error() == Http2Error.STREAM_CLOSED;
    return isStreamClosed || context.response().headWritten() && context.response().closed();
  }
}
