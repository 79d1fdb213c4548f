package io.keelson.trainer.learning;

import org.tribuo.math.StochasticGradientOptimiser;
import org.tribuo.math.optimisers.AdaGrad;

/** The gradient optimisers that a job can ask for. */
public enum Optimizer {
  ADAGRAD,
  SGD,
  ADAM;

  private static final double ADAGRAD_EPSILON = 1e-6;

  StochasticGradientOptimiser create(double learningRate) {
    return switch (this) {
      case ADAGRAD -> new AdaGrad(learningRate, ADAGRAD_EPSILON);
      case SGD -> org.tribuo.math.optimisers.SGD.getSimpleSGD(learningRate);
      case ADAM -> new AdamStep(learningRate);
    };
  }
}
