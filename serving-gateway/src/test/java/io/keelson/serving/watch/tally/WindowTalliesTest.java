package io.keelson.serving.watch.tally;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WindowTalliesTest {
  private static final UUID TENANT = UUID.randomUUID();
  private static final UUID ENDPOINT = UUID.randomUUID();
  private static final UUID MODEL_VERSION = UUID.randomUUID();
  private static final int HOUR = 3_600;

  private static TalliedWindow window(long from) {
    return new TalliedWindow(ENDPOINT, from, HOUR, 1, MODEL_VERSION);
  }

  @Test
  void countsThatCouldNotBeWrittenAreAddedOnce() {
    WindowTallies tallies = new WindowTallies(20, 10);
    TalliedWindow window = window(0);
    RowTally tally = new RowTally(1, new long[] {1, 0, 2, 0, 0, 0}, UnseenInputs.NONE);
    assertThat(tallies.add(TENANT, window, tally)).isTrue();
    Map<TalliedWindow, RowTally> taken = tallies.take(TENANT);
    assertThat(tallies.add(TENANT, window, tally)).isTrue();
    tallies.giveBack(TENANT, taken);
    TalliedWindow next = window(HOUR);

    assertThat(tallies.add(TENANT, next, tally)).as("no room for a tenant's second").isFalse();
    assertThat(tallies.add(UUID.randomUUID(), next, tally)).isTrue();
    assertThat(tallies.take(TENANT).get(window).counts()).containsExactly(2, 0, 4, 0, 0, 0);
  }

  @Test
  void namesInAWindowTakeRoomAndThoseThatFindNoneAreNotCounted() {
    WindowTallies tallies = new WindowTallies(1_000, 100);
    TalliedWindow window = window(0);
    long[] counts = {1, 0, 2, 0, 0, 0};
    for (String name : List.of("a", "b", "a")) {
      RowTally more = new RowTally(1, counts, new UnseenInputs(1, Map.of(name, 1L)));
      assertThat(tallies.add(TENANT, window, more)).isTrue();
    }
    RowTally third = new RowTally(1, counts, new UnseenInputs(1, Map.of("c", 1L)));

    assertThat(tallies.add(TENANT, window, third)).isFalse();
    assertThat(tallies.take(TENANT).get(window).unseen())
        .isEqualTo(new UnseenInputs(3, Map.of("a", 2L, "b", 1L)));
  }
}
