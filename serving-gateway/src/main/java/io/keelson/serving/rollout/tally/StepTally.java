package io.keelson.serving.rollout.tally;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Assigns the requests of a step of a rollout, and counts what came of them in this process. A
 * request counts under the step by which it was assigned, however late it ends. What is assigned is
 * what is counted: each request without a sticky key, and each key once, as a request, as an error
 * and as a refusal.
 */
public final class StepTally {
  /**
   * Of sticky keys that have failed, and as many that were refused; of more than these none counts
   * any more.
   */
  static final int MAX_FAILED_KEYS = 10_000;

  private static final int ALL = 100;

  private final Key key;
  private final int candidateWeight;
  private final Counts baseline = new Counts();
  private final Counts candidate = new Counts();
  private final Map<Long, FailedKey> failedKeys = new ConcurrentHashMap<>();
  private final Map<Long, FailedKey> refusedKeys = new ConcurrentHashMap<>();
  private final SeenKeys seenKeys = new SeenKeys();

  /** Of one step. */
  public record Key(UUID tenantId, UUID rolloutId, int step) {}

  private static final class Counts {
    private final LongAdder requests = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder callerErrors = new LongAdder();
  }

  /** A key of which a request has failed, or was refused as its caller's fault. */
  static final class FailedKey {
    final long hash;
    final boolean candidate;
    final boolean refusal;
    volatile boolean written;

    FailedKey(long hash, boolean candidate, boolean refusal) {
      this.hash = hash;
      this.candidate = candidate;
      this.refusal = refusal;
    }
  }

  StepTally(Key key, int candidateWeight) {
    this.key = key;
    this.candidateWeight = candidateWeight;
  }

  Key key() {
    return key;
  }

  /**
   * Which of the two takes a request.
   *
   * @param stickyKey null where the caller names none: then chance decides
   */
  public Assigned assign(String stickyKey) {
    if (stickyKey == null || stickyKey.isEmpty()) {
      int point = ThreadLocalRandom.current().nextInt(ALL);
      return new Assigned(this, point < candidateWeight, null);
    }
    long hash = StickyKey.hash(key.rolloutId(), stickyKey);
    return new Assigned(this, StickyKey.point(hash) < candidateWeight, hash);
  }

  /**
   * A request that was assigned.
   *
   * @param keyHash null without a sticky key
   */
  public record Assigned(StepTally tally, boolean candidate, Long keyHash) {
    /** It is over, once. */
    public void ended(Blame blame) {
      tally.count(this, blame);
    }
  }

  private void count(Assigned request, Blame blame) {
    Counts counts = request.candidate() ? candidate : baseline;
    if (request.keyHash() == null) {
      counts.requests.increment();
    } else {
      seenKeys.add(request.keyHash(), request.candidate());
    }
    if (blame == Blame.CALLER) {
      count(request, counts.callerErrors, refusedKeys, true);
    } else if (blame.isJudged()) {
      count(request, counts.errors, failedKeys, false);
    }
  }

  private static void count(
      Assigned request, LongAdder withoutKey, Map<Long, FailedKey> keys, boolean refusal) {
    if (request.keyHash() == null) {
      withoutKey.increment();
    } else if (keys.size() < MAX_FAILED_KEYS) {
      keys.computeIfAbsent(
          request.keyHash(), hash -> new FailedKey(hash, request.candidate(), refusal));
    }
  }

  /** What is counted so far of requests without a sticky key. */
  record Totals(
      long baselineRequests,
      long baselineErrors,
      long baselineCallerErrors,
      long candidateRequests,
      long candidateErrors,
      long candidateCallerErrors) {
    static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0);
  }

  Totals totals() {
    return new Totals(
        baseline.requests.sum(),
        baseline.errors.sum(),
        baseline.callerErrors.sum(),
        candidate.requests.sum(),
        candidate.errors.sum(),
        candidate.callerErrors.sum());
  }

  SeenKeys seenKeys() {
    return seenKeys;
  }

  List<FailedKey> unwrittenKeys() {
    return Stream.of(failedKeys, refusedKeys)
        .flatMap(keys -> keys.values().stream())
        .filter(key -> !key.written)
        .toList();
  }
}
