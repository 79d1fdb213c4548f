package io.keelson.tenancy.signon;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The owners of a tenant who can act, as changes of its single sign-on meet them. */
final class SignOnOwners {
  private SignOnOwners() {}

  /**
   * For whoever keeps others from changing the tenant's members meanwhile.
   *
   * @param before domains whose people can sign on before the change
   * @param after those whose people can after it
   * @throws Conflict when the change ends owners, and leaves none
   */
  static void refuseToEndAll(Transaction tx, Collection<String> before, Collection<String> after) {
    List<Optional<String>> domains =
        tx.list(
            row -> Optional.ofNullable(row.getString("email")).map(SignOnRows::domainOf),
            """
            SELECT s.email
            FROM tenancy.role_grant g
            JOIN tenancy.member owner ON owner.tenant_id = g.tenant_id AND owner.id = g.member_id AND owner.lost_at IS NULL
            LEFT JOIN tenancy.sign_on_person s
              ON s.tenant_id = owner.tenant_id AND s.person_id = owner.person_id AND s.due_at IS NOT NULL
              AND NOT s.by_invitation
            WHERE g.tenant_id = $1 AND g.role = 'OWNER' AND g.project_id IS NULL
            """,
            tx.tenantId());
    boolean leavesNone =
        domains.stream().noneMatch(domain -> domain.map(after::contains).orElse(true));
    if (leavesNone && domains.stream().flatMap(Optional::stream).anyMatch(before::contains)) {
      throw new Conflict(
          "no owner could sign in any more: make somebody an owner first who does not sign on by"
              + " this");
    }
  }
}
