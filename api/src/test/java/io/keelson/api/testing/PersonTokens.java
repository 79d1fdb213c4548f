package io.keelson.api.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.keelson.tenancy.testing.TestServers;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * Access tokens of as many people as a test wants, who need no account at the identity provider: it
 * vouches for the key that they are signed with until this is closed.
 */
public final class PersonTokens implements AutoCloseable {
  private static final Duration LIFE = Duration.ofMinutes(15);
  private static final ObjectMapper JSON = new ObjectMapper();
  private final KeyPair pair;
  private final RealmAdmin.AddedKey key;

  private PersonTokens(KeyPair pair, RealmAdmin.AddedKey key) {
    this.pair = pair;
    this.key = key;
  }

  public static PersonTokens open() throws IOException, InterruptedException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      KeyPair pair = generator.generateKeyPair();
      return new PersonTokens(pair, RealmAdmin.signIn().addKey(pair));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param roles of the realm, such as {@code operator}
   */
  public String of(UUID personId, String username, String... roles) {
    long now = Instant.now().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", TestServers.shared().keycloak().issuer());
    claims.put("aud", List.of("keelson-api"));
    claims.put("azp", "keelson-demo");
    claims.put("typ", "Bearer");
    claims.put("sub", personId.toString());
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("iat", now);
    claims.put("exp", now + LIFE.toSeconds());
    claims.put("preferred_username", username);
    claims.put("name", username);
    claims.put("email", username + "@people.example");
    claims.put("email_verified", true);
    claims.put("realm_access", Map.of("roles", List.of(roles)));
    try {
      JsonWebSignature signature = new JsonWebSignature();
      signature.setAlgorithmHeaderValue("RS256");
      signature.setKeyIdHeaderValue(key.keyId());
      signature.setHeader("typ", "JWT");
      signature.setKey(pair.getPrivate());
      signature.setPayload(JSON.writeValueAsString(claims));
      return signature.getCompactSerialization();
    } catch (IOException | JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    RealmAdmin.signIn().removeKey(key); // its own sign-in lasts a minute only
  }
}
