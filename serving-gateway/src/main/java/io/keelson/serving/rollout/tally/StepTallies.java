package io.keelson.serving.rollout.tally;

import io.keelson.serving.rollout.tally.StepTally.FailedKey;
import io.keelson.serving.rollout.tally.StepTally.Totals;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.loop.DueLoop;
import io.keelson.tenancy.turns.TenantRounds;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The tallies of this process, written each second while they change and their rollout is under
 * way, each tenant's in a round of their own. Those of a step that is over are kept until the last
 * of its requests has ended.
 */
public final class StepTallies implements AutoCloseable {
  private static final Duration WRITE_LIMIT = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration END_PATIENCE = Duration.ofSeconds(10);
  private static final int MAX_TENANTS = 16;

  /** In the place of an instance's id, with the number of a group: what all of them know there. */
  private static final long OF_KEYS = 0x8001;

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** Longer than any call may last. */
  private static final Duration OVER_AFTER = Duration.ofMinutes(10);

  private final TenantDatabase database;
  private final UUID instanceId;
  private final InstantSource clock;
  private final Map<StepTally.Key, StepTally> tallies = new ConcurrentHashMap<>();
  private final Map<StepTally.Key, Totals> written = new ConcurrentHashMap<>();
  private final Map<StepTally.Key, Instant> overSince = new ConcurrentHashMap<>();
  private final TenantRounds rounds = new TenantRounds("counts of rollouts", MAX_TENANTS, PAUSE);
  private volatile Set<StepTally.Key> routed = Set.of();
  private final DueLoop loop =
      new DueLoop("rollout-tallies", INTERVAL, this::begin).withoutBackoff();

  public StepTallies(TenantDatabase database, UUID instanceId, InstantSource clock) {
    this.database = database;
    this.instanceId = instanceId;
    this.clock = clock;
  }

  public void start() {
    loop.start();
  }

  /** The same one each time, until the step is over. */
  public StepTally of(StepTally.Key key, int candidateWeight) {
    return tallies.computeIfAbsent(key, wanted -> new StepTally(wanted, candidateWeight));
  }

  /** These are the steps that requests are assigned by from now on. */
  public void routed(Set<StepTally.Key> keys) {
    routed = Set.copyOf(keys);
  }

  private boolean begin() {
    byTenant()
        .forEach(
            (tenantId, ofTenant) -> rounds.begin(tenantId, () -> write(ofTenant, clock.instant())));
    return false;
  }

  private Map<UUID, List<StepTally>> byTenant() {
    return tallies.values().stream()
        .collect(Collectors.groupingBy(tally -> tally.key().tenantId()));
  }

  /** Writes all, for at most a minute. */
  public void write() {
    begin();
    rounds.awaitIdle(WRITE_LIMIT);
  }

  private void write(List<StepTally> ofTenant, Instant now) {
    try {
      ofTenant.forEach(this::write);
    } finally {
      ofTenant.forEach(tally -> forgetWhenOver(tally.key(), now));
    }
  }

  private void forgetWhenOver(StepTally.Key key, Instant now) {
    if (routed.contains(key)) {
      overSince.remove(key);
    } else if (!now.isBefore(overSince.computeIfAbsent(key, over -> now).plus(OVER_AFTER))) {
      tallies.remove(key);
      written.remove(key);
      overSince.remove(key);
    }
  }

  private void write(StepTally tally) {
    Totals totals = tally.totals();
    List<FailedKey> failed = tally.unwrittenKeys();
    List<SeenKeys.Group> seen = tally.seenKeys().unwritten();
    StepTally.Key key = tally.key();
    boolean isCounted = !totals.equals(written.getOrDefault(key, Totals.NONE));
    if (failed.isEmpty() && seen.isEmpty() && !isCounted) {
      return;
    }
    database.transact(
        key.tenantId(),
        tx -> {
          if (isUnderWay(tx, key)) {
            if (isCounted) {
              upsert(tx, key, totals);
            }
            join(tx, key, seen);
            insert(tx, key, false, failed);
            insert(tx, key, true, failed);
          }
          return null;
        });
    written.put(key, totals);
    tally.seenKeys().written(seen);
    failed.forEach(one -> one.written = true);
  }

  /** Then it does not end before this is written: what comes later would be judged by nobody. */
  private static boolean isUnderWay(Transaction tx, StepTally.Key key) {
    return tx.one(
            """
            SELECT 1
            FROM serving.rollout
            WHERE tenant_id = $1 AND id = $2 AND ended_at IS NULL
            FOR SHARE
            """,
            key.tenantId(),
            key.rolloutId())
        .isPresent();
  }

  private void upsert(Transaction tx, StepTally.Key key, Totals totals) {
    tx.update(
        """
        INSERT INTO serving.rollout_count
          (tenant_id, rollout_id, step, instance_id, baseline_requests, baseline_errors, baseline_caller_errors,
           candidate_requests, candidate_errors, candidate_caller_errors)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (tenant_id, rollout_id, step, instance_id)
        DO UPDATE SET baseline_requests = excluded.baseline_requests,
          baseline_errors = excluded.baseline_errors,
          baseline_caller_errors = excluded.baseline_caller_errors,
          candidate_requests = excluded.candidate_requests,
          candidate_errors = excluded.candidate_errors,
          candidate_caller_errors = excluded.candidate_caller_errors
        """,
        key.tenantId(),
        key.rolloutId(),
        key.step(),
        instanceId,
        totals.baselineRequests(),
        totals.baselineErrors(),
        totals.baselineCallerErrors(),
        totals.candidateRequests(),
        totals.candidateErrors(),
        totals.candidateCallerErrors());
  }

  /** Always in the order of their numbers: others write the same rows. */
  private static void join(Transaction tx, StepTally.Key key, List<SeenKeys.Group> groups) {
    tx.batch(
        """
        INSERT INTO serving.rollout_count AS c
          (tenant_id, rollout_id, step, instance_id, baseline_requests, baseline_errors, baseline_caller_errors,
           candidate_requests, candidate_errors, candidate_caller_errors, baseline_keys, candidate_keys)
        VALUES ($1, $2, $3, $4, 0, 0, 0, 0, 0, 0, $5::text::bit(2048), $6::text::bit(2048))
        ON CONFLICT (tenant_id, rollout_id, step, instance_id)
        DO UPDATE SET baseline_keys = c.baseline_keys | excluded.baseline_keys,
          candidate_keys = c.candidate_keys | excluded.candidate_keys
        WHERE c.baseline_keys | excluded.baseline_keys <> c.baseline_keys
          OR c.candidate_keys | excluded.candidate_keys <> c.candidate_keys
        """,
        groups.stream()
            .map(
                group ->
                    Tuple.of(
                        key.tenantId(),
                        key.rolloutId(),
                        key.step(),
                        new UUID(OF_KEYS, group.number()),
                        group.baseline(),
                        group.candidate()))
            .toList());
  }

  /** Of a rollout no more are kept than of a step: what has more is not judged by them any more. */
  private static void insert(
      Transaction tx, StepTally.Key key, boolean refusals, List<FailedKey> all) {
    List<FailedKey> failed = all.stream().filter(one -> one.refusal == refusals).toList();
    if (failed.isEmpty()) {
      return;
    }
    long there =
        tx.one(
                """
                SELECT count(*) AS there
                FROM (
                  SELECT 1 FROM serving.rollout_failed_key
                  WHERE tenant_id = $1 AND rollout_id = $2 AND refusal = $4
                  LIMIT $3
                ) AS kept
                """,
                key.tenantId(),
                key.rolloutId(),
                StepTally.MAX_FAILED_KEYS,
                refusals)
            .orElseThrow()
            .getLong("there");
    tx.batch(
        """
        INSERT INTO serving.rollout_failed_key (tenant_id, rollout_id, refusal, key_hash, step, candidate)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (tenant_id, rollout_id, refusal, key_hash) DO NOTHING
        """,
        failed.stream()
            .limit(StepTally.MAX_FAILED_KEYS - there)
            .map(
                one ->
                    Tuple.of(
                        key.tenantId(),
                        key.rolloutId(),
                        refusals,
                        one.hash,
                        key.step(),
                        one.candidate))
            .toList());
  }

  /** What was counted to the end is written. */
  @Override
  public void close() {
    loop.close();
    rounds.awaitIdle(END_PATIENCE);
    begin();
    rounds.awaitIdle(END_PATIENCE);
    rounds.close();
  }
}
