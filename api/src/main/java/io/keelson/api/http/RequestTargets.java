package io.keelson.api.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Refuses a request whose target has a {@code %} that no two hexadecimal digits follow (RFC 3986,
 * section 2.1), before anything reads it: whatever decodes the target would fail with a trace.
 */
@ApplicationScoped
class RequestTargets {
  /** The drain reads the path. */
  private static final int BEFORE_THE_DRAIN = 2_000;

  private final HostileInputLog log;

  RequestTargets(HostileInputLog log) {
    this.log = log;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, BEFORE_THE_DRAIN);
  }

  private void check(RoutingContext context) {
    if (isDecodable(context.request().uri())) {
      context.next();
      return;
    }
    log.note(null, "target: expected two hexadecimal digits after each %");
    UnreadBody.endConnection(context);
    context.response().setStatusCode(400).end();
    context.request().resume();
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
