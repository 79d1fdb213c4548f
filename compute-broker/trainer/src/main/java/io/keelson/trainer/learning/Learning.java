package io.keelson.trainer.learning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keelson.trainer.InvalidInput;
import io.keelson.trainer.Parameters;
import io.keelson.trainer.data.Split;
import io.keelson.trainer.data.Standardization;
import io.keelson.trainer.data.Table;
import java.util.List;
import java.util.Map;
import org.tribuo.math.la.DenseVector;

/**
 * What is learned from a table, and how well: the two tasks differ in their targets, their loss and
 * their answers.
 */
public sealed interface Learning permits Classification, Regression {

  /**
   * Checks the targets, splits the rows and prepares the training.
   *
   * @throws InvalidInput when the targets or the number of rows do not fit the task
   */
  static Learning of(Parameters parameters, Table table) throws InvalidInput {
    return switch (parameters.task()) {
      case CLASSIFICATION -> Classification.of(parameters, table);
      case REGRESSION -> Regression.of(parameters, table);
    };
  }

  Split split();

  Standardization standardization();

  /** Trains one more epoch and returns the model as it is after it. */
  LinearModel epoch();

  /** How well the model does on these rows, by measure: loss and accuracy, or loss, rmse and r2. */
  Map<String, Double> measure(LinearModel model, int[] rows);

  /** The measure that a person reads first: accuracy, or rmse. */
  String mainMeasure();

  /**
   * What the exported model answers for raw feature values: probabilities by label, or one number.
   */
  float[] answer(LinearModel model, float[] raw);

  /** The labels of the answer, in its order; empty for a number. */
  List<String> labels();

  /** What stands for the answer in a table of predictions. */
  String predicted(float[] answer);

  /** The held-out report beyond the measures. */
  void evaluate(LinearModel model, ObjectNode report);

  /** Standardised features of the training rows with a trailing 1 for the bias. */
  static DenseVector[] vectors(Table table, Standardization standardization, int[] rows) {
    int features = table.features().size();
    DenseVector[] vectors = new DenseVector[rows.length];
    for (int i = 0; i < rows.length; i++) {
      double[] vector = new double[features + 1];
      for (int f = 0; f < features; f++) {
        vector[f] = standardization.apply(f, table.values()[rows[i]][f]);
      }
      vector[features] = 1;
      vectors[i] = DenseVector.createDenseVector(vector);
    }
    return vectors;
  }
}
