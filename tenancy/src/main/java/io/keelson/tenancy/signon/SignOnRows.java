package io.keelson.tenancy.signon;

import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What several of this room's classes read and write. */
final class SignOnRows {
  private SignOnRows() {}

  /** There is something more to tell Keycloak of the tenant's provider, where it has one. */
  static void changed(Transaction tx, OffsetDateTime now) {
    tx.update(
        """
        UPDATE tenancy.sign_on_provider
        SET change = change + 1, due_at = $2, failures = 0
        WHERE tenant_id = $1
        """,
        tx.tenantId(),
        now);
  }

  /** In whose name the audit log has what nobody asked for. */
  static Caller platform(UUID tenantId) {
    return Caller.platform(
        new Principal(
            Principal.Kind.PLATFORM,
            tenantId,
            tenantId,
            "",
            "single sign-on",
            Set.of(),
            Map.of(),
            null),
        null);
  }

  /** Those that count. */
  static List<String> domains(Transaction tx) {
    return tx.list(
        row -> row.getString("domain"),
        """
        SELECT domain
        FROM tenancy.sign_on_domain
        WHERE tenant_id = $1 AND verified_at IS NOT NULL
        ORDER BY domain
        """,
        tx.tenantId());
  }

  /** Those that counted once, and whose DNS does not show that any more. */
  static List<String> lapsedDomains(Transaction tx) {
    return tx.list(
        row -> row.getString("domain"),
        """
        SELECT domain
        FROM tenancy.sign_on_domain
        WHERE tenant_id = $1 AND lapsed_at IS NOT NULL
        ORDER BY domain
        """,
        tx.tenantId());
  }

  /** Of an e-mail address, in lower case; empty for what is none. */
  static String domainOf(String email) {
    int at = email == null ? -1 : email.lastIndexOf('@');
    return at < 1 ? "" : email.substring(at + 1).toLowerCase(Locale.ROOT);
  }
}
