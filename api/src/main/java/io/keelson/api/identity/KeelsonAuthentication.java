package io.keelson.api.identity;

import io.keelson.api.http.CallerAddress;
import io.keelson.api.http.HostileInputLog;
import io.keelson.api.http.RequestIds;
import io.keelson.api.http.WebSockets;
import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.EndedSessions;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.apikey.ApiKeySecret;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.member.Person;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Recognises the three credentials: an API key or a job's token as bearer, and through OpenID
 * Connect a bearer token or the console's session cookie. People name the tenant with {@code
 * X-Keelson-Tenant}; keys and jobs belong to one. A credential that does not count leaves the
 * request anonymous: an operation then answers UNAUTHENTICATED in its own form, and a page asks its
 * reader to sign in.
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class KeelsonAuthentication implements HttpAuthenticationMechanism {
  public static final String TENANT_HEADER = "X-Keelson-Tenant";
  static final String EXPIRES_AT_S = "quarkus.identity.expire-time";
  private static final Logger LOG = Logger.getLogger(KeelsonAuthentication.class);
  private static final String RATE_LIMITED = "keelson.rate-limited";
  private static final String RECOGNISED_AT_NANOS = "keelson.recognised-at";

  /** With the age of what is known of rights, within the two seconds that they end in. */
  private static final Duration FRESH_FOR = Duration.ofSeconds(1);

  private static final String BEARER = "Bearer ";

  private final OidcAuthenticationMechanism oidc;
  private final AccessDirectory directory;
  private final JobCredentials jobs;
  private final EndedSessions sessions;
  private final SingleSignOn signOn;
  private final HostileInputLog log;
  private final InstantSource clock;
  private final Executor virtualThreads = Executors.newVirtualThreadPerTaskExecutor();

  KeelsonAuthentication(
      OidcAuthenticationMechanism oidc,
      AccessDirectory directory,
      JobCredentials jobs,
      EndedSessions sessions,
      SingleSignOn signOn,
      HostileInputLog log,
      InstantSource clock) {
    this.oidc = oidc;
    this.directory = directory;
    this.jobs = jobs;
    this.sessions = sessions;
    this.signOn = signOn;
    this.log = log;
    this.clock = clock;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager providers) {
    context.put(RECOGNISED_AT_NANOS, System.nanoTime());
    if (!namesCredential(context)) {
      Uni<SecurityIdentity> byCookie =
          Uni.createFrom()
              .deferred(() -> oidc.authenticate(context, providers))
              .onFailure(KeelsonAuthentication::isUnreadable)
              .recoverWithItem(failure -> nobody(failure, context));
      return signedIn(byCookie, context)
          .onFailure(AuthenticationFailedException.class)
          .recoverWithNull();
    }
    String bearer = bearer(context);
    if (bearer == null) {
      return Uni.createFrom().nullItem();
    }
    if (bearer.startsWith(ApiKeySecret.PREFIX) || bearer.startsWith(JobCredentials.PREFIX)) {
      return principal(bearer, context)
          .map(found -> found.map(KeelsonAuthentication::identity).orElse(null));
    }
    return TokenForm.isToken(bearer)
        ? signedIn(oidc.authenticate(context, providers), context)
            .onFailure(AuthenticationFailedException.class)
            .recoverWithNull()
            .onFailure(failure -> !(failure instanceof Unavailable))
            .transform(failure -> notLookedAt(failure, context))
        : Uni.createFrom().nullItem();
  }

  /** Whether what was found out of the caller is still good enough to act on. */
  boolean isFresh(RoutingContext context) {
    Long recognisedAtNanos = context.get(RECOGNISED_AT_NANOS);
    return recognisedAtNanos != null
        && System.nanoTime() - recognisedAtNanos <= FRESH_FOR.toNanos();
  }

  /**
   * Who somebody is now that was recognised before: what their credential says of itself is known,
   * whether it still counts, and for what, is looked up. Null where it does not, or {@link
   * #rateLimited} says why.
   */
  Uni<SecurityIdentity> again(RoutingContext context) {
    if (!(context.user() instanceof QuarkusHttpUser user)) {
      return Uni.createFrom().nullItem();
    }
    SecurityIdentity before = user.getSecurityIdentity();
    if (before.getPrincipal() instanceof OidcJwtCallerPrincipal token) {
      return isExpired(before) ? Uni.createFrom().nullItem() : member(before, token, context);
    }
    String bearer = bearer(context);
    return bearer == null
        ? Uni.createFrom().nullItem()
        : principal(bearer, context)
            .map(found -> found.map(KeelsonAuthentication::identity).orElse(null));
  }

  private boolean isExpired(SecurityIdentity identity) {
    Long expiresAtS = identity.getAttribute(EXPIRES_AT_S);
    return expiresAtS != null && !clock.instant().isBefore(Instant.ofEpochSecond(expiresAtS));
  }

  private Uni<SecurityIdentity> member(
      SecurityIdentity signedIn, OidcJwtCallerPrincipal token, RoutingContext context) {
    String session = sessionMark(token);
    return hasEnded(session)
        .chain(over -> over ? Uni.createFrom().nullItem() : visitor(signedIn, session, context));
  }

  /**
   * What the framework's reading of cookies fails with where they are none of its own: their names
   * and values are taken apart without asking whether they can be.
   */
  private static boolean isUnreadable(Throwable failure) {
    return failure instanceof IllegalArgumentException
        || failure instanceof IndexOutOfBoundsException
        || failure instanceof NullPointerException
        || failure instanceof DecodeException;
  }

  private SecurityIdentity nobody(Throwable failure, RoutingContext context) {
    log.note(
        context.get(RequestIds.KEY), "Cookie: not read: " + failure.getClass().getSimpleName());
    LOG.debug("cookies could not be read", failure);
    return null;
  }

  private Uni<SecurityIdentity> signedIn(Uni<SecurityIdentity> recognised, RoutingContext context) {
    return recognised.onItem().ifNotNull().transformToUni(id -> person(id, context));
  }

  /** By the framework's rule: with that header, whatever its scheme, no cookie is looked at. */
  private static boolean namesCredential(RoutingContext context) {
    return context.request().getHeader("Authorization") != null;
  }

  /** Anybody can cause this, so it is one bounded line and not a trace for each request. */
  private Unavailable notLookedAt(Throwable failure, RoutingContext context) {
    log.note(
        context.get(RequestIds.KEY),
        "Authorization: not looked at: " + failure.getClass().getSimpleName());
    LOG.debug("a token could not be looked at", failure);
    return new Unavailable("credentials cannot be checked now", failure);
  }

  /** Null where the request names none. */
  static String bearer(RoutingContext context) {
    return bearer(context.request().getHeader("Authorization"));
  }

  /** Null for another scheme, or none. A scheme's case does not matter (RFC 9110, section 11.1). */
  static String bearer(String header) {
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : null;
  }

  /**
   * While made-up keys are asked for too often, one that nobody knows yet counts as none, and
   * {@link #rateLimited} says why.
   */
  private Uni<Optional<Principal>> principal(String bearer, RoutingContext context) {
    if (bearer.startsWith(JobCredentials.PREFIX)) {
      return onVirtualThread(() -> jobs.verify(bearer));
    }
    Optional<Principal> known = directory.byApiKeyIfKnown(bearer);
    return known != null
        ? Uni.createFrom().item(known)
        : onVirtualThread(() -> directory.byApiKey(bearer, CallerAddress.of(context)))
            .onFailure(RateLimited.class)
            .recoverWithItem(
                limited -> {
                  context.put(RATE_LIMITED, limited);
                  return Optional.empty();
                });
  }

  /** Why the request's key was not looked at, where too many that nobody knows came before. */
  public static Optional<RateLimited> rateLimited(RoutingContext context) {
    return Optional.ofNullable(context.get(RATE_LIMITED));
  }

  /**
   * Goes on where the request came from: its body is read on that event loop and no other thread.
   */
  private <T> Uni<T> onVirtualThread(Supplier<T> blocking) {
    Context eventLoop = Vertx.currentContext();
    return Uni.createFrom()
        .item(blocking)
        .runSubscriptionOn(virtualThreads)
        .emitOn(command -> eventLoop.runOnContext(nothing -> command.run()));
  }

  static SecurityIdentity identity(Principal principal) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(principal.label()))
        .addAttribute(Visitor.ATTRIBUTE, new Visitor(Optional.empty(), Optional.of(principal)))
        .build();
  }

  private Uni<SecurityIdentity> person(SecurityIdentity signedIn, RoutingContext context) {
    if (!(signedIn.getPrincipal() instanceof OidcJwtCallerPrincipal token)) {
      return Uni.createFrom().item(signedIn);
    }
    if (namesCredential(context)) {
      ApiTokens.requireAudience(token);
    }
    String session = sessionMark(token);
    return hasEnded(session)
        .chain(
            over ->
                over
                    ? Uni.createFrom().nullItem()
                    : letIn(signedIn, token, context)
                        .onItemOrFailure()
                        .transformToUni(
                            (done, failure) ->
                                visitor(signedIn, session, context)
                                    .invoke(found -> requireKnown(found, failure))));
  }

  /** That somebody is a member is known without the realm; that they are none is not. */
  private static void requireKnown(SecurityIdentity found, Throwable failure) {
    if (failure != null && !isMember(found)) {
      throw failure instanceof RuntimeException unchecked
          ? unchecked
          : new Unavailable("single sign-on cannot be checked now", failure);
    }
  }

  static boolean isMember(SecurityIdentity identity) {
    Visitor visitor = identity.getAttribute(Visitor.ATTRIBUTE);
    return visitor.principal().isPresent();
  }

  /** Whoever signed on through their tenant's provider is a member before they are looked up. */
  private Uni<Void> letIn(
      SecurityIdentity signedIn, OidcJwtCallerPrincipal token, RoutingContext context) {
    if (signOn.isSeen(token)) {
      return Uni.createFrom().voidItem();
    }
    String sent = bearer(context);
    AccessTokenCredential session = signedIn.getCredential(AccessTokenCredential.class);
    String accessToken = sent != null || session == null ? sent : session.getToken();
    String requestId = context.get(RequestIds.KEY);
    String address = CallerAddress.of(context);
    return onVirtualThread(
        () -> {
          signOn.look(token, accessToken, requestId, address);
          return null;
        });
  }

  /** Null where the token names no session. */
  static String sessionMark(OidcJwtCallerPrincipal token) {
    String sessionId = token.getClaim("sid");
    return sessionId == null ? null : EndedSessions.mark(sessionId);
  }

  /** The tokens of a session that is over count as none at all. */
  private Uni<Boolean> hasEnded(String session) {
    Boolean known = session == null ? Boolean.FALSE : sessions.hasEndedIfKnown(session);
    return known != null
        ? Uni.createFrom().item(known)
        : onVirtualThread(() -> sessions.hasEnded(session));
  }

  private Uni<SecurityIdentity> visitor(
      SecurityIdentity signedIn, String session, RoutingContext context) {
    Person person = person((OidcJwtCallerPrincipal) signedIn.getPrincipal());
    String slug = tenantSlug(context);
    if (slug == null) {
      return Uni.createFrom()
          .item(with(signedIn, new Visitor(Optional.of(person), Optional.empty())));
    }
    Optional<Principal> known = directory.byPersonIfKnown(person.id(), slug);
    Uni<Optional<Principal>> found =
        known != null
            ? Uni.createFrom().item(known)
            : onVirtualThread(() -> directory.byPerson(person.id(), slug));
    return found.map(
        principal ->
            with(
                signedIn,
                new Visitor(Optional.of(person), principal.map(p -> p.inSession(session)))));
  }

  static Person person(OidcJwtCallerPrincipal token) {
    return new Person(
        UUID.fromString(token.getSubject()),
        Optional.<String>ofNullable(token.getClaim("preferred_username"))
            .orElse(token.getSubject()),
        Optional.<String>ofNullable(token.getClaim("name")).orElse(""),
        Optional.<String>ofNullable(token.getClaim("email")).orElse(""));
  }

  /** Browsers cannot set headers on a WebSocket: there the tenant comes as a query parameter. */
  static String tenantSlug(RoutingContext context) {
    String header = context.request().getHeader(TENANT_HEADER);
    String slug = header == null && WebSockets.isUpgrade(context) ? queried(context) : header;
    return Input.isSlug(slug) ? slug : null;
  }

  private static String queried(RoutingContext context) {
    try {
      return context.request().getParam("tenant");
    } catch (IllegalArgumentException e) {
      return null; // not percent-encoded as it should be
    }
  }

  static SecurityIdentity with(SecurityIdentity identity, Visitor visitor) {
    return QuarkusSecurityIdentity.builder(identity)
        .addAttribute(Visitor.ATTRIBUTE, visitor)
        .build();
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return context.request().path().equals("/session/login")
        ? oidc.getChallenge(context)
        : Uni.createFrom()
            .item(new ChallengeData(401, "WWW-Authenticate", "Bearer realm=\"keelson\""));
  }

  @Override
  public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
    return oidc.getCredentialTransport(context);
  }

  @Override
  public java.util.Set<Class<? extends io.quarkus.security.identity.request.AuthenticationRequest>>
      getCredentialTypes() {
    return oidc.getCredentialTypes();
  }
}
