package io.keelson.api.alert.sending;

import io.keelson.tenancy.access.Permission;
import java.util.List;
import java.util.UUID;

/**
 * Where one message goes.
 *
 * @param address null for e-mail
 * @param secrets that sign it, the current one first
 * @param reads what its members must hold in the project to be mailed, beside ALERT_READ
 */
public record Target(
    UUID tenantId,
    UUID projectId,
    ChannelKind kind,
    String address,
    List<WebhookSecret> secrets,
    List<UUID> memberIds,
    Permission reads) {
  /** Leaves the address out: it may be a secret. */
  @Override
  public String toString() {
    return "Target[" + tenantId + ", " + kind + "]";
  }
}
