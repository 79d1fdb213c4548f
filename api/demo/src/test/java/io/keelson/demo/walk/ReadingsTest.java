package io.keelson.demo.walk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingsTest {
  private static List<String> lines(DataFile file) {
    return new String(file.bytes(), UTF_8).lines().toList();
  }

  @Test
  void noWineIsBothLearntFromAndComparedBy() throws IOException {
    Readings readings = new Readings(DataFile.of("wine.csv"));
    List<String> before = lines(DataFile.of("wine.csv"));

    List<String> learnt = lines(readings.withNew("wine.csv", 2));
    List<String> compared = lines(readings.others("fresh.csv"));

    assertThat(learnt.subList(0, before.size())).isEqualTo(before);
    assertThat(learnt).hasSize(before.size() + 2 * 89);
    assertThat(compared).hasSize(1 + 89).startsWith(before.getFirst());
    for (int i = 0; i < 89; i++) {
      assertThat(proline(learnt.get(before.size() + i))).isEqualTo(proline(before.get(1 + 2 * i)));
      assertThat(proline(compared.get(1 + i))).isEqualTo(proline(before.get(2 + 2 * i)));
    }
  }

  private static String proline(String line) {
    return line.split(",")[12];
  }

  @Test
  void someColumnsReadOtherwiseAndTheRestAsBefore() throws IOException {
    List<String> before = lines(DataFile.of("wine.csv"));
    List<String> header = List.of(before.getFirst().split(","));

    float[][] read = new Readings(DataFile.of("wine.csv")).features();

    assertThat(read).hasDimensions(before.size() - 1, header.size() - 1);
    for (int row = 0; row < read.length; row++) {
      String[] cells = before.get(row + 1).split(",");
      for (int column = 0; column < read[row].length; column++) {
        boolean isShifted = Readings.shifted().contains(header.get(column));
        assertThat(read[row][column] != Float.parseFloat(cells[column]))
            .as(header.get(column))
            .isEqualTo(isShifted);
      }
    }
  }
}
