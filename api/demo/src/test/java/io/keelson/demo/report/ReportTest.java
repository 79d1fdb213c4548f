package io.keelson.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private Report report(boolean terminal) {
    return new Report(out, terminal, List.of("short", "much longer"));
  }

  @Test
  void alignsLinesAndIndentsDetails() {
    Report report = report(false);
    report.begin("short");
    report.end("short", Outcome.CHECKED, Duration.ofMillis(1234), "fine", List.of("a detail"));
    report.end("much longer", Outcome.FAILED, Duration.ofMillis(20), "no", List.of());
    report.close(Duration.ofMillis(2000));
    assertThat(text().lines())
        .containsExactly(
            "  ✓   1  short          1.23 s  fine",
            "         a detail",
            "  ✗   2  much longer    0.02 s  no",
            "",
            "  1 of 2 steps checked, 1 failed in 2.0 s");
  }

  @Test
  void usesColoursOnATerminalOnly() {
    report(false).end("short", Outcome.CHECKED, Duration.ZERO, "fine", List.of());
    assertThat(text()).doesNotContain("\u001b");
    report(true).end("short", Outcome.CHECKED, Duration.ZERO, "fine", List.of());
    assertThat(text()).contains("\u001b[32m✓\u001b[0m");
  }

  @Test
  void whatWasLeftOutIsNoFailure() {
    Report report = report(false);
    report.end("short", Outcome.CHECKED, Duration.ZERO, "fine", List.of());
    report.end("much longer", Outcome.LEFT_OUT, Duration.ZERO, "left out: no Python", List.of());
    assertThat(report.allChecked()).isTrue();
    report.close(Duration.ZERO);
    assertThat(text()).contains("1 of 2 steps checked, 1 left out");
  }

  @Test
  void aStepThatWasNotReachedIsAFailure() {
    Report report = report(false);
    report.end("short", Outcome.CHECKED, Duration.ZERO, "fine", List.of());
    report.end("much longer", Outcome.NOT_REACHED, Duration.ZERO, "not reached", List.of());
    assertThat(report.allChecked()).isFalse();
  }

  @Test
  void nothingAtAllIsNoSuccess() {
    assertThat(report(false).allChecked()).isFalse();
  }

  @Test
  void tablesAlignEachColumn() {
    Table table = new Table("<>").row("name", "n").row("a", 100).row("much longer", null);
    assertThat(table.lines())
        .containsExactly("name           n", "a            100", "much longer");
  }
}
