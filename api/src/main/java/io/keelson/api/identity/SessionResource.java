package io.keelson.api.identity;

import io.keelson.api.http.BrowserProof;
import io.keelson.tenancy.member.Person;
import io.quarkus.oidc.OidcSession;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/**
 * The console's sign-in: the code flow runs when a browser opens {@code /session/login}, and leaves
 * a cookie that no script can read.
 */
@Path("/session")
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {
  private static final URI HOME = URI.create("/");

  private final SecurityIdentity identity;
  private final BrowserProof proof;
  private final ProviderSession provider;
  private final Instance<OidcSession> session;

  SessionResource(
      SecurityIdentity identity,
      BrowserProof proof,
      ProviderSession provider,
      Instance<OidcSession> session) {
    this.identity = identity;
    this.proof = proof;
    this.provider = provider;
    this.session = session;
  }

  /** Who is signed in, and the token that proves that a change was meant; 401 for nobody. */
  @GET
  public Response current() {
    Visitor visitor = identity.getAttribute(Visitor.ATTRIBUTE);
    Optional<Person> person = visitor == null ? Optional.empty() : visitor.person();
    if (person.isEmpty()) {
      return Response.status(Response.Status.UNAUTHORIZED).build();
    }
    return Response.ok(
            Map.of(
                "name", person.get().name(),
                "email", person.get().email(),
                "username", person.get().username(),
                "csrfToken", proof.token(identity)))
        .header("Cache-Control", "no-store")
        .build();
  }

  /**
   * Reached only signed in: the framework sends everybody else through the identity provider first.
   */
  @GET
  @Path("/login")
  public Response login(@QueryParam("returnTo") String returnTo) {
    return Response.seeOther(localPath(returnTo)).build();
  }

  /**
   * Ends the session here and at the identity provider; needs the proof, so that no other page can
   * sign a person out.
   */
  @POST
  @Path("/logout")
  public Uni<Response> logout(RoutingContext context) {
    if (!proof.holds(context, false)) {
      return Uni.createFrom().item(Response.status(Response.Status.FORBIDDEN).build());
    }
    return provider
        .end(identity)
        .chain(() -> session.get().logout())
        .replaceWith(() -> Response.noContent().build());
  }

  /** Only a path of ours: never another site, whatever a link says, and nothing that is no URI. */
  static URI localPath(String returnTo) {
    boolean ours =
        returnTo != null
            && returnTo.length() <= 2_000
            && returnTo.startsWith("/")
            && !returnTo.startsWith("//")
            && returnTo.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '\\');
    if (!ours) {
      return HOME;
    }
    try {
      return new URI(returnTo);
    } catch (URISyntaxException decodedToNoUri) {
      return HOME;
    }
  }
}
