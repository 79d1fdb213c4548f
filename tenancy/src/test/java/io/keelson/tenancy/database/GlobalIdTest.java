package io.keelson.tenancy.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.Invalid;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GlobalIdTest {
  @Test
  void theExampleOfTheTypeIdSpecificationComesOut() {
    UUID id = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    assertThat(GlobalId.encode("prefix", id)).isEqualTo("prefix_01h455vb4pex5vsknk084sn02q");
    assertThat(GlobalId.decode("id", "prefix", "prefix_01h455vb4pex5vsknk084sn02q")).isEqualTo(id);
  }

  @Test
  void everyIdSurvivesTheRoundTrip() {
    for (int i = 0; i < 1_000; i++) {
      UUID id = i % 2 == 0 ? UUID.randomUUID() : Ids.next();
      assertThat(GlobalId.decode("id", "run", GlobalId.encode("run", id))).isEqualTo(id);
    }
    assertThat(GlobalId.decode("id", "x", GlobalId.encode("x", new UUID(-1, -1))))
        .isEqualTo(new UUID(-1, -1));
    assertThat(GlobalId.decode("id", "x", GlobalId.encode("x", new UUID(0, 0))))
        .isEqualTo(new UUID(0, 0));
  }

  @Test
  void whatIsNoIdOfTheTypeIsRefusedByName() {
    String run = GlobalId.encode("run", Ids.next());
    for (String bad :
        List.of(
            "",
            "run_",
            run.substring(0, run.length() - 1),
            run + "0",
            run.toUpperCase(java.util.Locale.ROOT),
            "run_" + "u".repeat(26),
            "run_8" + "0".repeat(25),
            "job" + run.substring(3),
            "run_" + "é".repeat(26))) {
      assertThatThrownBy(() -> GlobalId.decode("input.runId", "run", bad))
          .isInstanceOf(Invalid.class)
          .hasMessageStartingWith("input.runId: ");
    }
    assertThatThrownBy(() -> GlobalId.decode("input.runId", "run", null))
        .isInstanceOf(Invalid.class);
  }

  @Test
  void namesGiveTheSameIdTwiceAndOtherNamesAnother() {
    assertThat(Ids.fromName("usage", "a", "b")).isEqualTo(Ids.fromName("usage", "a", "b"));
    assertThat(Ids.fromName("usage", "a", "b")).isNotEqualTo(Ids.fromName("usage", "ab", ""));
    assertThat(Ids.fromName("x").version()).isEqualTo(8);
    assertThat(Ids.next().version()).isEqualTo(7);
  }
}
