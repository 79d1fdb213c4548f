package io.keelson.api.http;

import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Refuses a request whose target cannot be read, before anything reads it: whatever does would fail
 * with a trace. That is one with a {@code %} that no two hexadecimal digits follow (RFC 3986,
 * section 2.1); and at sign-in, where the framework parses the whole address, one that is no URI,
 * for want of a host or by its scheme.
 */
@ApplicationScoped
class RequestTargets {
  /** The drain reads the path. */
  private static final int BEFORE_THE_DRAIN = 2_000;

  private static final int BEFORE_EVERY_ROUTE = Integer.MIN_VALUE;
  private static final String SIGN_IN = "/session/";
  private final HostileInputLog log;

  RequestTargets(HostileInputLog log) {
    this.log = log;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, BEFORE_THE_DRAIN);
  }

  void register(@Observes ManagementInterface management) {
    management.router().route().order(BEFORE_EVERY_ROUTE).handler(this::check);
  }

  private void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!isDecodable(request.uri())) {
      refuse(context, "target: expected two hexadecimal digits after each %");
    } else if (request.uri().startsWith(SIGN_IN) && !isUri(request)) {
      refuse(context, "target: expected a URI, with its host");
    } else {
      context.next();
    }
  }

  private void refuse(RoutingContext context, String violation) {
    log.note(null, violation);
    UnreadBody.endConnection(context);
    context.response().setStatusCode(400).end();
    context.request().resume();
  }

  private static boolean isUri(HttpServerRequest request) {
    try {
      String address = request.absoluteURI();
      return address != null && new URI(address).getRawAuthority() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  static boolean isDecodable(String target) {
    for (int at = target.indexOf('%'); at >= 0; at = target.indexOf('%', at + 1)) {
      if (at + 2 >= target.length()
          || Character.digit(target.charAt(at + 1), 16) < 0
          || Character.digit(target.charAt(at + 2), 16) < 0) {
        return false;
      }
    }
    return true;
  }
}
