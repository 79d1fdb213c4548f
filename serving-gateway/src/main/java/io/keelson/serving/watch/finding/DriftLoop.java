package io.keelson.serving.watch.finding;

import io.keelson.serving.watch.finding.DueWindows.Claimed;
import io.keelson.serving.watch.finding.DueWindows.Due;
import io.keelson.serving.watch.profile.ReferenceProfile;
import io.keelson.serving.watch.profile.References;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.loop.DueLoop;
import io.keelson.tenancy.turns.TenantRounds;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Judges windows that are over, once all gateways have added what they counted, and again where one
 * of them was late. Any number of processes may run it: whoever claims a window judges it outside
 * of any transaction, for that may take seconds, and what it found counts if nothing was added
 * meanwhile. Each tenant's windows are judged in rounds of their own, and tenants take turns,
 * however long what they have has waited.
 */
public final class DriftLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(DriftLoop.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration JUDGE_LIMIT = Duration.ofMinutes(5);

  /** After it a round ends, so that others have their turn. */
  private static final Duration ROUND = Duration.ofSeconds(1);

  private static final int MAX_TENANTS = 4;
  private static final int MAX_TENANTS_OF_PASS = 100;
  private static final int MAX_WINDOWS_OF_ROUND = 60;
  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private final SystemDatabase system;
  private final References references;
  private final InstantSource clock;
  private final DueWindows windows;
  private final DueLoop loop = new DueLoop("drift", INTERVAL, this::begin);
  private final TenantRounds rounds = new TenantRounds("drift windows", MAX_TENANTS, PAUSE);
  private final JudgeThreads threads = new JudgeThreads();

  /** Whose round began last. */
  private UUID lastTenant = BEFORE_ALL;

  public DriftLoop(
      SystemDatabase system, TenantDatabase database, References references, InstantSource clock) {
    this.system = system;
    this.references = references;
    this.clock = clock;
    this.windows = new DueWindows(database, clock);
  }

  public void start() {
    loop.start();
  }

  /** Begins what is due of each tenant, and does not wait for it. */
  private synchronized boolean begin() {
    for (UUID tenantId : tenants()) {
      if (rounds.begin(tenantId, () -> round(tenantId))) {
        lastTenant = tenantId;
      }
    }
    return false;
  }

  /** Judges what is due, for some minutes at most; true when more is due. */
  public boolean judgeDue() {
    begin();
    rounds.awaitIdle(JUDGE_LIMIT);
    return !tenants().isEmpty();
  }

  /** Those who have windows that are due, from the one after the last on; suspended ones rest. */
  private synchronized List<UUID> tenants() {
    return system.transact(
        SystemUse.SERVING_CONTROL,
        tx ->
            tx.list(
                row -> row.getUUID("tenant_id"),
                """
                SELECT w.tenant_id
                FROM serving.drift_window w
                JOIN tenancy.tenant t ON t.tenant_id = w.tenant_id AND t.status = 'ACTIVE'
                WHERE w.due_at <= $1 AND w.tenant_id <> ALL ($2)
                GROUP BY w.tenant_id
                ORDER BY w.tenant_id > $3 DESC, w.tenant_id
                LIMIT $4
                """,
                OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC),
                rounds.busy().toArray(UUID[]::new),
                lastTenant,
                MAX_TENANTS_OF_PASS));
  }

  private void round(UUID tenantId) {
    long begun = System.nanoTime();
    for (Due one : windows.of(tenantId, MAX_WINDOWS_OF_ROUND)) {
      if (loop.isClosed() || System.nanoTime() - begun > ROUND.toNanos()) {
        return;
      }
      try {
        judge(one);
      } catch (Unavailable e) {
        throw e; // the tenant's other windows would wait for the same
      } catch (RuntimeException e) {
        LOG.warnf("drift of endpoint %s is judged later: %s", one.endpointId(), e);
        windows.later(one);
      }
    }
  }

  private void judge(Due due) {
    Optional<Claimed> claimed = windows.claim(due);
    if (claimed.isEmpty()) {
      return;
    }
    Claimed window = claimed.get();
    WindowJudge judge = new WindowJudge(window.settings(), Duration.ofSeconds(due.windowSeconds()));
    List<FeatureDrift> own = window.own();
    if (own == null) {
      ReferenceProfile profile =
          references
              .profile(due.tenantId(), window.modelVersionId())
              .orElseThrow(() -> new IllegalStateException("its profile is gone"));
      own = threads.compute(() -> judge.judge(profile, profile.counts(window.counts())));
    }
    windows.write(due, window, judge.combine(window.before(), own));
  }

  @Override
  public void close() {
    loop.close();
    rounds.close();
    threads.close();
  }
}
