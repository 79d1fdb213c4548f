package io.keelson.serving.watch.tally;

import io.keelson.serving.protocol.ProtocolError;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import io.keelson.serving.watch.capture.CaptureCount;
import io.keelson.serving.watch.capture.CaptureQueue;
import io.keelson.serving.watch.capture.CapturedCall;
import io.keelson.serving.watch.profile.ReferenceProfile;
import io.keelson.serving.watch.profile.References;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.loop.DueLoop;
import io.keelson.tenancy.loop.WriteBehind;
import io.keelson.tenancy.turns.TenantRounds;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Counts what answered requests asked and were answered in the bins of their models' training
 * profiles, and adds that to the rows of all gateways every five seconds. A gateway that is killed
 * loses what it has counted since.
 */
public final class TallyLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(TallyLoop.class);
  private static final Duration INTERVAL = Duration.ofMillis(200);
  private static final Duration WRITE_INTERVAL = Duration.ofSeconds(5);
  private static final Duration END_PATIENCE = Duration.ofSeconds(5);
  private static final int MAX_BATCH_CALLS = 1_000;
  private static final long MAX_BATCH_BYTES = 1 << 20;

  private static final int MAX_TENANTS = 16;
  private static final int MAX_BATCHES = 20;
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** 32 MiB. */
  private static final int MAX_NUMBERS = 4 << 20;

  private static final int MAX_NUMBERS_PER_TENANT = 1 << 20;

  private final CaptureQueue<DriftTarget> queue;
  private final References references;
  private final WindowTallies tallies = new WindowTallies(MAX_NUMBERS, MAX_NUMBERS_PER_TENANT);
  private final DueLoop loop;
  private final TenantRounds rounds = new TenantRounds("drift counts", MAX_TENANTS, PAUSE);
  private final WriteBehind<Map<TalliedWindow, RowTally>> writing;
  private final WriteBehind<Map<UUID, CaptureCount>> counting;

  public TallyLoop(
      CaptureQueue<DriftTarget> queue,
      TenantDatabase database,
      References references,
      InstantSource clock) {
    this.queue = queue;
    this.references = references;
    TallyRows rows = new TallyRows(database, clock);
    loop = new DueLoop("drift counts", INTERVAL, this::pass).endsWithin(END_PATIENCE);
    queue.whenCrowded(tenantId -> loop.wake());
    writing = new WriteBehind<>("rows of drift windows", WRITE_INTERVAL, tallies, rows::add);
    counting =
        new WriteBehind<>("counts of drift", WRITE_INTERVAL, queue.counts(), rows::addToRules);
  }

  public void start() {
    loop.start();
    writing.start();
    counting.start();
  }

  private boolean pass() {
    for (UUID tenantId : queue.tenants()) {
      rounds.begin(tenantId, () -> round(tenantId));
    }
    return false;
  }

  private void round(UUID tenantId) {
    for (int i = 0; i < MAX_BATCHES; i++) {
      if (loop.isClosed() || !countBatch(tenantId)) {
        return;
      }
    }
    loop.wake();
  }

  /** False when none of the tenant's wait. */
  private boolean countBatch(UUID tenantId) {
    List<CapturedCall<DriftTarget>> calls = queue.first(tenantId, MAX_BATCH_CALLS, MAX_BATCH_BYTES);
    if (calls.isEmpty()) {
      return false;
    }
    Set<CapturedCall<DriftTarget>> done = Collections.newSetFromMap(new IdentityHashMap<>());
    try {
      for (CapturedCall<DriftTarget> call : calls) {
        done.add(call);
        queue.count(call.source(), count(call));
      }
    } finally {
      queue.done(tenantId, calls.size(), done);
    }
    return true;
  }

  private CaptureCount count(CapturedCall<DriftTarget> call) {
    try {
      return counted(call);
    } catch (IOException | ProtocolError e) {
      return CaptureCount.ofUnreadable(1);
    } catch (RuntimeException e) {
      // The profile cannot be read now: nothing waits for that, so that all others go on.
      LOG.debugf("a call of endpoint %s is not counted: %s", call.source().endpointId(), e);
      return CaptureCount.ofNoRoom(1);
    }
  }

  private CaptureCount counted(CapturedCall<DriftTarget> call) throws IOException {
    UUID tenantId = call.source().tenantId();
    Optional<ReferenceProfile> profile =
        references.profile(tenantId, call.settings().modelVersionId());
    if (profile.isEmpty() || !call.request().isWhole() || !call.answer().isWhole()) {
      return CaptureCount.ofUnreadable(1);
    }
    RowTally tally =
        RowCounting.count(
            profile.get(),
            references.knownInputs(tenantId, call.settings().modelVersionId(), profile.get()),
            ModelInferRequest.parseFrom(call.request().content()),
            ModelInferResponse.parseFrom(call.answer().content()));
    TalliedWindow window =
        TalliedWindow.of(
            call.source().endpointId(), call.at(), call.source().revision(), call.settings());
    return tallies.add(tenantId, window, tally)
        ? CaptureCount.ofKept(tally.rows(), 0)
        : CaptureCount.ofNoRoom(1);
  }

  /** Counts all that waits; it is written later. */
  void countAll() {
    long end = System.nanoTime() + END_PATIENCE.toNanos();
    while (queue.waiting() > 0 && System.nanoTime() < end) {
      pass();
      rounds.awaitIdle(END_PATIENCE);
    }
  }

  /** Counts all that waits and writes it now. */
  public void flush() {
    countAll();
    writing.flush();
    counting.flush();
  }

  /** Counts what waits, as far as that takes no longer than some seconds, and writes it. */
  @Override
  public void close() {
    loop.close();
    long end = System.nanoTime() + END_PATIENCE.toNanos();
    boolean isIdle = rounds.awaitIdle(END_PATIENCE);
    for (UUID tenantId : isIdle ? queue.tenants() : List.<UUID>of()) {
      while (System.nanoTime() < end && countBatch(tenantId)) {
        LOG.debugf("%d calls wait to be counted", queue.waiting());
      }
    }
    rounds.close();
    writing.close();
    counting.close();
  }
}
