package io.keelson.tenancy.signon;

import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * A tenant's identity provider, as an OpenID Connect client asks it: its metadata (OpenID Connect
 * Discovery 1.0), and whether it still vouches for somebody, by their refresh token (RFC 6749,
 * section 6).
 */
@ApplicationScoped
class CustomerProvider {
  private static final Logger LOG = Logger.getLogger(CustomerProvider.class);
  private static final String METADATA = "/.well-known/openid-configuration";
  private final ProviderAddresses addresses;
  private final ProviderCalls calls;

  CustomerProvider(ProviderAddresses addresses, ProviderCalls calls) {
    this.addresses = addresses;
    this.calls = calls;
  }

  /** A provider that cannot be used as it is; the message is for the tenant's eyes. */
  static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }

  /**
   * @param offline whether it offers tokens that outlive a person's session there
   */
  record Metadata(
      String authorizationEndpoint,
      String tokenEndpoint,
      String userInfoEndpoint,
      String keysUri,
      boolean offline) {}

  /** How a provider answered. */
  sealed interface Vouching {
    /** It knows them; the token for the next time. */
    record Known(String refreshToken) implements Vouching {}

    /** It refuses the token: they were removed or disabled there, or signed out. */
    record Refused() implements Vouching {}

    /**
     * It said neither, such as when it is down or the client's secret has changed.
     *
     * @param unused whether it is clear that it did not look at the token
     */
    record Unclear(String why, boolean unused) implements Vouching {}
  }

  /**
   * @throws Unusable when it does not say what is needed, or names addresses that may not be called
   */
  Metadata metadata(String issuer) {
    String url = issuer.replaceAll("/+$", "") + METADATA;
    JsonCalls.Answer answer;
    try {
      answer = calls.get(url);
    } catch (ProviderCalls.NotAllowed e) {
      throw new Unusable("the issuer's address is not reachable from the internet");
    }
    if (!answer.isGood()) {
      throw new Unusable("%s answered %d".formatted(METADATA, answer.status()));
    }
    JsonObject said = answer.object();
    if (!issuer.equals(text(said, "issuer"))) {
      throw new Unusable("the metadata names another issuer: " + text(said, "issuer"));
    }
    var scopes = said.getValue("scopes_supported");
    return new Metadata(
        address(said, "authorization_endpoint"),
        address(said, "token_endpoint"),
        said.getValue("userinfo_endpoint") == null ? null : address(said, "userinfo_endpoint"),
        address(said, "jwks_uri"),
        scopes instanceof io.vertx.core.json.JsonArray offered
            && offered.contains("offline_access"));
  }

  private String address(JsonObject metadata, String name) {
    String url = text(metadata, name);
    if (!addresses.isAllowed(url)) {
      throw new Unusable("the metadata's %s is no address that may be called".formatted(name));
    }
    return url;
  }

  private static String text(JsonObject object, String name) {
    return object.getValue(name) instanceof String text ? text : null;
  }

  Vouching vouches(
      String tokenEndpoint, String clientId, String clientSecret, String refreshToken) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", refreshToken);
    form.put("client_id", clientId);
    form.put("client_secret", clientSecret);
    try {
      return vouching(calls.post(tokenEndpoint, form), refreshToken);
    } catch (ProviderCalls.NotAllowed e) {
      return new Vouching.Unclear("its address may not be called", true);
    } catch (RuntimeException e) {
      LOG.debugf("a provider was not asked: %s", e.getMessage());
      return new Vouching.Unclear("it does not answer", false);
    }
  }

  private static Vouching vouching(JsonCalls.Answer answer, String refreshToken) {
    if (answer.isGood() && text(answer.object(), "access_token") != null) {
      String next = text(answer.object(), "refresh_token");
      return new Vouching.Known(next == null ? refreshToken : next);
    }
    String error = text(answer.object(), "error");
    if ("invalid_grant".equals(error)) {
      return new Vouching.Refused();
    }
    boolean refusedClient = answer.status() / 100 == 4 && error != null;
    return new Vouching.Unclear("it answered " + answer.status(), refusedClient);
  }
}
