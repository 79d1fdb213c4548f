package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.keelson.demo.door.Predictions;
import io.keelson.demo.step.Check;
import java.io.IOException;
import java.util.List;

/**
 * The rows that a training held out and what the trainer itself predicts for them, as its {@code
 * predictions.csv} has them: {@code row}, the features, {@code expected}, {@code predicted}, and a
 * column {@code probability:<label>} for each label.
 *
 * @param rows as the model takes them
 * @param expected the true labels
 */
record HeldOut(
    List<String> labels,
    float[][] rows,
    List<String> expected,
    List<String> predicted,
    float[][] probabilities) {
  private static final String PROBABILITY = "probability:";

  static HeldOut read(byte[] csv) throws IOException {
    List<String[]> lines;
    try (MappingIterator<String[]> table =
        new CsvMapper()
            .readerFor(String[].class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY)
            .readValues(csv)) {
      lines = table.readAll();
    }
    Check.that(lines.size() > 1, "predictions.csv has no rows");
    List<String> header = List.of(lines.getFirst());
    int expected = header.indexOf("expected");
    Check.that(
        expected > 1 && header.indexOf("predicted") == expected + 1 && header.size() > expected + 2,
        "predictions.csv: header %s",
        header);
    List<String[]> rows = lines.subList(1, lines.size());
    return new HeldOut(
        header.subList(expected + 2, header.size()).stream()
            .map(name -> name.replace(PROBABILITY, ""))
            .toList(),
        floats(rows, 1, expected),
        rows.stream().map(row -> row[expected]).toList(),
        rows.stream().map(row -> row[expected + 1]).toList(),
        floats(rows, expected + 2, header.size()));
  }

  private static float[][] floats(List<String[]> lines, int from, int to) {
    float[][] values = new float[lines.size()][to - from];
    for (int row = 0; row < values.length; row++) {
      for (int column = from; column < to; column++) {
        values[row][column - from] = Float.parseFloat(lines.get(row)[column]);
      }
    }
    return values;
  }

  int size() {
    return rows.length;
  }

  /** How many of the trainer's own predictions are right. */
  long correct() {
    long correct = 0;
    for (int row = 0; row < size(); row++) {
      correct += expected.get(row).equals(predicted.get(row)) ? 1 : 0;
    }
    return correct;
  }

  /**
   * The largest difference between the answer's probabilities for the rows from {@code from} on and
   * the trainer's own.
   *
   * @throws io.keelson.demo.step.CheckFailed where a label is another
   */
  double distance(Predictions answer, int from) {
    double largest = 0;
    for (int i = 0; i < answer.probabilities().length; i++) {
      int row = from + i;
      float[] found = answer.probabilities()[i];
      Check.equal("labels of row " + row, found.length, labels.size());
      String label = labels.get(Math.toIntExact(answer.labels()[i]));
      Check.equal("prediction for row " + row, label, predicted.get(row));
      for (int column = 0; column < found.length; column++) {
        double difference = Math.abs((double) found[column] - probabilities[row][column]);
        // A comparison with NaN is false, so that NaN would pass for small.
        Check.that(Double.isFinite(difference), "row %d: a probability is no number", row);
        largest = Math.max(largest, difference);
      }
    }
    return largest;
  }
}
