package io.keelson.serving.watch.capture;

import io.keelson.serving.protocol.ProtocolError;
import io.keelson.serving.watch.quality.Predictions.Prediction;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.loop.DueLoop;
import io.keelson.tenancy.loop.WriteBehind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * Brings what waits in the queue to where it is kept, in batches, and what became of it to the
 * endpoints' rows. While the sink is away what waits stays, as far as there is room, and goes once
 * it is back: rows that came before are known again.
 */
public final class CaptureLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(CaptureLoop.class);
  private static final Duration INTERVAL = Duration.ofMillis(200);
  private static final Duration COUNT_INTERVAL = Duration.ofSeconds(2);
  private static final Duration END_PATIENCE = Duration.ofSeconds(5);
  private static final int MAX_BATCH_CALLS = 1_000;
  private static final long MAX_BATCH_BYTES = 1 << 20;

  private final CaptureQueue<CaptureSettings> queue;
  private final CaptureSink sink;
  private final PredictionSink predictions;
  private final DueLoop loop;
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
   * True when more waits.
   *
   * @throws RuntimeException when the sink is away; all waits on
   */
  boolean pass() {
    List<CapturedCall<CaptureSettings>> calls = queue.first(MAX_BATCH_CALLS, MAX_BATCH_BYTES);
    if (calls.isEmpty()) {
      return false;
    }
    Map<Target, List<CapturedCall<CaptureSettings>>> byTarget = new LinkedHashMap<>();
    calls.forEach(
        call -> byTarget.computeIfAbsent(Target.of(call), first -> new ArrayList<>()).add(call));
    Set<CapturedCall<CaptureSettings>> done = Collections.newSetFromMap(new IdentityHashMap<>());
    Map<Target, RuntimeException> failed = new LinkedHashMap<>();
    byTarget.forEach(
        (target, ofOne) -> {
          try {
            keep(target, ofOne);
            done.addAll(ofOne);
          } catch (RuntimeException e) {
            failed.put(target, e);
          }
        });
    if (!done.isEmpty()) {
      failed.forEach((target, why) -> done.addAll(dropped(target, byTarget.get(target), why)));
    }
    queue.done(calls.size(), done);
    if (done.isEmpty()) {
      throw failed.values().iterator().next();
    }
    return queue.waiting() > 0;
  }

  /** The sink is there for others: it is the calls that it fails on, and they hold up nobody. */
  private List<CapturedCall<CaptureSettings>> dropped(
      Target target, List<CapturedCall<CaptureSettings>> calls, RuntimeException why) {
    LOG.warnf("captures of endpoint %s are lost: %s", target.source().endpointId(), why);
    queue.count(target.source(), CaptureCount.ofRefused(calls.size()));
    return calls;
  }

  private void keep(Target target, List<CapturedCall<CaptureSettings>> calls) {
    List<CaptureSink.Row> rows = new ArrayList<>(calls.size());
    List<Prediction> predicted = new ArrayList<>();
    int shortened = 0;
    int unreadable = 0;
    for (CapturedCall<CaptureSettings> call : calls) {
      try {
        CaptureRow row = CaptureRow.of(call);
        rows.add(new CaptureSink.Row(call.inferenceId(), row.json()));
        predicted.addAll(KeptPredictions.of(call, row));
        shortened += row.isShortened() ? 1 : 0;
      } catch (IOException | ProtocolError e) {
        unreadable++;
      }
    }
    CapturedCall.Source source = target.source();
    if (!predicted.isEmpty()) {
      predictions.keep(source.tenantId(), source.endpointId(), predicted);
    }
    try {
      int kept =
          rows.isEmpty()
              ? 0
              : sink.append(source.tenantId(), source.endpointId(), target.collectorId(), rows);
      queue.count(source, CaptureCount.ofKept(kept, Math.min(kept, shortened)));
    } catch (Unavailable later) {
      throw later;
    } catch (Failure refused) {
      LOG.debugf("captures of endpoint %s: %s", source.endpointId(), refused.getMessage());
      queue.count(source, CaptureCount.ofRefused(rows.size()));
    }
    queue.count(source, CaptureCount.ofUnreadable(unreadable));
  }

  /** Keeps what waits, as far as that takes no longer than some seconds; the rest is dropped. */
  @Override
  public void close() {
    loop.close();
    long end = System.nanoTime() + END_PATIENCE.toNanos();
    try {
      while (System.nanoTime() < end && pass()) {
        LOG.debugf("%d captures wait", queue.waiting());
      }
    } catch (RuntimeException e) {
      LOG.warnf("%d captures are lost: %s", queue.waiting(), e.getMessage());
    }
    counting.close();
  }
}
