package io.keelson.tenancy.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.embedded.ServerAddresses;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.testing.Relay;
import io.keelson.tenancy.testing.TestServers;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A database whose connections stay open and say nothing any more. */
@Timeout(60)
class SilentDatabaseIT {
  private static final Duration STATEMENT = Duration.ofMillis(500);
  private static final Duration WAIT = Duration.ofSeconds(8);
  private static final Duration UNUSED = Duration.ofSeconds(2);
  private static final Duration MARGIN = Duration.ofMillis(250);

  private final UUID tenant = Ids.next();
  private final DatabaseLimits limits = DatabaseLimits.unshared().within(WAIT, STATEMENT);
  private Relay relay;
  private ScratchPools pools;

  @BeforeEach
  void open() {
    ServerAddresses servers = TestServers.shared().addresses();
    relay = Relay.plain(servers.databaseHost(), servers.databasePort());
  }

  @AfterEach
  void close() {
    pools.close();
    relay.close();
  }

  /** One connection: what becomes of it is seen by the next caller. */
  private TenantDatabase database(BiConsumer<PgConnectOptions, PoolOptions> bounds) {
    pools = new ScratchPools(1, OptionalInt.of(relay.port()), bounds);
    TenantDatabase database = TenantDatabase.within(limits, pools.app);
    assertThat(database.read(tenant, "SELECT 1")).hasSize(1);
    return database;
  }

  @Test
  void aTransactionIsToldAndItsConnectionIsReplaced() {
    TenantDatabase database = database((options, pool) -> {});

    assertThatThrownBy(
            () ->
                database.transact(
                    tenant,
                    tx -> {
                      relay.silence();
                      return tx.query("SELECT 1");
                    }))
        .isInstanceOf(Unavailable.class);
    relay.speak();

    assertThat(database.read(tenant, "SELECT 1")).hasSize(1);
  }

  @Test
  void aReadThatNobodyBlocksForIsToldToo() {
    TenantDatabase database = database((options, pool) -> {});
    relay.silence();

    assertThat(database.readAsync(tenant, "SELECT 1", Tuple.tuple()))
        .failsWithin(limits.answerTimeout().plus(STATEMENT).toMillis(), TimeUnit.MILLISECONDS)
        .withThrowableThat()
        .withCauseInstanceOf(Unavailable.class);
    relay.speak();

    assertThat(database.read(tenant, "SELECT 1")).hasSize(1);
  }

  @Test
  void aSignInThatIsNeverAnsweredLeavesRoomForAnother() {
    TenantDatabase database =
        database((options, pool) -> Sockets.bound(options, pool, STATEMENT, UNUSED, MARGIN));
    relay.silence();
    assertThatThrownBy(() -> database.transact(tenant, tx -> tx.query("SELECT 1")))
        .isInstanceOf(Unavailable.class);
    // The next one gets a new connection, which the silent host takes and never greets.
    assertThatThrownBy(() -> database.transact(tenant, tx -> tx.query("SELECT 1")))
        .isInstanceOf(Unavailable.class);
    relay.speak();

    assertThat(database.read(tenant, "SELECT 1")).hasSize(1);
  }
}
