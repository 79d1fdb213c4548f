package io.keelson.tenancy.object;

import com.google.crypto.tink.StreamingAead;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;

/**
 * Short secrets of a tenant, such as a password of another service, encrypted by the tenant's own
 * key: what is sealed for one tenant or purpose opens for no other. Both may read the key from the
 * database, in a transaction of their own: not for use inside another one.
 */
@ApplicationScoped
public class TenantSecrets {
  private final TenantKeys keys;

  public TenantSecrets(TenantKeys keys) {
    this.keys = keys;
  }

  public Buffer seal(UUID tenantId, String purpose, String secret) {
    StreamingAead aead = keys.of(tenantId);
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    try (OutputStream plain = aead.newEncryptingStream(sealed, associated(tenantId, purpose))) {
      plain.write(secret.getBytes(StandardCharsets.UTF_8));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("a secret could not be sealed", e);
    }
    return Buffer.buffer(sealed.toByteArray());
  }

  /**
   * @throws IllegalStateException when it was sealed for another tenant or purpose, or changed
   */
  public String open(UUID tenantId, String purpose, Buffer sealed) {
    StreamingAead aead = keys.of(tenantId);
    try (var plain =
        aead.newDecryptingStream(
            new ByteArrayInputStream(sealed.getBytes()), associated(tenantId, purpose))) {
      return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("the secret of tenant " + tenantId + " does not open", e);
    }
  }

  private static byte[] associated(UUID tenantId, String purpose) {
    return (tenantId + " " + purpose).getBytes(StandardCharsets.UTF_8);
  }
}
