package io.keelson.tenancy.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.Unavailable;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions that somebody holds without a word, on a server with limits of its own. */
class SilentTransactionIT {
  private static final Duration STATEMENT = Duration.ofSeconds(5);
  private static final Duration UNUSED = Duration.ofMillis(700);

  private final UUID tenant = Ids.next();
  private ScratchPools pools;
  private TenantDatabase database;

  @BeforeEach
  void open() {
    pools =
        new ScratchPools(
            1,
            OptionalInt.empty(),
            (options, pool) -> Sockets.bound(options, pool, STATEMENT, UNUSED, STATEMENT));
    database = TenantDatabase.within(DatabaseLimits.unshared(), pools.app);
  }

  @AfterEach
  void close() {
    pools.close();
  }

  @Test
  void theServerEndsThemAndTheConnectionIsReplaced() {
    assertThatThrownBy(
            () ->
                database.transact(
                    tenant,
                    tx -> {
                      LockSupport.parkNanos(UNUSED.multipliedBy(3).toNanos());
                      return tx.query("SELECT 1");
                    }))
        .isInstanceOfAny(Unavailable.class, PgException.class);

    assertThat(database.read(tenant, "SELECT 1")).hasSize(1);
  }

  @Test
  void theLimitIsTheConnectionsOwn() {
    assertThat(
            database
                .read(
                    tenant,
                    "SELECT setting, source FROM pg_settings WHERE name ="
                        + " 'idle_in_transaction_session_timeout'")
                .iterator()
                .next()
                .toJson()
                .encode())
        .isEqualTo("{\"setting\":\"700\",\"source\":\"client\"}");
  }
}
