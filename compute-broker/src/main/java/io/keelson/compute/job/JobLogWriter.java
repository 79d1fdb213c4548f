package io.keelson.compute.job;

import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.database.UniqueViolation;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.object.ObjectRef;
import io.keelson.tenancy.object.TenantObjects;
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.quota.Quotas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/**
 * Brings what one attempt of a job says into the object store, in chunks: what was said waits for
 * more for a second, and longer while the job goes on talking. Whatever is stored says how far it
 * reaches, so that after a crash no line is lost and none is there twice. The log of a task is cut
 * at its bound, and says so; of a service's the last is kept. Where the tenant has no room left
 * either is cut. Not for several threads.
 */
public final class JobLogWriter {
  /** While so much waits, no more is read. */
  private static final int WAITING_CHUNKS = 2;

  /** Which attempt of which job, and the files of its two streams. */
  public record Source(UUID tenantId, UUID jobId, int attempt, Path out, Path err) {}

  private record Waiting(LogLines.Said said, int bytes, long outToBytes, long errToBytes) {}

  private final Quotas quotas;
  private final InstantSource clock;
  private final Source source;
  private final LogBounds bounds;
  private final LogChunks chunks;
  private final ReadAllowance allowance;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private StreamLines out;
  private StreamLines err;
  private long takenBytes;
  private int waitingBytes;
  private long waitingSinceMs;
  private long waitMs;
  private long storedAtMs;
  private long noRoomUntilMs;
  private boolean ending;
  private boolean complete;

  public JobLogWriter(
      TenantDatabase database,
      TenantObjects objects,
      Quotas quotas,
      LiveSignals signals,
      InstantSource clock,
      Source source,
      LogBounds bounds) {
    this.quotas = quotas;
    this.clock = clock;
    this.source = source;
    this.bounds = bounds;
    this.chunks = new LogChunks(database, objects, signals, clock, source, bounds);
    this.allowance = new ReadAllowance(clock, bounds.bytesPerS());
    this.waitMs = bounds.leastWait().toMillis();
  }

  /** Takes up where the stored chunks end; those of a later attempt may be behind its own. */
  private void resume() {
    LogChunks.Reach reach = chunks.resume();
    takenBytes = reach.totalBytes();
    waiting.clear();
    waitingBytes = 0;
    complete = false;
    noRoomUntilMs = 0;
    out = new StreamLines(source.out(), reach.outBytes(), this::skipped);
    err = new StreamLines(source.err(), reach.errBytes(), this::skipped);
  }

  /** Reads what is new and stores what is due. Errors leave everything as it was: call again. */
  public void poll() {
    allowance.refill();
    readMore();
    storeFull();
    if (!waiting.isEmpty() && clock.millis() - waitingSinceMs >= waitMs) {
      store();
    }
  }

  private void storeFull() {
    while (waitingBytes >= bounds.chunkBytes()) {
      store();
    }
  }

  private boolean readMore() {
    if (out == null) {
      resume();
    }
    boolean any = false;
    try {
      while (!cut() && waitingBytes < maxWaitingBytes() && (ending || allowance.isLeft())) {
        boolean outRead = out.read(line -> take(LogLine.Stream.OUT, line));
        boolean errRead = err.read(line -> take(LogLine.Stream.ERR, line));
        if (!outRead && !errRead) {
          break;
        }
        any = true;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the job's streams cannot be read", e);
    }
    return any;
  }

  private int maxWaitingBytes() {
    return WAITING_CHUNKS * bounds.chunkBytes();
  }

  private boolean cut() {
    return roomIsOut() || (!bounds.keepsLast() && takenBytes >= bounds.maxBytes());
  }

  private void skipped(long bytes) {
    enqueue(
        LogLine.Stream.ERR,
        bytes + " bytes of the log are missing here: they were not stored in time");
  }

  private void take(LogLine.Stream stream, String text) {
    if (cut()) {
      return;
    }
    int bytes = text.getBytes(StandardCharsets.UTF_8).length + 1;
    if (!bounds.keepsLast() && takenBytes + bytes >= bounds.maxBytes()) {
      takenBytes = bounds.maxBytes();
      enqueue(
          LogLine.Stream.ERR, "the log is cut here: its limit is " + bounds.maxBytes() + " bytes");
      return;
    }
    takenBytes += bytes;
    allowance.take(bytes);
    enqueue(stream, text);
  }

  private void enqueue(LogLine.Stream stream, String text) {
    if (waiting.isEmpty()) {
      waitingSinceMs = clock.millis();
    }
    LogLines.Said said = new LogLines.Said(clock.millis(), stream, text);
    int bytes = said.encoded().getBytes(StandardCharsets.UTF_8).length;
    waiting.add(new Waiting(said, bytes, out.takenToBytes(), err.takenToBytes()));
    waitingBytes += bytes;
  }

  /**
   * Stores all that is left, with remarks of the platform behind it. Errors leave everything as it
   * was: call again, with the same remarks.
   */
  public void finish(Iterable<String> remarks) {
    while (!complete || !waiting.isEmpty()) {
      if (!complete) {
        complete(remarks);
      }
      while (!waiting.isEmpty()) {
        store();
      }
    }
  }

  private void complete(Iterable<String> remarks) {
    ending = true;
    while (readMore()) {
      storeFull();
    }
    out.end(line -> take(LogLine.Stream.OUT, line));
    err.end(line -> take(LogLine.Stream.ERR, line));
    remarks.forEach(remark -> take(LogLine.Stream.ERR, remark));
    complete = true;
  }

  private void store() {
    StringBuilder chunk = new StringBuilder();
    int count = 0;
    int bytes = 0;
    Waiting last = null;
    for (Waiting line : waiting) {
      if (count > 0 && bytes + line.bytes() > bounds.chunkBytes()) {
        break;
      }
      chunk.append(line.said().encoded());
      bytes += line.bytes();
      last = line;
      count++;
    }
    boolean all = count == waiting.size();
    long totalBytes = all ? takenBytes : Math.min(chunks.totalBytes() + bytes, takenBytes);
    try {
      chunks.add(
          chunk.toString().getBytes(StandardCharsets.UTF_8),
          count,
          new LogChunks.Reach(last.outToBytes(), last.errToBytes(), totalBytes),
          this::requireRoom);
    } catch (QuotaExceeded e) {
      cutFor(e);
      return;
    } catch (UniqueViolation e) {
      resume(); // it was stored after all, or by whoever has the lease now
      return;
    }
    waitingBytes -= bytes;
    for (int i = 0; i < count; i++) {
      waiting.remove();
    }
    planNext();
  }

  /** A job that goes on talking is stored in larger chunks, one that says little at once. */
  private void planNext() {
    long nowMs = clock.millis();
    boolean goesOn = nowMs - storedAtMs <= 2 * waitMs;
    waitMs =
        goesOn ? Math.min(2 * waitMs, bounds.maxWait().toMillis()) : bounds.leastWait().toMillis();
    storedAtMs = nowMs;
    waitingSinceMs = nowMs;
  }

  /** The line that says why nothing follows is stored in any case. */
  private void requireRoom(Transaction tx, ObjectRef stored) {
    if (!roomIsOut()) {
      quotas.require(tx, QuotaName.STORED_BYTES, stored.sizeBytes());
    }
  }

  private boolean roomIsOut() {
    return clock.millis() < noRoomUntilMs;
  }

  private void cutFor(QuotaExceeded reason) {
    noRoomUntilMs =
        bounds.keepsLast() ? clock.millis() + bounds.roomPause().toMillis() : Long.MAX_VALUE;
    waiting.clear();
    waitingBytes = 0;
    takenBytes = Math.max(takenBytes, bounds.maxBytes());
    enqueue(LogLine.Stream.ERR, "the log is cut here: " + reason.getMessage());
  }
}
