package io.keelson.tenancy.signon;

import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.failure.Forbidden;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Which members of a tenant sign in through its identity provider. */
@ApplicationScoped
public class MemberSignOns {
  private final TenantDatabase database;
  private final Authorizer authorizer;

  MemberSignOns(TenantDatabase database, Authorizer authorizer) {
    this.database = database;
    this.authorizer = authorizer;
  }

  /**
   * By their ids; whoever signs in by an account of the platform's own is left out. Where the
   * provider is removed, only who was lost with it signed on.
   *
   * @throws Forbidden without MEMBER_READ in the whole tenant
   */
  public Map<UUID, MemberSignOn> ofMembers(Principal principal, Collection<UUID> memberIds) {
    authorizer.require(principal, Permission.MEMBER_READ, null);
    return database
        .transact(
            principal.tenantId(),
            tx ->
                tx.list(
                    row ->
                        Map.entry(
                            row.getUUID("id"),
                            new MemberSignOn(
                                SignOnRows.domainOf(row.getString("email")),
                                row.getOffsetDateTime("signed_in_at"),
                                row.getOffsetDateTime("lost_at"),
                                row.getString("lost_because"))),
                    """
                    SELECT m.id, s.email, s.signed_in_at, m.lost_at,
                      CASE WHEN m.lost_at IS NOT NULL THEN s.lost_because END AS lost_because
                    FROM tenancy.member m
                    JOIN tenancy.sign_on_person s ON s.tenant_id = m.tenant_id AND s.person_id = m.person_id
                    WHERE m.tenant_id = $1 AND m.id = ANY ($2)
                      AND (m.lost_at IS NOT NULL OR EXISTS (
                        SELECT 1
                        FROM tenancy.sign_on_provider p
                        WHERE p.tenant_id = m.tenant_id AND p.removed_at IS NULL))
                    """,
                    tx.tenantId(),
                    memberIds.toArray(UUID[]::new)))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
