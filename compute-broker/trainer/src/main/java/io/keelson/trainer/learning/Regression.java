package io.keelson.trainer.learning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keelson.trainer.InvalidInput;
import io.keelson.trainer.Parameters;
import io.keelson.trainer.data.Split;
import io.keelson.trainer.data.Standardization;
import io.keelson.trainer.data.Table;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tribuo.math.la.DenseVector;
import org.tribuo.regression.sgd.objectives.SquaredLoss;

/**
 * Linear regression on the squared error. The target is standardised while training, so that one
 * learning rate serves targets of any scale, and scaled back in the model's weights.
 */
final class Regression implements Learning {
  private final Table table;
  private final float[] expected;
  private final Split split;
  private final Standardization standardization;
  private final double targetMean;
  private final double targetDeviation;
  private final LinearTraining<DenseVector> training;

  static Regression of(Parameters parameters, Table table) throws InvalidInput {
    float[] expected = new float[table.rows()];
    for (int row = 0; row < expected.length; row++) {
      expected[row] = number(table.targets()[row], row + 1);
    }
    Split split = Split.random(table.rows(), parameters.testFraction(), parameters.seed());
    return new Regression(parameters, table, expected, split);
  }

  private Regression(Parameters parameters, Table table, float[] expected, Split split) {
    this.table = table;
    this.expected = expected;
    this.split = split;
    this.standardization = Standardization.of(table, split.train());
    this.targetMean = mean(split.train());
    double spread = Math.sqrt(variance(split.train(), targetMean));
    this.targetDeviation = spread > 0 ? spread : 1;
    this.training =
        new LinearTraining<>(
            new SquaredLoss(),
            parameters.optimizer().create(parameters.learningRate()),
            Learning.vectors(table, standardization, split.train()),
            Arrays.stream(split.train()).mapToObj(this::standardTarget).toArray(DenseVector[]::new),
            1,
            parameters.batchSize(),
            parameters.l2(),
            parameters.seed());
  }

  @Override
  public Split split() {
    return split;
  }

  @Override
  public Standardization standardization() {
    return standardization;
  }

  @Override
  public LinearModel epoch() {
    training.epoch();
    return LinearModel.of(standardization, training.weights(), targetDeviation, targetMean);
  }

  /**
   * Loss is the mean squared error in units of the target; r2 is 0 where the rows' targets do not
   * vary.
   */
  @Override
  public Map<String, Double> measure(LinearModel model, int[] rows) {
    double squares = 0;
    for (int row : rows) {
      double error = (double) answer(model, table.values()[row])[0] - expected[row];
      squares += error * error;
    }
    double meanSquare = squares / rows.length;
    double variance = variance(rows, mean(rows));
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put("loss", meanSquare);
    measures.put("rmse", Math.sqrt(meanSquare));
    measures.put("r2", variance > 0 ? 1 - meanSquare / variance : 0);
    return measures;
  }

  @Override
  public String mainMeasure() {
    return "rmse";
  }

  @Override
  public float[] answer(LinearModel model, float[] raw) {
    return model.scores(raw);
  }

  @Override
  public List<String> labels() {
    return List.of();
  }

  @Override
  public String predicted(float[] answer) {
    return Float.toString(answer[0]);
  }

  @Override
  public void evaluate(LinearModel model, ObjectNode report) {
    double absolute = 0;
    double largest = 0;
    for (int row : split.test()) {
      double error = Math.abs((double) answer(model, table.values()[row])[0] - expected[row]);
      absolute += error;
      largest = Math.max(largest, error);
    }
    report.put("meanAbsoluteError", absolute / split.test().length);
    report.put("largestAbsoluteError", largest);
  }

  private DenseVector standardTarget(int row) {
    return DenseVector.createDenseVector(
        new double[] {(expected[row] - targetMean) / targetDeviation});
  }

  private double mean(int[] rows) {
    return Arrays.stream(rows).mapToDouble(row -> expected[row]).average().orElseThrow();
  }

  private double variance(int[] rows, double mean) {
    return Arrays.stream(rows)
        .mapToDouble(row -> (expected[row] - mean) * (expected[row] - mean))
        .average()
        .orElseThrow();
  }

  private static float number(String text, int row) throws InvalidInput {
    try {
      float number = Float.parseFloat(text);
      if (Float.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, with the row
    }
    throw new InvalidInput(
        "target", "'" + text + "' in row " + row, "a number that fits single precision");
  }
}
