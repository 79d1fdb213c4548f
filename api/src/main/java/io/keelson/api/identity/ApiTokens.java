package io.keelson.api.identity;

import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.AuthenticationFailedException;

/** What an access token of the identity provider must be besides genuine. */
final class ApiTokens {
  private static final String AUDIENCE = "keelson-api";

  private ApiTokens() {}

  /**
   * @throws AuthenticationFailedException for a token that was made for somebody else, such as an
   *     identity token of the console
   */
  static void requireAudience(OidcJwtCallerPrincipal token) {
    if (token.getAudience() == null || !token.getAudience().contains(AUDIENCE)) {
      throw new AuthenticationFailedException("a token for another audience");
    }
  }
}
