package io.keelson.serving.watch.paired;

import static io.keelson.serving.watch.References.billionth;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.keelson.serving.watch.References;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class McNemarTest {
  private static void same(double value, JsonObject expected, String name) {
    double reference = expected.getDouble(name);
    assertThat(value).as("%s of %s", name, expected).isCloseTo(reference, billionth(reference));
  }

  @Test
  void itSaysWhatStatsmodelsAndSciPySay() {
    for (JsonObject expected : References.of("mcNemar")) {
      McNemar test =
          new McNemar(expected.getInteger("onlyFirst"), expected.getInteger("onlySecond"));

      same(test.exactP(), expected, "exact");
      same(test.midP(), expected, "mid");
      same(test.chiSquare(), expected, "chiSquare");
      same(test.chiSquareP(), expected, "chiSquareP");
    }
  }

  @Test
  void onlyRowsThatTellTheModelsApartCount() {
    boolean[] first = {true, true, false, true, false};
    boolean[] second = {true, false, true, false, false};

    assertThat(McNemar.of(first, second)).isEqualTo(new McNemar(2, 1));
  }

  @Test
  void modelsThatAnswerAlikeDoNotDiffer() {
    McNemar alike = new McNemar(0, 0);

    assertThat(alike.exactP()).isEqualTo(1);
    assertThat(alike.midP()).isEqualTo(1);
    assertThat(alike.chiSquareP()).isEqualTo(1);
  }

  @Test
  void rowsMustBePairs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> McNemar.of(new boolean[2], new boolean[3]));
    assertThatIllegalArgumentException().isThrownBy(() -> new McNemar(-1, 2));
  }
}
