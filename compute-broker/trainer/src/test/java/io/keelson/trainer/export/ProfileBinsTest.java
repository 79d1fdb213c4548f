package io.keelson.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProfileBinsTest {
  /** Of all features together, the prediction among them; a gateway refuses a profile with more. */
  private static final int GATEWAY_TAKES = 8_192;

  private static int bins(int features, int labels) {
    int numbers = labels == 0 ? features + 1 : features;
    int ofPrediction = labels == 0 ? 0 : labels + 2;
    return numbers * (ProfileBins.wanted(numbers, labels) + 2) + ofPrediction;
  }

  @Test
  void noMoreBinsThanAGatewayTakes() {
    for (int labels = 0; labels <= 1_000; labels++) {
      for (int features : new int[] {1, 300, 325, 370, 371, 372, 373, 598}) {
        assertThat(bins(features, labels))
            .as("%d features, %d labels", features, labels)
            .isLessThanOrEqualTo(GATEWAY_TAKES);
      }
    }
  }

  @Test
  void numbersHaveManyBinsWhereTheyFit() {
    assertThat(ProfileBins.wanted(371, 28)).isEqualTo(20);
    assertThat(ProfileBins.wanted(371, 29)).isEqualTo(10);
    assertThat(ProfileBins.wanted(372, 0)).isEqualTo(20);
    assertThat(ProfileBins.wanted(373, 0)).isEqualTo(10);
  }
}
