package io.keelson.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BenchResultTest {
  @Test
  void theResultIsOneLineOfJsonWithTheRatioAgainstItsBar() {
    BenchResult result = new BenchResult("gateway", 0.61234, 0.6).add("requests_per_s", 38600.13);

    assertThat(result.json())
        .isEqualTo(
            "{\"bench\":\"gateway\",\"ratio\":0.6123,\"bar\":0.6,\"passed\":true,\"requests_per_s\":38600.0}");
  }

  @Test
  void aFurtherBarThatIsNotHeldFailsTheRun() {
    BenchResult result =
        new BenchResult("upload", 1, 0.4).require("heap_growth_within_64_mib", false);

    assertThat(result.json()).contains("\"passed\":false");
  }

  @Test
  void aRatioBelowTheBarIsNotRoundedUpToIt() {
    assertThat(new BenchResult("gateway", 0.59999, 0.6).json()).contains("\"passed\":false");
  }
}
