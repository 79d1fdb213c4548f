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
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings what one attempt of a job says into the object store, in chunks of at most 64 KiB or a
 * second. Whatever is stored says how far it reaches, so that after a crash no line is lost and
 * none is there twice. Where the tenant has no room left the log is cut, as at its limit, and says
 * so. Not for several threads.
 */
public final class JobLogWriter {
  private static final int MAX_CHUNK_BYTES = 64 << 10;
  private static final int MAX_WAITING_BYTES = 1 << 20;
  private static final Duration MAX_WAIT = Duration.ofSeconds(1);

  /** Which attempt of which job, and the files of its two streams. */
  public record Source(UUID tenantId, UUID jobId, int attempt, Path out, Path err) {}

  private record Waiting(LogLines.Said said, int bytes, long outToBytes, long errToBytes) {}

  private final TenantDatabase database;
  private final TenantObjects objects;
  private final Quotas quotas;
  private final LiveSignals signals;
  private final InstantSource clock;
  private final Source source;
  private final long maxBytes;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private StreamLines out;
  private StreamLines err;
  private int nextSeq;
  private long lines;
  private long storedBytes;
  private long takenBytes;
  private int waitingBytes;
  private long waitingSinceMs;
  private boolean complete;
  private boolean roomIsOut;

  /**
   * @param maxBytes of the job's whole log; then a line says that it was cut
   */
  public JobLogWriter(
      TenantDatabase database,
      TenantObjects objects,
      Quotas quotas,
      LiveSignals signals,
      InstantSource clock,
      Source source,
      long maxBytes) {
    this.database = database;
    this.objects = objects;
    this.quotas = quotas;
    this.signals = signals;
    this.clock = clock;
    this.source = source;
    this.maxBytes = maxBytes;
  }

  /** Takes up where the stored chunks end; those of a later attempt may be behind its own. */
  private void resume() {
    var rows =
        database
            .read(
                source.tenantId(),
                """
                SELECT latest.seq, latest.to_line, latest.total_bytes,
                  coalesce(own.out_offset_bytes, 0) AS out_offset_bytes,
                  coalesce(own.err_offset_bytes, 0) AS err_offset_bytes
                FROM (
                  SELECT seq, to_line, total_bytes
                  FROM compute.log_chunk
                  WHERE tenant_id = $1 AND job_id = $2
                  ORDER BY seq DESC
                  LIMIT 1
                ) AS latest
                LEFT JOIN (
                  SELECT out_offset_bytes, err_offset_bytes
                  FROM compute.log_chunk
                  WHERE tenant_id = $1 AND job_id = $2 AND attempt = $3
                  ORDER BY seq DESC
                  LIMIT 1
                ) AS own ON true
                """,
                source.tenantId(),
                source.jobId(),
                source.attempt())
            .iterator();
    Optional<Row> last = rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
    nextSeq = last.map(row -> row.getInteger("seq") + 1).orElse(0);
    lines = last.map(row -> row.getLong("to_line")).orElse(0L);
    storedBytes = last.map(row -> row.getLong("total_bytes")).orElse(0L);
    takenBytes = storedBytes;
    waiting.clear();
    waitingBytes = 0;
    complete = false;
    roomIsOut = false;
    out =
        new StreamLines(source.out(), last.map(row -> row.getLong("out_offset_bytes")).orElse(0L));
    err =
        new StreamLines(source.err(), last.map(row -> row.getLong("err_offset_bytes")).orElse(0L));
  }

  /** Reads what is new and stores what is due. Errors leave everything as it was: call again. */
  public void poll() {
    readMore();
    while (waitingBytes >= MAX_CHUNK_BYTES) {
      store();
    }
    if (!waiting.isEmpty() && clock.millis() - waitingSinceMs >= MAX_WAIT.toMillis()) {
      store();
    }
  }

  private boolean readMore() {
    if (out == null) {
      resume();
    }
    boolean any = false;
    try {
      while (!cut() && waitingBytes < MAX_WAITING_BYTES) {
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

  private boolean cut() {
    return takenBytes >= maxBytes;
  }

  private void take(LogLine.Stream stream, String text) {
    if (cut()) {
      return;
    }
    int bytes = text.getBytes(StandardCharsets.UTF_8).length + 1;
    if (takenBytes + bytes >= maxBytes) {
      takenBytes = maxBytes;
      enqueue(LogLine.Stream.ERR, "the log is cut here: its limit is " + maxBytes + " bytes");
      return;
    }
    takenBytes += bytes;
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
    while (readMore()) {
      while (waitingBytes >= MAX_CHUNK_BYTES) {
        store();
      }
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
      if (count > 0 && bytes + line.bytes() > MAX_CHUNK_BYTES) {
        break;
      }
      chunk.append(line.said().encoded());
      bytes += line.bytes();
      last = line;
      count++;
    }
    ObjectRef ref;
    try {
      ref =
          objects.putBytes(
              source.tenantId(),
              chunk.toString().getBytes(StandardCharsets.UTF_8),
              this::requireRoom);
    } catch (QuotaExceeded e) {
      cutFor(e);
      return;
    }
    boolean all = count == waiting.size();
    long totalBytes = all ? takenBytes : Math.min(storedBytes + bytes, takenBytes);
    try {
      insert(last, count, totalBytes, ref);
    } catch (UniqueViolation e) {
      resume(); // it was stored after all, or by whoever has the lease now
      return;
    }
    nextSeq++;
    lines += count;
    storedBytes = totalBytes;
    waitingBytes -= bytes;
    waitingSinceMs = clock.millis();
    for (int i = 0; i < count; i++) {
      waiting.remove();
    }
  }

  /** The line that says why nothing follows is stored in any case. */
  private void requireRoom(Transaction tx, ObjectRef stored) {
    if (!roomIsOut) {
      quotas.require(tx, QuotaName.STORED_BYTES, stored.sizeBytes());
    }
  }

  private void cutFor(QuotaExceeded reason) {
    roomIsOut = true;
    waiting.clear();
    waitingBytes = 0;
    takenBytes = maxBytes;
    enqueue(LogLine.Stream.ERR, "the log is cut here: " + reason.getMessage());
  }

  private void insert(Waiting last, int count, long totalBytes, ObjectRef ref) {
    database.transact(
        source.tenantId(),
        tx -> {
          tx.update(
              """
              INSERT INTO compute.log_chunk (tenant_id, job_id, seq, attempt, from_line, to_line, out_offset_bytes,
                err_offset_bytes, total_bytes, digest, created_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
              """,
              source.tenantId(),
              source.jobId(),
              nextSeq,
              source.attempt(),
              lines + 1,
              lines + count,
              last.outToBytes(),
              last.errToBytes(),
              totalBytes,
              ref.digest(),
              OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
          tx.afterCommit(() -> signals.signal(source.tenantId(), JobLog.topic(source.jobId())));
          return null;
        });
  }
}
