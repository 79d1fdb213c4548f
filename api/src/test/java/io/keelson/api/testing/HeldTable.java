package io.keelson.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.database.TenantDatabase;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps everybody waiting who reads a table, until it is closed. */
public final class HeldTable implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private final TenantDatabase database;
  private final UUID tenantId;
  private final CountDownLatch isHeld = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final Thread holder;

  /** Asks for it, and does not wait until it is held. */
  public HeldTable(TenantDatabase database, UUID tenantId, String table) {
    this.database = database;
    this.tenantId = tenantId;
    this.holder = Thread.startVirtualThread(() -> hold(table));
  }

  private void hold(String table) {
    database.transact(
        tenantId,
        tx -> {
          tx.update("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
          isHeld.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return null;
        });
  }

  public HeldTable await() throws InterruptedException {
    assertThat(isHeld.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return this;
  }

  /** Until a statement that contains this text waits for a table. */
  public void awaitWaiting(String statement) throws InterruptedException {
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!isWaiting(statement)) {
      assertThat(System.nanoTime()).as(statement + " waits").isLessThan(endNanos);
      Thread.sleep(10);
    }
  }

  private boolean isWaiting(String statement) {
    return database
            .read(
                tenantId,
                """
                SELECT count(*) AS waiting
                FROM pg_stat_activity
                WHERE wait_event_type = 'Lock' AND strpos(query, $1) > 0
                """,
                statement)
            .iterator()
            .next()
            .getLong("waiting")
        > 0;
  }

  @Override
  public void close() throws InterruptedException {
    release.countDown();
    holder.join(PATIENCE);
  }
}
