package io.keelson.api.http;

import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;

/**
 * Where a request comes from: the address that a trusted proxy forwards for, or of whoever
 * connected. The framework has told the two apart by {@code keelson.http.trusted-proxies}.
 */
public final class CallerAddress {
  private static final String UNKNOWN = "";

  private CallerAddress() {}

  /** Empty where a proxy names no address, such as {@code unknown}; never null. */
  public static String of(RoutingContext context) {
    SocketAddress remote = context.request().remoteAddress();
    return remote == null || remote.hostAddress() == null ? UNKNOWN : remote.hostAddress();
  }
}
