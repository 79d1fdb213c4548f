package io.keelson.api.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.keelson.serving.dataplane.Attempt;
import io.keelson.serving.dataplane.BearerAuthenticator;
import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.EndedSessions;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.audit.StrangerLog;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.member.Person;
import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tokens of the identity provider at the inference gateway. That a token is genuine is remembered
 * until it expires; what its owner may do is asked of the snapshot each time.
 */
@ApplicationScoped
public class GatewayBearers implements BearerAuthenticator {
  private static final int MAX_ENTRIES = 10_000;

  private final ProviderTokens tokens;
  private final AccessDirectory directory;
  private final EndedSessions sessions;
  private final StrangerLog strangers;
  private final InstantSource clock;
  private final Cache<String, Verified> verified;
  private final Map<String, CompletableFuture<Optional<Verified>>> running =
      new ConcurrentHashMap<>();

  /**
   * Whose token it is, and until when.
   *
   * @param sessionMark of the session that it was issued in; null where it names none
   */
  private record Verified(UUID personId, String username, Instant expiresAt, String sessionMark) {}

  GatewayBearers(
      ProviderTokens tokens,
      AccessDirectory directory,
      EndedSessions sessions,
      StrangerLog strangers,
      InstantSource clock) {
    this.tokens = tokens;
    this.directory = directory;
    this.sessions = sessions;
    this.strangers = strangers;
    this.clock = clock;
    this.verified =
        Caffeine.newBuilder()
            .maximumSize(MAX_ENTRIES)
            .expireAfter(
                Expiry.<String, Verified>creating(
                    (token, known) -> Duration.between(clock.instant(), known.expiresAt())))
            .build();
  }

  @Override
  public Optional<Principal> ifKnown(String token, String tenantSlug) {
    if (!mayCount(token, tenantSlug)) {
      return Optional.empty();
    }
    Verified known = known(token);
    if (known == null) {
      return null;
    }
    String session = known.sessionMark();
    Boolean isOver = session == null ? Boolean.FALSE : sessions.hasEndedIfKnown(session);
    if (isOver == null) {
      return null;
    }
    return isOver ? Optional.empty() : directory.byPersonIfKnown(known.personId(), tenantSlug);
  }

  /** The attempt of somebody who is known, in the log of the tenant that is not theirs. */
  @Override
  public void refused(Attempt attempt) {
    Verified owner =
        mayCount(attempt.token(), attempt.tenantSlug()) ? known(attempt.token()) : null;
    if (owner == null) {
      return;
    }
    String session = owner.sessionMark();
    if (session == null || Boolean.FALSE.equals(sessions.hasEndedIfKnown(session))) {
      Actor person = new Actor(Principal.Kind.PERSON, owner.personId(), owner.username());
      strangers.note(person, attempt.tenantSlug(), attempt.method(), null, attempt.address());
    }
  }

  private boolean isInSession(Verified token) {
    return token.sessionMark() == null || !sessions.hasEnded(token.sessionMark());
  }

  private boolean mayCount(String token, String tenantSlug) {
    return tokens.areAccepted() && TokenForm.isToken(token) && Input.isSlug(tenantSlug);
  }

  private Verified known(String token) {
    Verified known = verified.getIfPresent(token);
    return known != null && clock.instant().isBefore(known.expiresAt()) ? known : null;
  }

  @Override
  public CompletionStage<Optional<Principal>> find(String token, String tenantSlug) {
    if (!mayCount(token, tenantSlug)) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    CompletableFuture<Optional<Principal>> found = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            found.complete(
                verify(token)
                    .filter(this::isInSession)
                    .flatMap(owner -> directory.byPerson(owner.personId(), tenantSlug)));
          } catch (RuntimeException | Error e) {
            found.completeExceptionally(e);
          }
        });
    return found;
  }

  /** One check answers all requests that came with the same token while it ran. */
  private Optional<Verified> verify(String token) {
    Verified known = known(token);
    if (known != null) {
      return Optional.of(known);
    }
    CompletableFuture<Optional<Verified>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<Verified>> others = running.putIfAbsent(token, mine);
    if (others != null) {
      return others.join();
    }
    try {
      Optional<Verified> checked = check(token);
      checked.ifPresent(owner -> verified.put(token, owner));
      mine.complete(checked);
      return checked;
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      running.remove(token);
    }
  }

  private Optional<Verified> check(String token) {
    return tokens.verify(token).map(GatewayBearers::verified);
  }

  private static Verified verified(SecurityIdentity identity) {
    OidcJwtCallerPrincipal owner = (OidcJwtCallerPrincipal) identity.getPrincipal();
    Person person = KeelsonAuthentication.person(owner);
    return new Verified(
        person.id(),
        person.username(),
        Instant.ofEpochSecond(owner.getExpirationTime()),
        KeelsonAuthentication.sessionMark(owner));
  }
}
