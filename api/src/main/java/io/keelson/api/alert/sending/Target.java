package io.keelson.api.alert.sending;

import java.util.List;
import java.util.UUID;

/**
 * Where one message goes.
 *
 * @param address null for e-mail
 * @param secrets that sign it, the current one first
 */
public record Target(
    UUID tenantId,
    UUID projectId,
    ChannelKind kind,
    String address,
    List<WebhookSecret> secrets,
    List<UUID> memberIds) {
  /** Leaves the address out: it may be a secret. */
  @Override
  public String toString() {
    return "Target[" + tenantId + ", " + kind + "]";
  }
}
