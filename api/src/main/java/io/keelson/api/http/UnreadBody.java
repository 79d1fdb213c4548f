package io.keelson.api.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/** The rest of a request that is answered before its body was read. */
public final class UnreadBody {
  private static final long LINGER_MS = 1_000;

  private UnreadBody() {}

  /**
   * Whose body is not waited for sends no other request on this connection. It is not closed at
   * once, because that may take the answer with it. To be called before the answer is sent.
   */
  public static void endConnection(RoutingContext context) {
    if (context.request().version() != HttpVersion.HTTP_2) {
      context.response().putHeader("Connection", "close");
      HttpConnection connection = context.request().connection();
      context.vertx().setTimer(LINGER_MS, passed -> connection.close());
    }
  }
}
