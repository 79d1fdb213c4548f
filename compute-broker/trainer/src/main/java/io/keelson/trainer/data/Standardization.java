package io.keelson.trainer.data;

/**
 * Mean and deviation of each feature over the training rows, in the single precision the exported
 * model computes in. A feature without spread keeps a deviation of 1; a missing value counts as the
 * mean.
 */
public record Standardization(float[] mean, float[] deviation) {

  public static Standardization of(Table table, int[] rows) {
    int features = table.features().size();
    float[] mean = new float[features];
    float[] deviation = new float[features];
    for (int f = 0; f < features; f++) {
      double sum = 0;
      int present = 0;
      for (int row : rows) {
        float value = table.values()[row][f];
        if (!Float.isNaN(value)) {
          sum += value;
          present++;
        }
      }
      double centre = present == 0 ? 0 : sum / present;
      double squares = 0;
      for (int row : rows) {
        float value = table.values()[row][f];
        squares += Float.isNaN(value) ? 0 : (value - centre) * (value - centre);
      }
      mean[f] = (float) centre;
      float spread = present == 0 ? 0 : (float) Math.sqrt(squares / present);
      deviation[f] = spread > 0 && Float.isFinite(spread) ? spread : 1;
    }
    return new Standardization(mean, deviation);
  }

  /** The model's first two nodes: replace what is missing, subtract, divide. */
  public float apply(int feature, float value) {
    float present = Float.isNaN(value) ? mean[feature] : value;
    return (present - mean[feature]) / deviation[feature];
  }
}
