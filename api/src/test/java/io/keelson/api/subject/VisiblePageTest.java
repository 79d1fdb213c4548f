package io.keelson.api.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VisiblePageTest {
  private static final int BATCH = 10;
  private static final int MOST = 30;

  /** Rows 99 to 0, of which the reader may see those below a number. */
  private static VisiblePage.Source<Integer, Integer> below(int visible, List<UUID> asked) {
    return new VisiblePage.Source<>(
        BATCH,
        MOST,
        before -> {
          asked.add(before);
          int from = before == null ? 99 : (int) before.getLeastSignificantBits() - 1;
          return IntStream.rangeClosed(Math.max(0, from - BATCH + 1), from)
              .map(row -> from + Math.max(0, from - BATCH + 1) - row)
              .boxed()
              .toList();
        },
        VisiblePageTest::place,
        rows -> rows.stream().filter(row -> row < visible).toList());
  }

  private static UUID place(int row) {
    return new UUID(0, row);
  }

  @Test
  void endsWithWhatWasAskedFor() {
    VisiblePage<Integer> page = below(100, new ArrayList<>()).read(3, null);
    assertThat(page.items()).containsExactly(99, 98, 97);
    assertThat(page.readTo()).isNull();
  }

  @Test
  void goesOnWhereItStoppedWhenTheReaderMaySeeNothingOfIt() {
    List<UUID> asked = new ArrayList<>();
    VisiblePage.Source<Integer, Integer> source = below(65, asked);
    VisiblePage<Integer> first = source.read(3, null);
    assertThat(first.items()).isEmpty();
    assertThat(first.readTo()).isEqualTo(place(70));
    assertThat(asked).containsExactly(null, place(90), place(80));
    assertThat(source.read(3, first.readTo()).items()).containsExactly(64, 63, 62);
  }

  @Test
  void aPageWithFewerThanWereAskedForSaysHowFarItWasRead() {
    VisiblePage<Integer> page = below(72, new ArrayList<>()).read(3, null);
    assertThat(page.items()).containsExactly(71, 70);
    assertThat(page.readTo()).isEqualTo(place(70));
  }

  @Test
  void theEndIsTheEnd() {
    VisiblePage<Integer> page = below(100, new ArrayList<>()).read(50, place(3));
    assertThat(page.items()).containsExactly(2, 1, 0);
    assertThat(page.readTo()).isNull();
  }
}
