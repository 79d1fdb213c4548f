package io.keelson.serving.watch.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureTimeTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-27T10:00:00Z, 2026-11-27T10:00:00Z",
    "2026-11-27T10:00:00.000000999Z, 2026-11-27T10:00:00Z",
    "2026-11-27T10:00:00.0000420Z, 2026-11-27T10:00:00.000042Z",
    "2026-11-27T10:00:59.999999999Z, 2026-11-27T10:00:59.999999Z",
    "2026-11-27T10:01:00.5Z, 2026-11-27T10:01:00.500000Z",
    "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
  })
  void isWhatItWasInMicroseconds(String at, String expected) {
    assertThat(CaptureTime.text(Instant.parse(at))).isEqualTo(expected);
  }
}
