package io.keelson.serving.watch.bins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class BinCountsTest {
  private static final Bins BINS = NumericBins.ofEdges(0, 1);

  private static BinCounts some(Random random) {
    return BinCounts.of(BINS, random.longs(4, 0, 1L << 40).toArray());
  }

  @RepeatedTest(100)
  void countsMergeInAnyOrderAndGrouping(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    BinCounts a = some(random);
    BinCounts b = some(random);
    BinCounts c = some(random);

    assertThat(a.merge(b)).isEqualTo(b.merge(a));
    assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
    assertThat(a.merge(BinCounts.none(BINS))).isEqualTo(a);
    assertThat(a.merge(b).total()).isEqualTo(a.total() + b.total());
  }

  @RepeatedTest(100)
  void itDoesNotMatterWhichGatewayCountedAValue(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    BinTally all = new BinTally(BINS);
    List<BinTally> gateways = List.of(new BinTally(BINS), new BinTally(BINS));
    for (int i = 0; i < 200; i++) {
      double value = random.nextInt(20) == 0 ? Double.NaN : random.nextGaussian();
      all.add(value);
      gateways.get(random.nextInt(2)).add(value);
    }

    assertThat(gateways.get(0).counts().merge(gateways.get(1).counts())).isEqualTo(all.counts());
  }

  @Test
  void countsOfOtherBinsDoNotMerge() {
    BinCounts counts = BinCounts.none(BINS);
    Bins others = NumericBins.ofEdges(0, 2);

    assertThatIllegalArgumentException().isThrownBy(() -> counts.merge(BinCounts.none(others)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BinCounts.fromJson(others, counts.toJson()));
  }

  @Test
  void countsAreWhatCountsCanBe() {
    assertThatIllegalArgumentException().isThrownBy(() -> BinCounts.of(BINS, 1, 2, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> BinCounts.of(BINS, 1, 2, 3, -1));
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> BinCounts.of(BINS, Long.MAX_VALUE, 1, 0, 0));
    for (String counts :
        List.of(
            "[1,2,3]",
            "[1,2,3,null]",
            "[1,2,3,\"4\"]",
            "[1,2,3,4.5]",
            "[1,2,3,9223372036854775808]",
            "7",
            "null")) {
      String text = "{\"bins\":\"%s\",\"counts\":%s}".formatted(BINS.fingerprint(), counts);
      assertThatIllegalArgumentException()
          .as(text)
          .isThrownBy(() -> BinCounts.fromJson(BINS, new JsonObject(text)));
    }
  }
}
