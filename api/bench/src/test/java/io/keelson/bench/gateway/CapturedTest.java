package io.keelson.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.serving.watch.capture.CaptureCount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapturedTest {
  @TempDir Path folder;

  private Captured said(CaptureCount... counts) throws Exception {
    Path log = folder.resolve("gateway.log");
    List<String> lines = List.of(counts).stream().map(count -> Captured.of(count).line(1)).toList();
    String others = new Captured(9, 9).line(0) + "\n" + new Captured(9, 9).line(11) + "\n";
    Files.writeString(log, "WARNING: something else\n" + others + String.join("\n", lines) + "\n");
    return Captured.in(log, 1);
  }

  @Test
  void aGatewayThatKeepsAllShedsNothing() throws Exception {
    Captured all = said(CaptureCount.ofKept(700, 3), CaptureCount.ofKept(300, 0));
    assertThat(all).isEqualTo(new Captured(1_000, 0));
    assertThat(all.isAllOf(1_000)).isTrue();
    assertThat(all.isAllOf(1_001)).as("one is not accounted for").isFalse();
  }

  @Test
  void whateverIsNotKeptIsDropped() throws Exception {
    Captured some =
        said(
            CaptureCount.ofKept(1_000, 0),
            CaptureCount.ofNoRoom(1),
            CaptureCount.ofRefused(2),
            CaptureCount.ofUnreadable(3));
    assertThat(some).isEqualTo(new Captured(1_000, 6));
    assertThat(some.isAllOf(1_000)).isFalse();
  }
}
