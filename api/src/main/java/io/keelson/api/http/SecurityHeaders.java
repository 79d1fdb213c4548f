package io.keelson.api.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What browsers are told about every answer of the front door. */
@ApplicationScoped
class SecurityHeaders {
  private static final int BEFORE_AUTHENTICATION = 290;
  private static final String POLICY =
      "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
          + "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  /** One year: browsers go through TLS from the first visit on, whatever a link says. */
  private static final String TLS_ONLY = "max-age=31536000";

  private final boolean throughTls;

  SecurityHeaders(@ConfigProperty(name = "keelson.http.url") Optional<String> url) {
    this.throughTls = url.filter(address -> address.startsWith("https://")).isPresent();
  }

  void register(@Observes Filters filters) {
    filters.register(this::add, BEFORE_AUTHENTICATION);
  }

  private void add(RoutingContext context) {
    MultiMap headers = context.response().headers();
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("X-Frame-Options", "DENY");
    if (throughTls) {
      headers.set("Strict-Transport-Security", TLS_ONLY);
    }
    context.next();
  }
}
