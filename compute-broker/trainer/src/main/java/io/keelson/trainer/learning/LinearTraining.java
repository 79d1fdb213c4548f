package io.keelson.trainer.learning;

import com.oracle.labs.mlrg.olcut.util.Pair;
import java.util.SplittableRandom;
import org.tribuo.common.sgd.SGDObjective;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.StochasticGradientOptimiser;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.DenseVector;
import org.tribuo.math.la.SGDVector;
import org.tribuo.math.la.Tensor;

/**
 * Mini-batch gradient descent on a linear model, an epoch at a time, with Tribuo's parameters,
 * objectives and optimisers. Tribuo's own trainers run all epochs in one call and tell nothing in
 * between, hence this loop. One thread, one seeded random source: the same input gives the same
 * bits.
 *
 * @param <T> how the objective wants a target
 */
final class LinearTraining<T> {
  private final SGDObjective<T> objective;
  private final StochasticGradientOptimiser optimiser;
  private final LinearParameters parameters;
  private final DenseVector[] features;
  private final T[] targets;
  private final int batchSize;
  private final double l2;
  private final SplittableRandom random;

  /**
   * @param features standardised, with a trailing 1 for the bias; shuffled in place
   * @param targets one per feature vector; shuffled in place
   */
  LinearTraining(
      SGDObjective<T> objective,
      StochasticGradientOptimiser optimiser,
      DenseVector[] features,
      T[] targets,
      int outputs,
      int batchSize,
      double l2,
      long seed) {
    this.objective = objective;
    this.optimiser = optimiser;
    this.parameters = new LinearParameters(features[0].size(), outputs);
    this.features = features;
    this.targets = targets;
    this.batchSize = batchSize;
    this.l2 = l2;
    this.random = new SplittableRandom(seed);
    optimiser.initialise(parameters);
  }

  /** The weights as they are now; the last column is the bias. */
  DenseMatrix weights() {
    return parameters.getWeightMatrix();
  }

  void epoch() {
    shuffle();
    for (int from = 0; from < features.length; from += batchSize) {
      step(from, Math.min(features.length, from + batchSize));
    }
  }

  private void step(int from, int to) {
    Tensor[] mean = parameters.getEmptyCopy();
    for (int i = from; i < to; i++) {
      DenseVector scores = parameters.predict(features[i]);
      Pair<Double, SGDVector> loss = objective.lossAndGradient(targets[i], scores);
      mean[0].intersectAndAddInPlace(parameters.gradients(loss, features[i])[0]);
    }
    mean[0].scaleInPlace(1.0 / (to - from));
    decay((DenseMatrix) mean[0]);
    parameters.update(optimiser.step(mean, 1));
  }

  /** Gradients point uphill here, so decay is subtracted. The bias is left alone. */
  private void decay(DenseMatrix gradient) {
    if (l2 == 0) {
      return;
    }
    DenseMatrix weights = weights();
    for (int output = 0; output < weights.getDimension1Size(); output++) {
      for (int f = 0; f < weights.getDimension2Size() - 1; f++) {
        gradient.add(output, f, -l2 * weights.get(output, f));
      }
    }
  }

  private void shuffle() {
    for (int i = features.length; i > 1; i--) {
      int j = random.nextInt(i);
      DenseVector row = features[i - 1];
      features[i - 1] = features[j];
      features[j] = row;
      T target = targets[i - 1];
      targets[i - 1] = targets[j];
      targets[j] = target;
    }
  }
}
