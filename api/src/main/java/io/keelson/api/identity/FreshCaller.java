package io.keelson.api.identity;

import io.keelson.api.http.HeldBody;
import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.failure.Unauthenticated;
import io.keelson.tenancy.failure.Unavailable;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Stands between a request's body and what is done with it. A caller is recognised by the headers;
 * where the body's end comes more than a second later, their rights may have ended meanwhile, and
 * they are looked up again. Fast bodies cost nothing more.
 */
@ApplicationScoped
public class FreshCaller {
  private static final String LOOKED_UP_AGAIN = "keelson.looked-up-again";

  private final KeelsonAuthentication authentication;

  FreshCaller(KeelsonAuthentication authentication) {
    this.authentication = authentication;
  }

  /** Whether it took so long that what was asked of the caller's rights before counts no more. */
  public static boolean wasLookedUpAgain(RoutingContext context) {
    return context.get(LOOKED_UP_AGAIN, false);
  }

  /**
   * @param then gets the request of a caller who counts; for others the request fails with {@link
   *     Unauthenticated}, {@link RateLimited} or {@link Unavailable}
   */
  public Handler<RoutingContext> before(Handler<RoutingContext> then) {
    return context -> {
      if (authentication.isFresh(context)) {
        then.handle(context);
      } else {
        authentication
            .again(context)
            .subscribe()
            .with(identity -> goOn(context, identity, then), failure -> fail(context, failure));
      }
    };
  }

  private static void goOn(
      RoutingContext context, SecurityIdentity identity, Handler<RoutingContext> then) {
    if (isOver(context)) {
      HeldBody.giveUp(context);
    } else if (identity == null) {
      refuse(
          context,
          KeelsonAuthentication.rateLimited(context)
              .<RuntimeException>map(limited -> limited)
              .orElseGet(() -> new Unauthenticated("the credential does not count any more")));
    } else {
      QuarkusHttpUser.setIdentity(identity, context);
      context.put(LOOKED_UP_AGAIN, true);
      try {
        then.handle(context);
      } catch (RuntimeException | Error e) {
        context.fail(e);
      }
    }
  }

  /** Its caller has gone, and what came of the body has been given up perhaps. */
  private static boolean isOver(RoutingContext context) {
    return !HeldBody.isThere(context) || context.response().ended() || context.response().closed();
  }

  private static void fail(RoutingContext context, Throwable failure) {
    refuse(
        context,
        failure instanceof Unavailable
            ? failure
            : new Unavailable("credentials cannot be checked now", failure));
  }

  private static void refuse(RoutingContext context, Throwable failure) {
    HeldBody.giveUp(context);
    context.fail(failure);
  }
}
