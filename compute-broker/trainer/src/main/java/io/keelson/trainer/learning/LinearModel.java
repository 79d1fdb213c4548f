package io.keelson.trainer.learning;

import io.keelson.trainer.data.Standardization;
import org.tribuo.math.la.DenseMatrix;

/**
 * A linear model as it is exported: single precision, raw feature values in, scores out. The
 * exported graph computes the same, so that its answers equal these to rounding.
 *
 * @param weights one row per output, one column per feature
 * @param bias one per output
 */
public record LinearModel(Standardization standardization, float[][] weights, float[] bias) {

  /**
   * From a trained matrix whose last column is the bias; {@code score = scale · (W z + b) + shift}.
   */
  static LinearModel of(
      Standardization standardization, DenseMatrix trained, double scale, double shift) {
    int features = trained.getDimension2Size() - 1;
    float[][] weights = new float[trained.getDimension1Size()][features];
    float[] bias = new float[weights.length];
    for (int output = 0; output < weights.length; output++) {
      for (int f = 0; f < features; f++) {
        weights[output][f] = (float) (scale * trained.get(output, f));
      }
      bias[output] = (float) (scale * trained.get(output, features) + shift);
    }
    return new LinearModel(standardization, weights, bias);
  }

  float[] scores(float[] raw) {
    double[] sums = new double[bias.length];
    for (int f = 0; f < raw.length; f++) {
      float z = standardization.apply(f, raw[f]);
      for (int output = 0; output < sums.length; output++) {
        sums[output] += (double) z * weights[output][f];
      }
    }
    float[] scores = new float[sums.length];
    for (int output = 0; output < scores.length; output++) {
      scores[output] = (float) (sums[output] + bias[output]);
    }
    return scores;
  }

  boolean isFinite() {
    for (int output = 0; output < bias.length; output++) {
      if (!Float.isFinite(bias[output])) {
        return false;
      }
      for (float weight : weights[output]) {
        if (!Float.isFinite(weight)) {
          return false;
        }
      }
    }
    return true;
  }
}
