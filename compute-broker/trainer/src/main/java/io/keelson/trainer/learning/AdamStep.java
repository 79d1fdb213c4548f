package io.keelson.trainer.learning;

import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.impl.ConfiguredObjectProvenanceImpl;
import org.tribuo.math.Parameters;
import org.tribuo.math.StochasticGradientOptimiser;
import org.tribuo.math.la.Tensor;

/**
 * Adam (Kingma and Ba, 2014, arXiv:1412.6980) for Tribuo's gradients, which point uphill. Tribuo
 * 4.3.2 has one too, but it multiplies by the root of the second moment where the paper divides by
 * it, so that its steps shrink with the gradient squared.
 */
final class AdamStep implements StochasticGradientOptimiser {
  private static final double BETA_ONE = 0.9;
  private static final double BETA_TWO = 0.999;
  private static final double EPSILON = 1e-8;

  private final double learningRate;
  private Tensor[] firstMoment = {};
  private Tensor[] secondMoment = {};
  private int steps;

  AdamStep(double learningRate) {
    this.learningRate = learningRate;
  }

  @Override
  public void initialise(Parameters parameters) {
    firstMoment = parameters.getEmptyCopy();
    secondMoment = parameters.getEmptyCopy();
    steps = 0;
  }

  @Override
  public Tensor[] step(Tensor[] gradients, double weight) {
    steps++;
    double firstScale = learningRate / (1 - Math.pow(BETA_ONE, steps));
    double secondScale = 1 / (1 - Math.pow(BETA_TWO, steps));
    for (int i = 0; i < gradients.length; i++) {
      firstMoment[i].scaleInPlace(BETA_ONE);
      firstMoment[i].intersectAndAddInPlace(gradients[i], g -> (1 - BETA_ONE) * g);
      secondMoment[i].scaleInPlace(BETA_TWO);
      secondMoment[i].intersectAndAddInPlace(gradients[i], g -> (1 - BETA_TWO) * g * g);
      gradients[i].scaleInPlace(0);
      gradients[i].intersectAndAddInPlace(firstMoment[i], m -> firstScale * m);
      gradients[i].hadamardProductInPlace(
          secondMoment[i], v -> 1 / (Math.sqrt(secondScale * v) + EPSILON));
    }
    return gradients;
  }

  @Override
  public void reset() {
    firstMoment = new Tensor[] {};
    secondMoment = new Tensor[] {};
    steps = 0;
  }

  @Override
  public AdamStep copy() {
    return new AdamStep(learningRate);
  }

  @Override
  public ConfiguredObjectProvenance getProvenance() {
    return new ConfiguredObjectProvenanceImpl(this, "StochasticGradientOptimiser");
  }
}
