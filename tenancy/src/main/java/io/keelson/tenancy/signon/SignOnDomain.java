package io.keelson.tenancy.signon;

import io.keelson.tenancy.access.Actor;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * An e-mail domain of a tenant.
 *
 * @param token what the domain's DNS shows to prove that it is the tenant's
 * @param verifiedAt null while that has not been seen, or is not seen any more
 * @param checkedAt when the DNS of a verified one was looked at again last; null for never
 * @param failedChecks how often in a row that showed nothing; after 3 it lapses
 * @param lapsedAt when it ceased to count; null for one that counts, or never did
 */
public record SignOnDomain(
    UUID id,
    String domain,
    String token,
    OffsetDateTime verifiedAt,
    OffsetDateTime checkedAt,
    int failedChecks,
    OffsetDateTime lapsedAt,
    Actor createdBy,
    OffsetDateTime createdAt,
    int version) {
  static final String COLUMNS =
      "id, domain, token, verified_at, checked_at, failed_checks, lapsed_at, created_by,"
          + " created_by_kind, created_by_id, created_at, version";

  public SignOnDomainState state() {
    if (verifiedAt != null) {
      return SignOnDomainState.VERIFIED;
    }
    return lapsedAt == null ? SignOnDomainState.WAITING : SignOnDomainState.LAPSED;
  }

  /** The name of the TXT record. */
  public String recordName() {
    return "_keelson." + domain;
  }

  /** What one of its texts is. */
  public String recordValue() {
    return "keelson-verification=" + token;
  }

  static SignOnDomain of(Row row) {
    return new SignOnDomain(
        row.getUUID("id"),
        row.getString("domain"),
        row.getString("token"),
        row.getOffsetDateTime("verified_at"),
        row.getOffsetDateTime("checked_at"),
        row.getInteger("failed_checks"),
        row.getOffsetDateTime("lapsed_at"),
        Actor.of(row, "created_by"),
        row.getOffsetDateTime("created_at"),
        row.getInteger("version"));
  }
}
