package io.keelson.api.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Requests that want to become a socket. */
public final class WebSockets {
  private WebSockets() {}

  public static boolean isUpgrade(RoutingContext context) {
    HttpServerRequest request = context.request();
    return request.method() == HttpMethod.GET
        && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
  }
}
