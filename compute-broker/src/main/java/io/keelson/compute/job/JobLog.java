package io.keelson.compute.job;

import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.object.TenantObjects;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What jobs have said, page by page; the topic {@code job/<id>/log} wakes whoever waits for more.
 */
@ApplicationScoped
public class JobLog {
  private static final int MAX_PAGE_LINES = 1_000;
  private static final int CHUNKS_AT_ONCE = 20;
  private static final int MAX_REPLACED = 5;
  private final TenantDatabase database;
  private final TenantObjects objects;

  public JobLog(TenantDatabase database, TenantObjects objects) {
    this.database = database;
    this.objects = objects;
  }

  /** The topic of a job's log. */
  public static String topic(UUID jobId) {
    return "job/" + jobId + "/log";
  }

  /** The order in which {@link #read} finds cursors; null is the beginning. */
  public static int inOrder(String oneCursor, String otherCursor) {
    return Long.compare(number(oneCursor), number(otherCursor));
  }

  /**
   * The lines after the cursor, oldest first; none when there are no more yet.
   *
   * @param afterCursor of the last line seen, or null for the beginning
   * @param limit 1 to 1,000
   * @throws Invalid for a cursor that is none
   */
  public List<LogLine> read(UUID tenantId, UUID jobId, String afterCursor, int limit) {
    Input.range("first", limit, 1, MAX_PAGE_LINES);
    List<LogLine> lines = new ArrayList<>();
    for (int replaced = 0; ; ) {
      int before = lines.size();
      try {
        String after = lines.isEmpty() ? afterCursor : lines.getLast().cursor();
        readOn(tenantId, jobId, after, limit, lines);
      } catch (NotFound e) {
        // Merged with others since its row was read, or the oldest of a service's: look again.
        if (++replaced == MAX_REPLACED) {
          throw new Unavailable("the job's log cannot be read", e);
        }
        continue;
      }
      if (lines.size() == limit || lines.size() == before) {
        return lines;
      }
    }
  }

  private void readOn(
      UUID tenantId, UUID jobId, String afterCursor, int limit, List<LogLine> lines) {
    long last = number(afterCursor);
    for (Row row : chunks(tenantId, jobId, last)) {
      long number = row.getLong("from_line");
      int count = (int) (row.getLong("to_line") - number + 1);
      int seen = (int) Math.max(0, last - number + 1);
      byte[] chunk = bytes(tenantId, row.getString("digest"));
      for (LogLines.Said said : LogLines.decode(chunk, count, seen, limit - lines.size())) {
        last = number + seen++;
        lines.add(said.line(last));
      }
      if (lines.size() == limit) {
        return;
      }
    }
  }

  private Iterable<Row> chunks(UUID tenantId, UUID jobId, long after) {
    return database.read(
        tenantId,
        """
        SELECT from_line, to_line, digest
        FROM compute.log_chunk
        WHERE tenant_id = $1 AND job_id = $2 AND to_line > $3
        ORDER BY to_line
        LIMIT $4
        """,
        tenantId,
        jobId,
        after,
        CHUNKS_AT_ONCE);
  }

  private byte[] bytes(UUID tenantId, String digest) {
    try (InputStream in = objects.open(tenantId, digest)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new Unavailable("the job's log cannot be read", e);
    }
  }

  private static long number(String cursor) {
    if (cursor == null) {
      return 0;
    }
    try {
      return Long.parseUnsignedLong(cursor);
    } catch (NumberFormatException e) {
      throw new Invalid("after", cursor, "the cursor of a log line");
    }
  }
}
