package io.keelson.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.signing.SigningKeys;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

/** The token of a sign-in in two processes whose keys change while it lasts. */
class BrowserProofTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.ofEpochSecond(SigningKeys.PERIOD.toSeconds() * 2_900));
  private final BrowserProof issuing = process();
  private final BrowserProof other = process();

  private BrowserProof process() {
    return new BrowserProof(new SigningKeys(new byte[32], now::get), null);
  }

  private static SecurityIdentity session(String id) {
    JwtClaims claims = new JwtClaims();
    claims.setSubject("a7ad5f71-6d5a-4f7e-8a4c-0d2f3c1b9f10");
    claims.setClaim("preferred_username", "engineer");
    claims.setClaim("sid", id);
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new OidcJwtCallerPrincipal(claims, new AccessTokenCredential("token")))
        .build();
  }

  @Test
  void aTokenOutlivesTheKeyThatMadeItInEveryProcessAndNotTheNextOne() {
    String token = issuing.token(session("s"));
    assertThat(other.isTokenOf(session("s"), token)).isTrue();

    now.updateAndGet(time -> time.plus(SigningKeys.PERIOD));
    assertThat(issuing.isTokenOf(session("s"), token)).isTrue();
    assertThat(other.isTokenOf(session("s"), token)).isTrue();
    assertThat(other.token(session("s"))).isNotEqualTo(token);

    now.updateAndGet(time -> time.plus(SigningKeys.PERIOD));
    assertThat(issuing.isTokenOf(session("s"), token)).isFalse();
    assertThat(other.isTokenOf(session("s"), token)).isFalse();
  }

  @Test
  void aTokenIsOfOneSession() {
    assertThat(other.isTokenOf(session("another"), issuing.token(session("s")))).isFalse();
  }
}
