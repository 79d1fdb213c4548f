package io.keelson.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostileInputLogTest {
  private final List<String> lines = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final HostileInputLog log = new HostileInputLog(() -> now, lines::add);

  @Test
  void aFloodIsAFewLinesASecondAndTheNextSaysHowManyWereLeftOut() {
    for (int i = 0; i < 900; i++) {
      log.note("r" + i, "body: too deep");
    }
    assertThat(lines).hasSize(HostileInputLog.MAX_LINES_PER_SECOND);
    assertThat(lines.getFirst()).isEqualTo("request r0 was refused: body: too deep");
    now = now.plusSeconds(1);
    log.note("later", "body: too deep");
    assertThat(lines.getLast())
        .isEqualTo("request later was refused: body: too deep (and 895 more like it before)");
  }

  @Test
  void whatIsWrittenIsOneShortLine() {
    log.note("r", "a\r\nb" + "x".repeat(10_000));
    assertThat(lines.getFirst()).startsWith("request r was refused: a  bx").hasSizeLessThan(400);
    assertThat(lines.getFirst()).doesNotContain("\n", "\r");
  }
}
