package io.keelson.serving.dataplane;

import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.RateLimited;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the requests of one event loop share. Used on that loop only, so nothing in it is locked.
 */
final class Lane {
  private static final String BEARER = "Bearer ";
  private static final int MAX_TOKEN_CHARACTERS = 8_192;

  final Context context;
  final HttpClient client;
  final DataPlaneConfig config;
  final HeldBytes held;
  final RequestObserver observer;
  final CallTaps.Queues tapped;
  final Deadlines deadlines = new Deadlines();

  /** Answers that their callers have not yet taken all of; the calls for them have ended. */
  final Deadlines unsent = new Deadlines();

  final long maxDeadlineNanos;

  private final Supplier<RoutingTable> routes;
  private final Authenticator authenticator;
  private final LongSupplier nanoTime;

  Lane(
      Vertx vertx,
      HttpClient client,
      DataPlaneConfig config,
      HeldBytes held,
      Supplier<RoutingTable> routes,
      Authenticator authenticator,
      RequestObserver observer,
      CallTaps.Queues tapped,
      LongSupplier nanoTime) {
    this.context = vertx.getOrCreateContext();
    this.client = client;
    this.config = config;
    this.held = held;
    this.routes = routes;
    this.authenticator = authenticator;
    this.observer = observer;
    this.tapped = tapped;
    this.nanoTime = nanoTime;
    this.maxDeadlineNanos = config.maxDeadline().toNanos();
  }

  Route route(java.util.UUID tenantId, String name) {
    return routes.get().find(tenantId, name);
  }

  /**
   * Who calls, at once where that is known, else later on this event loop with the request paused.
   *
   * @param then gets the caller, or the status to refuse with
   */
  void authenticate(
      HttpServerRequest request, GrpcMethod method, BiConsumer<Principal, Status> then) {
    recognise(request, method, request::pause, () -> resume(request), then);
  }

  /** As {@link #authenticate} does, for a request of which enough has come already. */
  void authenticateAgain(
      HttpServerRequest request, GrpcMethod method, BiConsumer<Principal, Status> then) {
    recognise(request, method, () -> {}, () -> {}, then);
  }

  /** What a caller's rights are reckoned to be fresh by. */
  long nanoTime() {
    return nanoTime.getAsLong();
  }

  private void recognise(
      HttpServerRequest request,
      GrpcMethod method,
      Runnable pause,
      Runnable resume,
      BiConsumer<Principal, Status> then) {
    String header = request.getHeader("authorization");
    if (header == null
        || header.length() > MAX_TOKEN_CHARACTERS
        || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      then.accept(null, Status.UNAUTHENTICATED);
      return;
    }
    String token = header.substring(BEARER.length());
    String tenantSlug = request.getHeader("x-keelson-tenant");
    Optional<Principal> known = authenticator.ifKnown(token, tenantSlug);
    Supplier<Attempt> attempt =
        () -> new Attempt(token, tenantSlug, method.label(), address(request));
    if (known != null) {
      accept(known, tenantSlug, attempt, then);
      return;
    }
    pause.run();
    authenticator
        .find(token, tenantSlug, address(request))
        .whenComplete(
            (found, failure) ->
                context.runOnContext(
                    resumed -> {
                      resume.run();
                      if (failure != null) {
                        then.accept(null, refusal(failure));
                      } else {
                        accept(found, tenantSlug, attempt, then);
                      }
                    }));
  }

  /** A credential of one tenant does not count in another one. */
  private void accept(
      Optional<Principal> found,
      String tenantSlug,
      Supplier<Attempt> attempt,
      BiConsumer<Principal, Status> then) {
    Principal holder = found.orElse(null);
    boolean elsewhere =
        holder != null && tenantSlug != null && !tenantSlug.equals(holder.tenantSlug());
    if (holder == null || elsewhere) {
      authenticator.refused(attempt.get());
      then.accept(null, Status.UNAUTHENTICATED);
    } else {
      then.accept(holder, null);
    }
  }

  /**
   * Lets the rest of a request come; where its caller has gone or has sent it all there is nothing
   * to do.
   */
  static void resume(HttpServerRequest request) {
    try {
      request.resume();
    } catch (IllegalStateException e) {
      // it was read to its end
    }
  }

  private static String address(HttpServerRequest request) {
    SocketAddress remote = request.remoteAddress();
    return remote == null || remote.hostAddress() == null ? "" : remote.hostAddress();
  }

  private static Status refusal(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RateLimited ? Status.RESOURCE_EXHAUSTED : Status.UNAVAILABLE;
  }

  static String refusal(Status status) {
    return switch (status) {
      case UNAVAILABLE -> "credentials cannot be checked now";
      case RESOURCE_EXHAUSTED -> "too many unknown keys are tried";
      default -> "send an API key or an access token as bearer token";
    };
  }
}
