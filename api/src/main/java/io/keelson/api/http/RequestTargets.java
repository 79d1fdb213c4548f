package io.keelson.api.http;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * Refuses a request whose target cannot be read, before anything reads it: whatever does would fail
 * with a trace, or be told of as an error of ours. That is one with a {@code %} that no two
 * hexadecimal digits follow (RFC 3986, section 2.1); one that names no host, or several, unless by
 * HTTP/1.0 (RFC 9112, section 3.2); one of a scheme that is served nowhere; and at sign-in, where
 * the framework parses the whole address, one that is no URI. Where proxies are trusted, the
 * framework has put one host where there were several.
 */
@ApplicationScoped
class RequestTargets {
  private static final int BEFORE_EVERY_ROUTE = Integer.MIN_VALUE;
  private static final String ROUTED = "keelson.routed";
  private static final int BAD_REQUEST = 400;
  private static final String SIGN_IN = "/session/";

  /** A proxy that ends TLS may go on in the clear, and tell the scheme that it was asked for. */
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private final HostileInputLog log;

  RequestTargets(HostileInputLog log) {
    this.log = log;
  }

  /** The framework's filters come behind the doors of uploads and downloads. */
  void register(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) Router router) {
    checkFirst(router);
  }

  /** The operators' port is a server of its own. */
  void register(@Observes ManagementInterface management) {
    checkFirst(management.router());
  }

  private void checkFirst(Router router) {
    router.route().order(BEFORE_EVERY_ROUTE).handler(this::check).failureHandler(this::failed);
  }

  private void check(RoutingContext context) {
    context.put(ROUTED, true);
    String violation = violation(context.request());
    if (violation == null) {
      context.next();
    } else {
      refuse(context, violation);
    }
  }

  /**
   * The router itself refuses some before any route has seen them, and the framework logs each of
   * those as an error.
   */
  private void failed(RoutingContext context) {
    if (context.get(ROUTED) == null && context.statusCode() == BAD_REQUEST) {
      refuse(context, "target: expected a path, and a host");
    } else {
      context.next();
    }
  }

  private void refuse(RoutingContext context, String violation) {
    log.note(context.get(RequestIds.KEY), violation);
    UnreadBody.endConnection(context);
    context.response().setStatusCode(BAD_REQUEST).end();
    context.request().resume();
  }

  /** Null for a target that can be read. */
  private static String violation(HttpServerRequest request) {
    if (!isDecodable(request.uri())) {
      return "target: expected two hexadecimal digits after each %";
    }
    if (!hasOneHost(request)) {
      return "Host: expected the name or address of one host";
    }
    if (request.version() == HttpVersion.HTTP_2 && !SCHEMES.contains(request.scheme())) {
      return ":scheme: expected http or https";
    }
    if (request.uri().startsWith(SIGN_IN) && !isUri(request)) {
      return "target: expected a URI, with its host";
    }
    return null;
  }

  private static boolean hasOneHost(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_1_0) {
      return true;
    }
    HostAndPort host = request.authority();
    return host != null
        && !host.host().isEmpty()
        && HostAndPort.parseAuthority(host.host(), -1) != null
        && request.headers().getAll(HttpHeaders.HOST).size() <= 1;
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
