package io.keelson.api.identity;

import io.keelson.api.http.CallerAddress;
import io.keelson.api.http.RequestIds;
import io.keelson.api.memory.RowBytes;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.IdempotencyKey;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.Unauthenticated;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.member.Person;
import io.keelson.tenancy.tenant.OperatorCall;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import java.util.Optional;

/** The request being served, as resolvers need it. */
@ApplicationScoped
public class CallContext {
  /** The realm's role. */
  private static final String OPERATOR = "operator";

  private static final String ROWS = "keelson.rows";
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
    if (namedTenant() == null) {
      throw new Invalid(
          KeelsonAuthentication.TENANT_HEADER, null, "the slug of one of your tenants");
    }
    throw new NotFound("tenant");
  }

  /** The tenant that the caller names, whether or not it is there; null for none. */
  public String namedTenant() {
    SocketCall socket = socket();
    return socket == null ? header(KeelsonAuthentication.TENANT_HEADER) : socket.tenantSlug();
  }

  /**
   * @throws Unauthenticated for anything but a signed-in person
   */
  public Person person() {
    return visitor()
        .flatMap(Visitor::person)
        .orElseThrow(() -> new Unauthenticated("this needs a signed-in person"));
  }

  /**
   * The signed-in person's e-mail address; empty where the identity provider has not verified it,
   * and in a session that began at a tenant's own provider: what that one says of addresses counts
   * in that tenant alone.
   */
  public Optional<String> verifiedEmail() {
    if (!(identity.getPrincipal() instanceof OidcJwtCallerPrincipal token)) {
      return Optional.empty();
    }
    Object verified = token.getClaim("email_verified");
    return "true".equals(String.valueOf(verified)) && !SingleSignOn.isOfTenantsProvider(token)
        ? Optional.ofNullable(token.<String>getClaim("email"))
        : Optional.empty();
  }

  /** The signed-in person, where their token says that they run this installation; else empty. */
  public Optional<Person> operator() {
    return identity.hasRole(OPERATOR) ? visitor().flatMap(Visitor::person) : Optional.empty();
  }

  /** Whoever calls, as an operator; checked where it is used. */
  public OperatorCall operatorCall() {
    return new OperatorCall(operator().orElse(null), requestId(), idempotencyKey(), address());
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
    SocketCall socket = socket();
    if (socket != null) {
      return socket.address();
    }
    RoutingContext context = request.getCurrent();
    return context == null ? null : CallerAddress.of(context);
  }

  /**
   * The caller's own credential, for asking another door as they: the key or token that they sent,
   * or the access token of the console's session.
   *
   * @throws Unauthenticated without one
   */
  public String bearer() {
    SocketCall socket = socket();
    String sent = socket == null ? sentBearer() : socket.bearer();
    if (sent != null) {
      return sent;
    }
    AccessTokenCredential session = identity.getCredential(AccessTokenCredential.class);
    if (session == null) {
      throw noCredential();
    }
    return session.getToken();
  }

  private String sentBearer() {
    RoutingContext context = request.getCurrent();
    return context == null ? null : KeelsonAuthentication.bearer(context);
  }

  public String requestId() {
    SocketCall socket = socket();
    if (socket != null) {
      return socket.requestId();
    }
    RoutingContext context = request.getCurrent();
    return context == null ? null : context.get(RequestIds.KEY);
  }

  /** What is held of long rows for this request, over HTTP. */
  public static void holdIn(RoutingContext context, RowBytes rows) {
    context.put(ROWS, rows);
  }

  /**
   * What long rows are held in that are read for this request.
   *
   * @throws Unavailable when whoever asked has gone
   */
  public RowBytes rows() {
    RowBytes rows = rowsIfThere();
    if (rows == null) {
      throw new Unavailable("the caller has gone", null);
    }
    return rows;
  }

  private RowBytes rowsIfThere() {
    try {
      SocketCall socket = socket();
      return socket == null ? rows(request.getCurrent()) : socket.rows();
    } catch (ContextNotActiveException over) {
      return null; // they hung up, and the request's context ended with that
    }
  }

  private static RowBytes rows(RoutingContext context) {
    return context == null ? null : context.get(ROWS);
  }

  /** Called as each mutation of the request begins; they run one after the other. */
  public void beginMutation() {
    SocketCall socket = socket();
    RoutingContext context = socket == null ? request.getCurrent() : null;
    if (socket != null) {
      socket.mutations().incrementAndGet();
    } else if (context != null) {
      context.put(MUTATIONS, mutations(context) + 1);
    }
  }

  private static int mutations(RoutingContext context) {
    return context.<Integer>get(MUTATIONS, 0);
  }

  /** The key of the mutation that began last; null where the caller sent none. */
  public IdempotencyKey idempotencyKey() {
    SocketCall socket = socket();
    if (socket != null) {
      return IdempotencyKey.of(socket.idempotencyKey(), Math.max(0, socket.mutations().get() - 1));
    }
    RoutingContext context = request.getCurrent();
    return context == null
        ? null
        : IdempotencyKey.of(header("Idempotency-Key"), Math.max(0, mutations(context) - 1));
  }

  /** Null for a request over HTTP. */
  private SocketCall socket() {
    return identity.getAttribute(SocketCall.ATTRIBUTE);
  }

  private String header(String name) {
    RoutingContext context = request.getCurrent();
    return context == null ? null : context.request().getHeader(name);
  }

  private static Unauthenticated noCredential() {
    return new Unauthenticated("sign in, or send an API key as bearer token");
  }
}
