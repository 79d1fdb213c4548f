package io.keelson.serving.watch.capture;

import io.keelson.serving.protocol.ProtocolError;
import io.keelson.serving.watch.quality.Predictions.Prediction;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.loop.DueLoop;
import io.keelson.tenancy.loop.WriteBehind;
import io.keelson.tenancy.turns.TenantRounds;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * Brings what waits in the queue to where it is kept, in batches, and what became of it to the
 * endpoints' rows; each tenant's in rounds of their own. While the sink is away what waits stays,
 * as far as there is room, and goes once it is back: rows that came before are known again.
 */
public final class CaptureLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(CaptureLoop.class);
  private static final Duration INTERVAL = Duration.ofMillis(200);
  private static final Duration COUNT_INTERVAL = Duration.ofSeconds(2);
  private static final Duration END_PATIENCE = Duration.ofSeconds(5);
  private static final int MAX_BATCH_CALLS = 1_000;
  private static final long MAX_BATCH_BYTES = 1 << 20;

  /** Those of a call more may go together. */
  private static final int MAX_BATCH_PREDICTIONS = 5_000;

  private static final int MAX_TENANTS = 16;
  private static final int MAX_BATCHES = 20;

  /** Each holds a mebibyte at most. */
  private static final int MAX_IDLE_MAKERS = 4;

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int FAILURES_TOGETHER = 3;
  private static final int MAX_FAILURES = 6;

  private final CaptureQueue<CaptureSettings> queue;
  private final CaptureSink sink;
  private final PredictionSink predictions;
  private final DueLoop loop;
  private final TenantRounds rounds = new TenantRounds("captures", MAX_TENANTS, PAUSE);

  /** In a row, by tenant. */
  private final Map<UUID, Integer> failures = new ConcurrentHashMap<>();

  /** Those of rounds that are over: new arrays for each batch keep the garbage collector busy. */
  private final BlockingQueue<RowMaker> idleMakers = new ArrayBlockingQueue<>(MAX_IDLE_MAKERS);

  private final WriteBehind<Map<UUID, CaptureCount>> counting;

  /**
   * @param counts gets what was counted of a tenant, by endpoint; all or nothing
   */
  public CaptureLoop(
      CaptureQueue<CaptureSettings> queue,
      CaptureSink sink,
      PredictionSink predictions,
      BiConsumer<UUID, Map<UUID, CaptureCount>> counts) {
    this.queue = queue;
    this.sink = sink;
    this.predictions = predictions;
    this.loop = new DueLoop("captures", INTERVAL, this::pass).endsWithin(END_PATIENCE);
    queue.whenCrowded(this::crowded);
    this.counting = new WriteBehind<>("counts of captures", COUNT_INTERVAL, queue.counts(), counts);
  }

  /** That adds it to the endpoints' rows. */
  public static CaptureLoop of(
      TenantDatabase database,
      CaptureQueue<CaptureSettings> queue,
      CaptureSink sink,
      PredictionSink predictions) {
    return new CaptureLoop(
        queue,
        sink,
        predictions,
        (tenantId, counts) -> CaptureRows.add(database, tenantId, counts));
  }

  public void start() {
    loop.start();
    counting.start();
  }

  private record Target(CapturedCall.Source source, UUID collectorId) {
    static Target of(CapturedCall<CaptureSettings> call) {
      CapturedCall.Source source = call.source();
      // Revisions of an endpoint go to one collector.
      return new Target(
          new CapturedCall.Source(source.tenantId(), source.endpointId(), 0),
          call.settings().collectorId());
    }
  }

  /**
   * Whether one of the same tenant surely has the same target: most have that of the one before.
   */
  private static boolean isLike(
      CapturedCall<CaptureSettings> before, CapturedCall<CaptureSettings> call) {
    CapturedCall.Source source = call.source();
    return before.settings() == call.settings()
        && (before.source() == source || before.source().endpointId().equals(source.endpointId()));
  }

  private boolean pass() {
    for (UUID tenantId : queue.tenants()) {
      rounds.begin(tenantId, () -> round(tenantId));
    }
    return false;
  }

  /** Without a pass over all tenants, which would take two more changes of threads. */
  private void crowded(UUID tenantId) {
    if (!loop.isClosed()) {
      rounds.begin(tenantId, () -> round(tenantId));
    }
  }

  /** Keeps what waits as it begins: what comes meanwhile is fetched when it is many, or old. */
  private void round(UUID tenantId) {
    int due = queue.waiting(tenantId);
    for (int i = 0; i < MAX_BATCHES && due > 0; i++) {
      int kept = loop.isClosed() ? 0 : keepBatch(tenantId);
      if (kept == 0) {
        return;
      }
      due -= kept;
    }
    if (due > 0) {
      loop.wake();
    }
  }

  /**
   * Returns how many it had; 0 when none of the tenant's wait. What fails a few times is found by
   * taking one call at a time; one that goes on to fail is dropped, unless it is the database that
   * is away.
   *
   * @throws RuntimeException when it may work later; what was not kept waits on
   */
  private int keepBatch(UUID tenantId) {
    boolean isAlone = failures.getOrDefault(tenantId, 0) >= FAILURES_TOGETHER;
    List<CapturedCall<CaptureSettings>> calls =
        queue.first(tenantId, isAlone ? 1 : MAX_BATCH_CALLS, MAX_BATCH_BYTES);
    if (calls.isEmpty()) {
      return 0;
    }
    List<CapturedCall<CaptureSettings>> done = new ArrayList<>(calls.size());
    try {
      keep(calls, done);
      failures.remove(tenantId);
    } catch (RuntimeException | Error e) {
      int failed = failures.merge(tenantId, 1, Integer::sum);
      if (!isAlone || failed < MAX_FAILURES || e instanceof Unavailable) {
        throw e;
      }
      CapturedCall.Source source = calls.getFirst().source();
      LOG.warnf("a capture of endpoint %s is lost: %s", source.endpointId(), e);
      queue.count(source, CaptureCount.ofRefused(1));
      done.add(calls.getFirst());
      failures.remove(tenantId);
    } finally {
      queue.done(tenantId, calls.size(), done);
    }
    return calls.size();
  }

  private void keep(
      List<CapturedCall<CaptureSettings>> calls, List<CapturedCall<CaptureSettings>> done) {
    Map<Target, List<CapturedCall<CaptureSettings>>> byTarget = new LinkedHashMap<>();
    CapturedCall<CaptureSettings> before = null;
    List<CapturedCall<CaptureSettings>> ofTarget = List.of();
    for (CapturedCall<CaptureSettings> call : calls) {
      if (before == null || !isLike(before, call)) {
        ofTarget = byTarget.computeIfAbsent(Target.of(call), first -> new ArrayList<>());
      }
      ofTarget.add(call);
      before = call;
    }
    RuntimeException failed = null;
    for (Map.Entry<Target, List<CapturedCall<CaptureSettings>>> entry : byTarget.entrySet()) {
      try {
        keep(entry.getKey(), entry.getValue(), done);
      } catch (Unavailable e) {
        throw e;
      } catch (RuntimeException e) {
        failed = e; // the tenant's other endpoints go on
      }
    }
    if (failed != null) {
      throw failed;
    }
  }

  private void keep(
      Target target,
      List<CapturedCall<CaptureSettings>> calls,
      List<CapturedCall<CaptureSettings>> done) {
    RowMaker idle = idleMakers.poll();
    RowMaker maker = idle == null ? new RowMaker() : idle;
    Batch batch = new Batch(maker, calls.size());
    for (CapturedCall<CaptureSettings> call : calls) {
      batch.add(call);
      if (batch.predicted.size() >= MAX_BATCH_PREDICTIONS) {
        keep(target, batch);
        done.addAll(batch.calls);
        batch = new Batch(maker, calls.size());
      }
    }
    keep(target, batch);
    done.addAll(batch.calls);
    maker.reuse(); // what failed on its way may still be looked at, and its maker goes with it
    idleMakers.offer(maker);
  }

  /** Calls of one target, read. */
  private static final class Batch {
    private final List<CapturedCall<CaptureSettings>> calls;
    private final List<CaptureSink.Row> rows;
    private final List<Prediction> predicted = new ArrayList<>();
    private final RowMaker maker;
    private int shortened;
    private int unreadable;

    /**
     * @param most calls that may come
     */
    Batch(RowMaker maker, int most) {
      this.maker = maker;
      this.calls = new ArrayList<>(most);
      this.rows = new ArrayList<>(most);
    }

    void add(CapturedCall<CaptureSettings> call) {
      calls.add(call);
      try {
        CaptureRow row = maker.of(call);
        rows.add(new CaptureSink.Row(call.inferenceId(), row.bytes(), row.from(), row.to()));
        predicted.addAll(KeptPredictions.of(call, row));
        shortened += row.isShortened() ? 1 : 0;
      } catch (IOException | ProtocolError e) {
        unreadable++;
      }
    }
  }

  /** Predictions are those of rows that were taken; whoever comes again is known again. */
  private void keep(Target target, Batch batch) {
    CapturedCall.Source source = target.source();
    if (!batch.rows.isEmpty() && append(target, batch) && !batch.predicted.isEmpty()) {
      try {
        predictions.keep(source.tenantId(), source.endpointId(), batch.predicted);
      } catch (Unavailable later) {
        throw later;
      } catch (Failure full) {
        LOG.debugf("predictions of endpoint %s: %s", source.endpointId(), full.getMessage());
      }
    }
    queue.count(source, CaptureCount.ofUnreadable(batch.unreadable));
  }

  /** False where they are refused. */
  private boolean append(Target target, Batch batch) {
    CapturedCall.Source source = target.source();
    try {
      int kept =
          sink.append(source.tenantId(), source.endpointId(), target.collectorId(), batch.rows);
      queue.count(source, CaptureCount.ofKept(kept, Math.min(kept, batch.shortened)));
      return true;
    } catch (Unavailable later) {
      throw later;
    } catch (Failure refused) {
      LOG.debugf("captures of endpoint %s: %s", source.endpointId(), refused.getMessage());
      queue.count(source, CaptureCount.ofRefused(batch.rows.size()));
      return false;
    }
  }

  /** Keeps what waits, as far as that takes no longer than some seconds; the rest is dropped. */
  @Override
  public void close() {
    loop.close();
    long end = System.nanoTime() + END_PATIENCE.toNanos();
    boolean isIdle = rounds.awaitIdle(END_PATIENCE);
    for (UUID tenantId : isIdle ? queue.tenants() : List.<UUID>of()) {
      try {
        while (System.nanoTime() < end && keepBatch(tenantId) > 0) {
          LOG.debugf("%d captures wait", queue.waiting());
        }
      } catch (RuntimeException e) {
        LOG.warnf("captures of tenant %s are lost: %s", tenantId, e.getMessage());
      }
    }
    rounds.close();
    if (queue.waiting() > 0) {
      LOG.warnf("%d captures are lost", queue.waiting());
    }
    counting.close();
  }
}
