package io.keelson.serving.watch.quality;

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
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Computes windows again whose predictions or labels have changed, and freezes those whose horizon
 * is over; what it was computed from goes then. Each tenant's windows are a round of their own, and
 * one that fails is due again two minutes later. Any number of processes may run it.
 */
public final class QualityLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(QualityLoop.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** How long a claim holds; a window that takes longer may be computed twice. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final int MAX_TENANTS = 16;
  private static final int MAX_DUE = 500;
  private static final int MAX_DUE_OF_TENANT = 50;

  private final SystemDatabase system;
  private final TenantDatabase database;
  private final InstantSource clock;
  private final TenantRounds rounds = new TenantRounds("windows", MAX_TENANTS, PAUSE);
  private final DueLoop loop = new DueLoop("quality", INTERVAL, this::begin);

  public QualityLoop(SystemDatabase system, TenantDatabase database, InstantSource clock) {
    this.system = system;
    this.database = database;
    this.clock = clock;
  }

  public void start() {
    loop.start();
  }

  /** Computes what is due, for at most some minutes; true when more may be. */
  public boolean computeDue() {
    boolean more = begin();
    rounds.awaitIdle(LEASE);
    return more;
  }

  private boolean begin() {
    Map<UUID, List<DueWindow>> due =
        due().stream().collect(Collectors.groupingBy(DueWindow::tenantId));
    boolean more = false;
    for (Map.Entry<UUID, List<DueWindow>> ofTenant : due.entrySet()) {
      boolean begun = rounds.begin(ofTenant.getKey(), () -> compute(ofTenant.getValue()));
      more |= begun && ofTenant.getValue().size() == MAX_DUE_OF_TENANT;
    }
    return more;
  }

  /** Of each tenant the first ones, so that those of one are never all that is found. */
  private List<DueWindow> due() {
    return system.transact(
        SystemUse.SERVING_CONTROL,
        tx ->
            tx.list(
                DueWindow::of,
                """
                SELECT tenant_id, endpoint_id, window_at, rule_version
                FROM (
                  SELECT tenant_id, endpoint_id, window_at, rule_version, due_at,
                    row_number() OVER (PARTITION BY tenant_id ORDER BY due_at) AS place
                  FROM serving.quality_due
                  WHERE due_at <= $1 AND tenant_id <> ALL ($2)
                ) AS due
                WHERE place <= $3
                ORDER BY place, due_at
                LIMIT $4
                """,
                now(),
                rounds.busy().toArray(UUID[]::new),
                MAX_DUE_OF_TENANT,
                MAX_DUE));
  }

  private void compute(List<DueWindow> ofTenant) {
    for (DueWindow due : ofTenant) {
      if (loop.isClosed()) {
        return;
      }
      try {
        compute(due);
      } catch (Unavailable e) {
        throw e; // the tenant's other windows would wait for the same
      } catch (RuntimeException e) {
        LOG.warnf("the quality of endpoint %s is computed later: %s", due.endpointId(), e);
      }
    }
  }

  private void compute(DueWindow due) {
    OffsetDateTime now = now();
    DueWindow.Claim claim = due.claim(database, now, now.plus(LEASE)).orElse(null);
    if (claim == null) {
      return;
    }
    Map<Integer, WindowSums> byRevision = due.count(database, claim.measure());
    boolean isFrozen = !now.isBefore(claim.freezeAt());
    database.transact(
        due.tenantId(),
        tx -> {
          due.write(tx, claim, byRevision, isFrozen, now);
          if (!isFrozen) {
            due.computed(tx, claim);
          }
          return null;
        });
    if (isFrozen) {
      due.remove(database);
    }
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public void close() {
    loop.close();
    rounds.close();
  }
}
