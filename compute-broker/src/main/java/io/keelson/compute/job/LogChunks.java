package io.keelson.compute.job;

import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.database.UniqueViolation;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.object.ObjectRef;
import io.keelson.tenancy.object.TenantObjects;
import io.vertx.sqlclient.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * The stored chunks of a job's log: a row each, which says how far it reaches, and the object that
 * it names. Sixteen neighbours of about a size become one, those again, up to the size of a chunk:
 * a job that talks for ever leaves as many rows and objects as it has said much. Of a log whose
 * last is kept the oldest chunks go. Not for several threads.
 */
final class LogChunks {
  private static final Logger LOG = Logger.getLogger(LogChunks.class);
  private static final int MERGED_AT_ONCE = 16;

  /**
   * What has been kept for long enough goes by chunks: none holds back lines that are much older.
   */
  private static final Duration MAX_SPAN = Duration.ofDays(1);

  private static final int MAX_REMEMBERED = 16 * MERGED_AT_ONCE;

  private final TenantDatabase database;
  private final TenantObjects objects;
  private final LiveSignals signals;
  private final InstantSource clock;
  private final JobLogWriter.Source source;
  private final LogBounds bounds;

  /** The newest, oldest first. */
  private final List<Chunk> newest = new ArrayList<>();

  /** Whether these are no longer known for certain. */
  private boolean isStale;

  private int nextSeq;
  private long lines;
  private long totalBytes;

  /** How far a chunk reaches: into the attempt's two streams, and in what the job has said. */
  record Reach(long outBytes, long errBytes, long totalBytes) {}

  /**
   * One of them.
   *
   * @param level how often its lines were merged
   * @param made the object as this process has made it; null for one that was there
   */
  private record Chunk(
      int seq,
      int level,
      int attempt,
      long fromLine,
      long toLine,
      Reach reach,
      OffsetDateTime storedAt,
      String digest,
      long sizeBytes,
      TenantObjects.Made made) {}

  LogChunks(
      TenantDatabase database,
      TenantObjects objects,
      LiveSignals signals,
      InstantSource clock,
      JobLogWriter.Source source,
      LogBounds bounds) {
    this.database = database;
    this.objects = objects;
    this.signals = signals;
    this.clock = clock;
    this.source = source;
    this.bounds = bounds;
  }

  /**
   * Takes up where the stored chunks end; those of a later attempt may be behind the attempt's own.
   *
   * @return how far the attempt's own reach, and all of them in what the job has said
   */
  Reach resume() {
    remember();
    Optional<Chunk> last = newest.isEmpty() ? Optional.empty() : Optional.of(newest.getLast());
    nextSeq = last.map(chunk -> chunk.seq() + 1).orElse(0);
    lines = last.map(Chunk::toLine).orElse(0L);
    totalBytes = last.map(chunk -> chunk.reach().totalBytes()).orElse(0L);
    Reach own = last.filter(this::isOwn).map(Chunk::reach).orElseGet(this::ownReach);
    return new Reach(own.outBytes(), own.errBytes(), totalBytes);
  }

  private void remember() {
    newest.clear();
    for (Row row : rows()) {
      newest.addFirst(chunk(row));
    }
    isStale = false;
  }

  private boolean isOwn(Chunk chunk) {
    return chunk.attempt() == source.attempt();
  }

  private Iterable<Row> rows() {
    return database.read(
        source.tenantId(),
        """
        SELECT c.seq, c.level, c.attempt, c.from_line, c.to_line, c.out_offset_bytes, c.err_offset_bytes, c.total_bytes,
          c.created_at, c.digest, coalesce(o.size_bytes, 0) AS size_bytes
        FROM compute.log_chunk c
        LEFT JOIN tenancy.object o ON o.tenant_id = c.tenant_id AND o.digest = c.digest
        WHERE c.tenant_id = $1 AND c.job_id = $2
        ORDER BY c.seq DESC
        LIMIT $3
        """,
        source.tenantId(),
        source.jobId(),
        MAX_REMEMBERED);
  }

  private static Chunk chunk(Row row) {
    return new Chunk(
        row.getInteger("seq"),
        row.getInteger("level"),
        row.getInteger("attempt"),
        row.getLong("from_line"),
        row.getLong("to_line"),
        new Reach(
            row.getLong("out_offset_bytes"),
            row.getLong("err_offset_bytes"),
            row.getLong("total_bytes")),
        row.getOffsetDateTime("created_at"),
        row.getString("digest"),
        row.getLong("size_bytes"),
        null);
  }

  private Reach ownReach() {
    var rows =
        database
            .read(
                source.tenantId(),
                """
                SELECT out_offset_bytes, err_offset_bytes
                FROM compute.log_chunk
                WHERE tenant_id = $1 AND job_id = $2 AND attempt = $3
                ORDER BY seq DESC
                LIMIT 1
                """,
                source.tenantId(),
                source.jobId(),
                source.attempt())
            .iterator();
    if (!rows.hasNext()) {
      return new Reach(0, 0, 0);
    }
    Row row = rows.next();
    return new Reach(row.getLong("out_offset_bytes"), row.getLong("err_offset_bytes"), 0);
  }

  /** How much the job has said by what is stored. */
  long totalBytes() {
    return totalBytes;
  }

  /**
   * Stores lines behind the others.
   *
   * @param room has a say in the transaction that makes the object
   * @throws QuotaExceeded out of the room; nothing is stored then
   * @throws UniqueViolation when somebody else has stored lines meanwhile: {@link #resume}
   */
  void add(byte[] encoded, int count, Reach reach, BiConsumer<Transaction, ObjectRef> room) {
    if (isStale) {
      remember();
    }
    Chunk chunk =
        stored(encoded, nextSeq, 0, source.attempt(), lines + 1, lines + count, reach, now(), room);
    List<Chunk> gone = new ArrayList<>();
    database.transact(
        source.tenantId(),
        tx -> {
          insert(tx, chunk);
          gone.clear();
          gone.addAll(removeOldest(tx, reach.totalBytes()));
          tx.afterCommit(() -> signals.signal(source.tenantId(), JobLog.topic(source.jobId())));
          return null;
        });
    nextSeq++;
    lines += count;
    totalBytes = reach.totalBytes();
    newest.add(chunk);
    newest.removeAll(gone);
    abandon(gone);
    merge();
    while (newest.size() > MAX_REMEMBERED) {
      newest.removeFirst();
    }
  }

  private Chunk stored(
      byte[] encoded,
      int seq,
      int level,
      int attempt,
      long fromLine,
      long toLine,
      Reach reach,
      OffsetDateTime storedAt,
      BiConsumer<Transaction, ObjectRef> room) {
    List<TenantObjects.Made> made = new ArrayList<>(1);
    ObjectRef ref =
        objects.putBytes(
            source.tenantId(),
            encoded,
            (tx, object) -> {
              room.accept(tx, object);
              made.clear();
              made.add(TenantObjects.made(tx, object));
            });
    return new Chunk(
        seq,
        level,
        attempt,
        fromLine,
        toLine,
        reach,
        storedAt,
        ref.digest(),
        ref.sizeBytes(),
        made.isEmpty() ? null : made.getFirst());
  }

  private void insert(Transaction tx, Chunk chunk) {
    tx.update(
        """
        INSERT INTO compute.log_chunk (tenant_id, job_id, seq, level, attempt, from_line, to_line, out_offset_bytes,
          err_offset_bytes, total_bytes, digest, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """,
        source.tenantId(),
        source.jobId(),
        chunk.seq(),
        chunk.level(),
        chunk.attempt(),
        chunk.fromLine(),
        chunk.toLine(),
        chunk.reach().outBytes(),
        chunk.reach().errBytes(),
        chunk.reach().totalBytes(),
        chunk.digest(),
        chunk.storedAt());
  }

  /** Those of the remembered ones that go with it. */
  private List<Chunk> removeOldest(Transaction tx, long saidBytes) {
    long beginsAtBytes = saidBytes - bounds.maxBytes();
    if (!bounds.keepsLast() || beginsAtBytes <= 0) {
      return List.of();
    }
    tx.update(
        "DELETE FROM compute.log_chunk WHERE tenant_id = $1 AND job_id = $2 AND total_bytes <= $3",
        source.tenantId(),
        source.jobId(),
        beginsAtBytes);
    return newest.stream().filter(chunk -> chunk.reach().totalBytes() <= beginsAtBytes).toList();
  }

  /** Whoever reads the replaced chunks meanwhile finds them gone, and looks for the rows again. */
  private void merge() {
    List<Chunk> run = mergeable();
    while (!run.isEmpty()) {
      try {
        replace(run);
      } catch (RuntimeException e) {
        // They stay as they are, and are tried again with the next chunk: the log is whole.
        LOG.debugf(e, "chunks of the log of job %s are not merged", source.jobId());
        isStale = true;
        return;
      }
      run = mergeable();
    }
  }

  private List<Chunk> mergeable() {
    int size = newest.size();
    if (size < MERGED_AT_ONCE) {
      return List.of();
    }
    List<Chunk> run = List.copyOf(newest.subList(size - MERGED_AT_ONCE, size));
    boolean alike =
        run.stream().allMatch(chunk -> chunk.level() == run.getLast().level() && isOwn(chunk));
    long bytes = run.stream().mapToLong(Chunk::sizeBytes).sum();
    Duration span = Duration.between(run.getFirst().storedAt(), run.getLast().storedAt());
    return alike && bytes <= bounds.chunkBytes() && span.compareTo(MAX_SPAN) <= 0 ? run : List.of();
  }

  private void replace(List<Chunk> run) {
    Chunk first = run.getFirst();
    Chunk last = run.getLast();
    Chunk merged =
        stored(
            encoded(run),
            last.seq(),
            last.level() + 1,
            last.attempt(),
            first.fromLine(),
            last.toLine(),
            last.reach(),
            last.storedAt(),
            (tx, object) -> {}); // the same bytes as before: they take no more room for long
    database.transact(
        source.tenantId(),
        tx -> {
          int removed =
              tx.update(
                  "DELETE FROM compute.log_chunk WHERE tenant_id = $1 AND job_id = $2 AND seq BETWEEN $3 AND $4",
                  source.tenantId(),
                  source.jobId(),
                  first.seq(),
                  last.seq());
          if (removed != run.size()) {
            throw new IllegalStateException(
                "chunks that were merged: " + removed + " (expected: " + run.size() + ")");
          }
          insert(tx, merged);
          return null;
        });
    newest.removeAll(run);
    newest.add(merged);
    abandon(run);
  }

  private byte[] encoded(List<Chunk> run) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Chunk chunk : run) {
      int count = (int) (chunk.toLine() - chunk.fromLine() + 1);
      List<LogLines.Said> said = LogLines.decode(bytes(chunk), count);
      if (said.size() != count) {
        throw new IllegalStateException("lines: " + said.size() + " (expected: " + count + ")");
      }
      said.forEach(line -> all.writeBytes(line.encoded().getBytes(StandardCharsets.UTF_8)));
    }
    return all.toByteArray();
  }

  private byte[] bytes(Chunk chunk) {
    try (InputStream in = objects.open(source.tenantId(), chunk.digest())) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("a chunk cannot be read", e);
    }
  }

  /** What this process has not made itself goes later, with all that nothing names. */
  private void abandon(List<Chunk> chunks) {
    List<TenantObjects.Made> made =
        chunks.stream().map(Chunk::made).filter(one -> one != null).toList();
    if (made.isEmpty()) {
      return;
    }
    try {
      objects.abandon(source.tenantId(), made);
    } catch (RuntimeException e) {
      LOG.debugf(
          "%d chunks of tenant %s go later: %s", made.size(), source.tenantId(), e.getMessage());
    }
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
