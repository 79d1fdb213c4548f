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

  /** The program says little; what the machine and the platform say beside it is not more. */
  private static final int LINES = 200;

  /** With what the program begins the line of its reason; nothing else begins so. */
  private static final String PREFIX = "transform: ";

  private static final int MAX_CHARACTERS = 500;
  private final JobLog log;

  TransformLog(JobLog log) {
    this.log = log;
  }

  /**
   * What the program said of why it failed, or else, where it was not the program that ended the
   * job, why that ended as it did; null where neither is known.
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
          .map(LogLine::text)
          .filter(line -> line.startsWith(PREFIX))
          .reduce((first, second) -> second)
          .map(line -> beginning(line.substring(PREFIX.length())))
          .filter(line -> !line.isBlank())
          .orElse(null);
    } catch (RuntimeException e) {
      LOG.debugf("the log of a transform cannot be read: %s", e.getMessage());
      return null;
    }
  }

  private static String beginning(String line) {
    int end = Math.min(MAX_CHARACTERS, line.length());
    boolean splits = end < line.length() && Character.isHighSurrogate(line.charAt(end - 1));
    return line.substring(0, splits ? end - 1 : end).strip();
  }
}
