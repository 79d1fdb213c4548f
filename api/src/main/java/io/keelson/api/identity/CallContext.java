package io.keelson.api.identity;

import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.IdempotencyKey;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.Unauthenticated;
import io.keelson.tenancy.member.Person;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The request being served, as resolvers need it. */
@ApplicationScoped
public class CallContext {
  private static final String MUTATIONS = "keelson.mutations";
  private final SecurityIdentity identity;
  private final CurrentVertxRequest request;

  CallContext(SecurityIdentity identity, CurrentVertxRequest request) {
    this.identity = identity;
    this.request = request;
  }

  /** Empty when the request has no credential. */
  public Optional<Visitor> visitor() {
    return Optional.ofNullable(identity.getAttribute(Visitor.ATTRIBUTE));
  }

  /**
   * @throws Unauthenticated without a credential
   * @throws Invalid when a person names no tenant
   * @throws NotFound when they are no member of the one they name
   */
  public Principal principal() {
    Visitor visitor = visitor().orElseThrow(CallContext::noCredential);
    if (visitor.principal().isPresent()) {
      return visitor.principal().get();
    }
    String slug = header(KeelsonAuthentication.TENANT_HEADER);
    if (slug == null) {
      throw new Invalid(
          KeelsonAuthentication.TENANT_HEADER, null, "the slug of one of your tenants");
    }
    throw new NotFound("tenant");
  }

  /**
   * @throws Unauthenticated for anything but a signed-in person
   */
  public Person person() {
    return visitor()
        .flatMap(Visitor::person)
        .orElseThrow(() -> new Unauthenticated("this needs a signed-in person"));
  }

  public Caller caller() {
    return new Caller(principal(), requestId(), idempotencyKey(), address());
  }

  /** {@link #caller} without the key, which may be none that is accepted: for what was refused. */
  public Caller refused() {
    return new Caller(principal(), requestId(), null, address());
  }

  /** The caller's network address; that of the proxy in front where none is trusted. */
  public String address() {
    RoutingContext context = request.getCurrent();
    return context == null ? null : context.request().remoteAddress().hostAddress();
  }

  /**
   * The caller's own credential, for asking another door as they: the key or token that they sent,
   * or the access token of the console's session.
   *
   * @throws Unauthenticated without one
   */
  public String bearer() {
    RoutingContext context = request.getCurrent();
    String sent = context == null ? null : KeelsonAuthentication.bearer(context);
    if (sent != null) {
      return sent;
    }
    AccessTokenCredential session = identity.getCredential(AccessTokenCredential.class);
    if (session == null) {
      throw noCredential();
    }
    return session.getToken();
  }

  public String requestId() {
    RoutingContext context = request.getCurrent();
    return context == null ? null : context.get(io.keelson.api.http.RequestIds.KEY);
  }

  /** Called as each mutation of the request begins; they run one after the other. */
  public void beginMutation() {
    RoutingContext context = request.getCurrent();
    if (context != null) {
      context.put(MUTATIONS, mutations(context) + 1);
    }
  }

  private static int mutations(RoutingContext context) {
    return context.<Integer>get(MUTATIONS, 0);
  }

  /** The key of the mutation that began last; null where the caller sent none. */
  public IdempotencyKey idempotencyKey() {
    RoutingContext context = request.getCurrent();
    return context == null
        ? null
        : IdempotencyKey.of(header("Idempotency-Key"), Math.max(0, mutations(context) - 1));
  }

  private String header(String name) {
    RoutingContext context = request.getCurrent();
    return context == null ? null : context.request().getHeader(name);
  }

  private static Unauthenticated noCredential() {
    return new Unauthenticated("sign in, or send an API key as bearer token");
  }
}
