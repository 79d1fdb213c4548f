package io.keelson.trainer;

/** The loss or the weights left the finite numbers. */
final class Diverged extends Exception {
  private static final long serialVersionUID = 1L;

  Diverged(int epoch, double learningRate) {
    super(
        "the training diverged in epoch "
            + epoch
            + ": a learningRate of "
            + learningRate
            + " is too large for it");
  }
}
