package io.keelson.tenancy.quota;

import io.keelson.tenancy.database.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** How many sockets the processes that live have taken for a tenant, and have open of these. */
@ApplicationScoped
public class SocketUse implements QuotaUse {
  /** A process that was not heard of for so long holds no sockets any more. */
  static final Duration SILENCE = Duration.ofSeconds(30);

  @Override
  public QuotaName quota() {
    return QuotaName.OPEN_SOCKETS;
  }

  @Override
  public long used(Transaction tx) {
    return sum(tx, "held");
  }

  /** Those that are open, as each process last said: within seconds. */
  @Override
  public long shown(Transaction tx, long used) {
    return sum(tx, "opened");
  }

  private static long sum(Transaction tx, String column) {
    return tx.one(
            """
            SELECT coalesce(sum(s.%s), 0)::bigint
            FROM tenancy.socket_share s
            JOIN tenancy.socket_holder h ON h.holder = s.holder
            WHERE s.tenant_id = $1 AND h.heard_at > statement_timestamp() - make_interval(secs => $2)
            """
                .formatted(column),
            tx.tenantId(),
            (double) SILENCE.toSeconds())
        .orElseThrow()
        .getLong(0);
  }
}
