package io.keelson.tenancy.quota;

import io.keelson.tenancy.database.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** How many sockets the processes that live have taken for a tenant. */
@ApplicationScoped
public class SocketUse implements QuotaUse {
  /** A process that was not heard of for so long holds no sockets any more. */
  static final Duration SILENCE = Duration.ofSeconds(30);

  private final InstantSource clock;

  public SocketUse(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public QuotaName quota() {
    return QuotaName.OPEN_SOCKETS;
  }

  @Override
  public long used(Transaction tx) {
    return tx.one(
            """
            SELECT coalesce(sum(held), 0)::bigint
            FROM tenancy.socket_share
            WHERE tenant_id = $1 AND heard_at > $2
            """,
            tx.tenantId(),
            at(clock.instant().minus(SILENCE)))
        .orElseThrow()
        .getLong(0);
  }

  static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
