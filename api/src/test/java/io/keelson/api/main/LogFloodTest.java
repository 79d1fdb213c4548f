package io.keelson.api.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;

class LogFloodTest {
  private static final int FLOOD = 900;
  private final LogFlood flood = new LogFlood();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private ExtLogRecord line(Level level, String logger, Throwable thrown) {
    ExtLogRecord line = new ExtLogRecord(level, "failed: %s", ExtLogRecord.FormatStyle.PRINTF, "");
    line.setLoggerName(logger);
    line.setParameters(new Object[] {"{100 %}"});
    line.setThrown(thrown);
    line.setInstant(now);
    return line;
  }

  private List<ExtLogRecord> admitted(Level level, String logger, Throwable thrown) {
    List<ExtLogRecord> admitted = new ArrayList<>();
    for (int i = 0; i < FLOOD; i++) {
      ExtLogRecord line = line(level, logger, thrown);
      if (flood.isLoggable(line)) {
        admitted.add(line);
      }
    }
    return admitted;
  }

  @Test
  void aFloodIsAFewLinesASecondAndFewerTraces() {
    List<ExtLogRecord> lines = admitted(Level.SEVERE, "door", new IllegalStateException("why"));

    assertThat(lines).hasSize(LogFlood.MAX_RECORDS);
    assertThat(lines.subList(0, LogFlood.MAX_TRACES)).allMatch(line -> line.getThrown() != null);
    assertThat(lines.subList(LogFlood.MAX_TRACES, lines.size()))
        .allMatch(line -> line.getThrown() == null);
    assertThat(lines.getLast().getFormattedMessage())
        .isEqualTo("failed: {100 %}: java.lang.IllegalStateException: why");
  }

  @Test
  void theNextSecondSaysHowManyWereLeftOut() {
    admitted(Level.WARNING, "door", null);
    now = now.plusSeconds(1);
    ExtLogRecord next = line(Level.WARNING, "door", null);

    assertThat(flood.isLoggable(next)).isTrue();
    assertThat(next.getFormattedMessage())
        .isEqualTo(
            "failed: {100 %}"
                + (" (and " + (FLOOD - LogFlood.MAX_RECORDS) + " more of these before)"));
    assertThat(line(Level.WARNING, "door", null).getFormattedMessage())
        .isEqualTo("failed: {100 %}");
  }

  @Test
  void otherLoggersAndWhatIsNoWarningAreLeftAlone() {
    admitted(Level.SEVERE, "door", null);

    assertThat(flood.isLoggable(line(Level.SEVERE, "broker", null))).isTrue();
    assertThat(admitted(Level.INFO, "door", null)).hasSize(FLOOD);
  }
}
