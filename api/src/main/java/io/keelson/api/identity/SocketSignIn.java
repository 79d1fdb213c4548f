package io.keelson.api.identity;

import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.AccessDirectory.KeyId;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.apikey.ApiKeySecret;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.failure.Unavailable;
import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Recognises whoever opens a socket: by the request that opened it, or by what the first message
 * says, since browsers cannot set headers there.
 */
@ApplicationScoped
public class SocketSignIn {
  private final AccessDirectory directory;
  private final JobCredentials jobs;
  private final ProviderTokens tokens;
  private final SingleSignOn signOn;

  SocketSignIn(
      AccessDirectory directory, JobCredentials jobs, ProviderTokens tokens, SingleSignOn signOn) {
    this.directory = directory;
    this.jobs = jobs;
    this.tokens = tokens;
    this.signOn = signOn;
  }

  /** Who the request comes from, as it was recognised already; empty for nobody. Never blocks. */
  public Optional<SignedIn> ofUpgrade(RoutingContext context) {
    if (!(context.user() instanceof QuarkusHttpUser user)) {
      return Optional.empty();
    }
    SecurityIdentity identity = user.getSecurityIdentity();
    if (identity.<Visitor>getAttribute(Visitor.ATTRIBUTE) == null) {
      return Optional.empty();
    }
    String slug = KeelsonAuthentication.tenantSlug(context);
    return Optional.of(signedIn(identity, slug, KeelsonAuthentication.bearer(context)));
  }

  /**
   * Who a socket's first message is from. Blocks.
   *
   * @param opened who opened the socket, if they said so
   * @param authorization {@code Bearer …}, instead of what the socket was opened with; null for
   *     none
   * @param tenantSlug the tenant that a person names; null for the one named before
   * @param address of the caller
   * @return empty for nobody, or a credential that does not count
   * @throws RateLimited when too many keys that nobody knows are asked for
   */
  public Optional<SignedIn> ofFirstMessage(
      Optional<SignedIn> opened, String authorization, String tenantSlug, String address) {
    if (tenantSlug != null && !Input.isSlug(tenantSlug)) {
      return Optional.empty();
    }
    if (authorization == null) {
      return tenantSlug == null ? opened : opened.map(before -> in(tenantSlug, before));
    }
    String bearer = KeelsonAuthentication.bearer(authorization);
    String slug = tenantSlug == null ? opened.map(SignedIn::tenantSlug).orElse(null) : tenantSlug;
    return bearer == null ? Optional.empty() : recognise(bearer, slug, address);
  }

  private Optional<SignedIn> recognise(String bearer, String slug, String address) {
    Function<Principal, SignedIn> ours =
        principal -> signedIn(KeelsonAuthentication.identity(principal), null, bearer);
    if (bearer.startsWith(ApiKeySecret.PREFIX)) {
      return directory.byApiKey(bearer, address).map(ours);
    }
    if (bearer.startsWith(JobCredentials.PREFIX)) {
      return jobs.verify(bearer).map(ours);
    }
    return tokens
        .verify(bearer)
        .map(
            who -> {
              Optional<Unavailable> unasked = look(who, bearer, address);
              SignedIn found = named(who, slug, bearer);
              if (unasked.isPresent() && !KeelsonAuthentication.isMember(found.identity())) {
                throw unasked.get();
              }
              return found;
            });
  }

  /** Empty when nothing hinders to say whether they are a member. */
  private Optional<Unavailable> look(SecurityIdentity who, String bearer, String address) {
    try {
      signOn.look((OidcJwtCallerPrincipal) who.getPrincipal(), bearer, null, address);
      return Optional.empty();
    } catch (Unavailable e) {
      return Optional.of(e);
    }
  }

  private SignedIn in(String slug, SignedIn before) {
    return before.identity().getPrincipal() instanceof OidcJwtCallerPrincipal
        ? named(before.identity(), slug, before.bearer())
        : before; // keys and jobs belong to one tenant
  }

  private SignedIn named(SecurityIdentity identity, String slug, String bearer) {
    OidcJwtCallerPrincipal token = (OidcJwtCallerPrincipal) identity.getPrincipal();
    var person = KeelsonAuthentication.person(token);
    Optional<Principal> principal =
        slug == null ? Optional.empty() : directory.byPerson(person.id(), slug);
    Visitor visitor = new Visitor(Optional.of(person), principal);
    return signedIn(KeelsonAuthentication.with(identity, visitor), slug, bearer);
  }

  private static SignedIn signedIn(SecurityIdentity identity, String slug, String bearer) {
    Visitor visitor = identity.getAttribute(Visitor.ATTRIBUTE);
    Long expiresAtS = identity.getAttribute(KeelsonAuthentication.EXPIRES_AT_S);
    return new SignedIn(
        identity,
        credential(visitor, identity, slug, bearer),
        slug,
        bearer,
        expiresAtS == null ? null : Instant.ofEpochSecond(expiresAtS));
  }

  /** A person who is no member of the tenant they named can say so, and see no tenant. */
  private static Credential credential(
      Visitor visitor, SecurityIdentity identity, String slug, String bearer) {
    if (visitor.person().isPresent()) {
      OidcJwtCallerPrincipal token = (OidcJwtCallerPrincipal) identity.getPrincipal();
      return new Credential.Member(
          visitor.person().get().id(),
          visitor.principal().isPresent() ? slug : null,
          token.getClaim("sid"));
    }
    Principal principal = visitor.principal().orElseThrow();
    return switch (principal.kind()) {
      case API_KEY, SERVICE_ACCOUNT ->
          new Credential.Key(new KeyId(principal.tenantId(), principal.keyId()));
      case JOB -> new Credential.Attempt(bearer);
      case PERSON, PLATFORM, OPERATOR ->
          throw new IllegalStateException("a " + principal.kind() + " without a person");
    };
  }
}
