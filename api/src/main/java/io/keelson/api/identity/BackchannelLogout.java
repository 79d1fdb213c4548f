package io.keelson.api.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keelson.api.http.BoundedBody;
import io.keelson.api.http.HostileInputLog;
import io.keelson.api.http.RequestIds;
import io.keelson.api.http.UnreadBody;
import io.keelson.api.identity.LogoutTokens.LogoutToken;
import io.keelson.tenancy.access.EndedSessions;
import io.quarkus.security.AuthenticationFailedException;
import io.vertx.core.Context;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Where the identity provider tells of a session that ended there: by an administrator, by another
 * application, by its own sign-out page. Whatever was let in with that session ends as it does when
 * the person signs out here. Open to everybody: the token says who sent it.
 */
@ApplicationScoped
class BackchannelLogout {
  static final String PATH = "/session/backchannel-logout";
  private static final Logger LOG = Logger.getLogger(BackchannelLogout.class);
  private static final int BEFORE_THE_FRAMEWORK = -101;
  private static final int MAX_BODY_BYTES = 8 << 10;
  private static final Duration BODY_TIME_LIMIT = Duration.ofSeconds(5);
  private static final int MAX_USED = 100_000;

  private final LogoutTokens tokens;
  private final EndedSessions sessions;
  private final HostileInputLog log;

  /**
   * Ids of tokens as long as they count. Of this process: elsewhere a token that was used before
   * ends a session that has ended already.
   */
  private final Cache<String, Boolean> used =
      Caffeine.newBuilder()
          .expireAfterWrite(LogoutTokens.MAX_AGE.multipliedBy(2))
          .maximumSize(MAX_USED)
          .build();

  BackchannelLogout(LogoutTokens tokens, EndedSessions sessions, HostileInputLog log) {
    this.tokens = tokens;
    this.sessions = sessions;
    this.log = log;
  }

  void register(@Observes Router router) {
    BoundedBody body =
        new BoundedBody(
            MAX_BODY_BYTES, BODY_TIME_LIMIT, this::isNoForm, late -> refuse(late, "body: late"));
    body.read(router, PATH, BEFORE_THE_FRAMEWORK, this::told);
    router.post(PATH).order(BEFORE_THE_FRAMEWORK + 1).failureHandler(this::failed);
  }

  private void failed(RoutingContext context) {
    UnreadBody.endConnection(context);
    isNoForm(context);
    context.request().resume();
  }

  private void isNoForm(RoutingContext context) {
    refuse(context, "body: expected a form of at most " + MAX_BODY_BYTES + " bytes");
  }

  private void told(RoutingContext context) {
    String text = context.request().getFormAttribute("logout_token");
    if (text == null || text.isBlank()) {
      refuse(context, "logout_token: missing");
      return;
    }
    Context eventLoop = context.vertx().getOrCreateContext();
    Thread.startVirtualThread(
        () -> {
          Runnable answer = answer(context, text);
          eventLoop.runOnContext(back -> answer.run());
        });
  }

  private Runnable answer(RoutingContext context, String text) {
    try {
      end(tokens.verify(text));
      return () -> send(context, 200);
    } catch (AuthenticationFailedException e) {
      String reason = e.getMessage() == null ? "logout_token: not valid" : e.getMessage();
      return () -> refuse(context, reason);
    } catch (RuntimeException e) {
      // Anybody can cause this line, such as while the provider's keys are not known.
      log.note(
          context.get(RequestIds.KEY),
          "logout_token: not looked at: " + e.getClass().getSimpleName());
      return () -> send(context, 503);
    }
  }

  private void end(LogoutToken token) {
    if (used.asMap().putIfAbsent(token.id(), true) != null) {
      throw new AuthenticationFailedException("jti: used before");
    }
    try {
      sessions.end(token.sessionId());
    } catch (RuntimeException e) {
      used.invalidate(token.id()); // whoever sent it may try again
      LOG.warn("a session that ended at the identity provider goes on here", e);
      throw e;
    }
  }

  private void refuse(RoutingContext context, String reason) {
    log.note(context.get(RequestIds.KEY), reason);
    send(context, 400);
  }

  private static void send(RoutingContext context, int status) {
    if (!context.response().ended() && !context.response().closed()) {
      context.response().setStatusCode(status).putHeader("Cache-Control", "no-store").end();
    }
  }
}
