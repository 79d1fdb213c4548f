package io.keelson.api.transform;

import io.keelson.compute.job.JobLog;
import io.keelson.compute.job.LogLine;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jboss.logging.Logger;

/** What the engine said of a statement that it did not run. */
@ApplicationScoped
class TransformLog {
  private static final Logger LOG = Logger.getLogger(TransformLog.class);

  /** The program says little: how many rows it made, or in one line why none. */
  private static final int LINES = 20;

  private static final int MAX_CHARACTERS = 500;
  private final JobLog log;

  TransformLog(JobLog log) {
    this.log = log;
  }

  /**
   * What the program said last of what went wrong, or else why the job ended as it did; null where
   * neither is known.
   *
   * @param finished the payload of JobFinished
   */
  String lastWord(UUID tenantId, JsonObject finished) {
    String said = finished.getString("status").equals("FAILED") ? said(tenantId, finished) : null;
    return said == null ? finished.getString("reason") : said;
  }

  private String said(UUID tenantId, JsonObject finished) {
    try {
      return log.read(tenantId, UUID.fromString(finished.getString("jobId")), null, LINES).stream()
          .filter(line -> line.stream() == LogLine.Stream.ERR)
          .map(line -> line.text().strip())
          .filter(line -> !line.isEmpty())
          .reduce((first, second) -> second)
          .map(line -> line.substring(0, Math.min(MAX_CHARACTERS, line.length())))
          .orElse(null);
    } catch (RuntimeException e) {
      LOG.debugf("the log of a transform cannot be read: %s", e.getMessage());
      return null;
    }
  }
}
