package io.keelson.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class H2LoadTest {
  private static final String OUTPUT =
      """
      finished in 8.03s, 38600.13 req/s, 7.67MB/s
      requests: 512 total, 576 started, 512 done, 512 succeeded, 0 failed, 0 errored, 0 timeout
      status codes: 512 2xx, 0 3xx, 0 4xx, 0 5xx
      traffic: 62.00KB (63488) total, 1.66KB (1696) headers (space savings 93.87%), 41.00KB (41984) data
      """;

  @Test
  void aCleanRunIsReadWithTheMeanSizeOfItsAnswers() {
    assertThat(H2Load.parse(OUTPUT)).isEqualTo(new H2Load.Load(38600.13, 512, 82.0));
  }

  @Test
  void oneRefusalInAThousandShowsInTheSizeOfTheAnswers() {
    new H2Load.Load(1, 1_000, 82.0).requireAnswersOf(82);
    new H2Load.Load(1, 1_000, 82.4).requireAnswersOf(82);

    assertThatThrownBy(() -> new H2Load.Load(1, 1_000, 81.9).requireAnswersOf(82))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new H2Load.Load(1, 1_000, 90).requireAnswersOf(82))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anyFailureOrOtherStatusFailsTheRun() {
    for (String broken :
        new String[] {
          OUTPUT.replace("0 failed", "1 failed"),
          OUTPUT.replace("0 timeout", "3 timeout"),
          OUTPUT.replace("0 4xx", "7 4xx"),
          OUTPUT.replace("0 5xx", "7 5xx"),
          OUTPUT.replace("512 2xx", "0 2xx"),
          ""
        }) {
      assertThatThrownBy(() -> H2Load.parse(broken)).isInstanceOf(IllegalStateException.class);
    }
  }
}
