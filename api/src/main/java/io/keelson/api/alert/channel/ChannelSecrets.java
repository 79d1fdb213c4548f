package io.keelson.api.alert.channel;

import io.keelson.tenancy.object.TenantSecrets;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Addresses and signing secrets of channels, sealed by the tenant's key, each for its channel. */
@ApplicationScoped
public class ChannelSecrets {
  private final TenantSecrets secrets;

  public ChannelSecrets(TenantSecrets secrets) {
    this.secrets = secrets;
  }

  /** Not inside a transaction, as {@link TenantSecrets} has it; null for null. */
  Buffer seal(UUID tenantId, UUID channelId, String secret) {
    return secret == null ? null : secrets.seal(tenantId, purpose(channelId), secret);
  }

  /** Not inside a transaction; null for null. */
  String open(UUID tenantId, UUID channelId, Buffer ciphertext) {
    return ciphertext == null ? null : secrets.open(tenantId, purpose(channelId), ciphertext);
  }

  private static String purpose(UUID channelId) {
    return "alert channel " + channelId;
  }
}
