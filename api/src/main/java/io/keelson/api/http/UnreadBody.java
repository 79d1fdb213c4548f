package io.keelson.api.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/** The rest of a request that is answered before its body was read. */
public final class UnreadBody {
  private static final long LINGER_MS = 1_000;
  private static final long NO_ERROR = 0;

  private UnreadBody() {}

  /**
   * Whose body is not waited for sends no other request on this connection; over HTTP/2, where
   * others share it, the stream ends. Neither happens at once, because that may take the answer
   * with it. To be called before the answer is sent; the request has to be resumed after it.
   */
  public static void endConnection(RoutingContext context) {
    if (context.request().version() == HttpVersion.HTTP_2) {
      context.vertx().setTimer(LINGER_MS, passed -> endStream(context.request()));
      return;
    }
    context.response().putHeader("Connection", "close");
    HttpConnection connection = context.request().connection();
    context.vertx().setTimer(LINGER_MS, passed -> connection.close());
  }

  /** Says that the answer is complete and the rest not wanted (RFC 9113, section 8.1). */
  private static void endStream(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    if (!request.isEnded() && !response.closed()) {
      response.reset(NO_ERROR);
    }
  }
}
