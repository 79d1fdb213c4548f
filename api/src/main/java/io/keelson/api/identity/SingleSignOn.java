package io.keelson.api.identity;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.signon.ProviderAlias;
import io.keelson.tenancy.signon.Provisioning;
import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Lets people in whose session began at their tenant's identity provider, when it is first seen. A
 * token's claim only says that it is worth asking; what is believed, {@link Provisioning} has from
 * the realm. A session is asked for once at a time, whoever comes meanwhile waits for that answer,
 * and no longer than two seconds. While the realm cannot be asked, members are what they were, and
 * nobody is told that they are none.
 */
@ApplicationScoped
class SingleSignOn {
  private static final Logger LOG = Logger.getLogger(SingleSignOn.class);
  private static final String PROVIDER = "identity_provider";
  private static final int MAX_SESSIONS = 10_000;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Asks the realm, and lets the owner of the token in. */
  interface Admission {
    Provisioning.Outcome admit(String accessToken, String requestId, String address);
  }

  /** How a session stands, and how long that holds. */
  private enum Answer {
    LET_IN(Duration.ofMinutes(10)),
    REFUSED(Duration.ofMinutes(1)),
    NOT_ASKED(Duration.ofSeconds(5));

    private final Duration holds;

    Answer(Duration holds) {
      this.holds = holds;
    }
  }

  private final Admission admission;
  private final Duration patience;
  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AsyncCache<String, Answer> sessions =
      Caffeine.newBuilder()
          .maximumSize(MAX_SESSIONS)
          .expireAfter(Expiry.<String, Answer>creating((session, answer) -> answer.holds))
          .buildAsync();

  @Inject
  SingleSignOn(Provisioning provisioning) {
    this(provisioning::admit, PATIENCE);
  }

  SingleSignOn(Admission admission, Duration patience) {
    this.admission = admission;
    this.patience = patience;
  }

  /** Whether the token's session began at the identity provider of a tenant. */
  static boolean isOfTenantsProvider(OidcJwtCallerPrincipal token) {
    return ProviderAlias.tenant(token.<String>getClaim(PROVIDER)).isPresent();
  }

  /** Whether there is nothing to do for this token. Never blocks. */
  boolean isSeen(OidcJwtCallerPrincipal token) {
    return !isOfTenantsProvider(token) || isSeen(session(token));
  }

  boolean isSeen(String session) {
    CompletableFuture<Answer> asked = sessions.getIfPresent(session);
    return asked != null
        && asked.state() == CompletableFuture.State.SUCCESS
        && asked.resultNow() != Answer.NOT_ASKED;
  }

  /**
   * One look a session; whoever comes meanwhile waits for it. Blocks for two seconds at most.
   *
   * @param accessToken of the same session; null for none, which lets nobody in
   * @throws Unavailable when the realm cannot be asked now, and the caller may be told that alone
   *     where they are no member anyway
   */
  void look(OidcJwtCallerPrincipal token, String accessToken, String requestId, String address) {
    if (!isSeen(token) && accessToken != null) {
      look(session(token), accessToken, requestId, address);
    }
  }

  void look(String session, String accessToken, String requestId, String address) {
    CompletableFuture<Answer> asked =
        sessions.get(
            session,
            (key, executor) ->
                CompletableFuture.supplyAsync(
                    () -> admit(accessToken, requestId, address), threads));
    if (answer(asked) == Answer.NOT_ASKED) {
      throw new Unavailable("single sign-on cannot be checked now", null);
    }
  }

  /** What goes on after this answers whoever comes next. */
  private Answer answer(CompletableFuture<Answer> asked) {
    try {
      return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.debugf("a session is not asked for in time: %s", e.getMessage());
      return Answer.NOT_ASKED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.NOT_ASKED;
    }
  }

  private Answer admit(String accessToken, String requestId, String address) {
    try {
      return admission.admit(accessToken, requestId, address) == Provisioning.Outcome.REFUSED
          ? Answer.REFUSED
          : Answer.LET_IN;
    } catch (RuntimeException e) {
      LOG.warnf("single sign-on waits: %s", e.getMessage());
      return Answer.NOT_ASKED;
    }
  }

  private static String session(OidcJwtCallerPrincipal token) {
    return token.getSubject() + " " + token.<Object>getClaim("sid");
  }
}
