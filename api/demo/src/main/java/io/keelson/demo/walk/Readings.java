package io.keelson.demo.walk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What another instrument reads of the same wines: some measurements by another scale, and each a
 * little off. The same every time.
 */
final class Readings {
  /** By what they are multiplied; the other columns read as before. */
  private static final Map<String, Double> SCALES =
      new TreeMap<>(Map.of("Alcohol", 1.1, "Color_intensity", 2.0, "Hue", 0.7));

  /** Of what is read: a deviation by chance. */
  private static final double OFF = 0.02;

  private static final int SEED = 20_261;
  private final List<String> header;
  private final List<String[]> lines = new ArrayList<>();
  private final Random random = new Random(SEED);

  /**
   * @param csv whose last column is the label
   */
  Readings(DataFile csv) {
    String[] text = new String(csv.bytes(), StandardCharsets.UTF_8).split("\n");
    header = List.of(text[0].split(","));
    for (int line = 1; line < text.length; line++) {
      lines.add(text[line].split(","));
    }
  }

  /** The columns that read differently, sorted. */
  static List<String> shifted() {
    return List.copyOf(SCALES.keySet());
  }

  /** All wines read anew, without their labels, as the model takes them. */
  float[][] features() {
    float[][] features = new float[lines.size()][header.size() - 1];
    for (int row = 0; row < features.length; row++) {
      for (int column = 0; column < features[row].length; column++) {
        double before = Double.parseDouble(lines.get(row)[column]);
        features[row][column] =
            (float) (SCALES.containsKey(header.get(column)) ? read(column, before) : before);
      }
    }
    return features;
  }

  /**
   * The file with all wines as before, and with every second one read anew.
   *
   * @param times how often each of these is read
   */
  DataFile withNew(String name, int times) {
    List<String[]> all = new ArrayList<>(lines);
    for (int time = 0; time < times; time++) {
      all.addAll(anew(0));
    }
    return file(name, all);
  }

  /** The wines between those, read anew. */
  DataFile others(String name) {
    return file(name, anew(1));
  }

  private List<String[]> anew(int from) {
    List<String[]> read = new ArrayList<>();
    for (int line = from; line < lines.size(); line += 2) {
      String[] cells = lines.get(line).clone();
      for (int column = 0; column < cells.length - 1; column++) {
        if (SCALES.containsKey(header.get(column))) {
          double value = read(column, Double.parseDouble(cells[column]));
          cells[column] = String.format(Locale.ROOT, "%.3f", value);
        }
      }
      read.add(cells);
    }
    return read;
  }

  private double read(int column, double value) {
    return value * SCALES.get(header.get(column)) * (1 + OFF * random.nextGaussian());
  }

  private DataFile file(String name, List<String[]> all) {
    StringBuilder text = new StringBuilder(String.join(",", header)).append('\n');
    all.forEach(cells -> text.append(String.join(",", cells)).append('\n'));
    return new DataFile(name, text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
