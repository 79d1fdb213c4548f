package io.keelson.trainer.learning;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
import org.tribuo.classification.sgd.objectives.LogMulticlass;

/** Multinomial logistic regression: labels in, a probability for each out. */
final class Classification implements Learning {
  private static final int MAX_LABELS = 1_000;
  private static final double LEAST_PROBABILITY = 1e-15;

  private final Table table;
  private final List<String> labels;
  private final int[] expected;
  private final Split split;
  private final Standardization standardization;
  private final LinearTraining<Integer> training;

  static Classification of(Parameters parameters, Table table) throws InvalidInput {
    List<String> labels = Arrays.stream(table.targets()).distinct().sorted().toList();
    if (labels.size() < 2 || labels.size() > MAX_LABELS) {
      throw new InvalidInput(
          "target",
          parameters.target() + " with " + labels.size() + " different values",
          "2 to " + MAX_LABELS + " labels");
    }
    Split split = Split.stratified(table.targets(), parameters.testFraction(), parameters.seed());
    return new Classification(parameters, table, labels, split);
  }

  private Classification(Parameters parameters, Table table, List<String> labels, Split split) {
    this.table = table;
    this.labels = labels;
    this.split = split;
    Map<String, Integer> index = new LinkedHashMap<>();
    labels.forEach(label -> index.put(label, index.size()));
    this.expected = Arrays.stream(table.targets()).mapToInt(index::get).toArray();
    this.standardization = Standardization.of(table, split.train());
    this.training =
        new LinearTraining<>(
            new LogMulticlass(),
            parameters.optimizer().create(parameters.learningRate()),
            Learning.vectors(table, standardization, split.train()),
            Arrays.stream(split.train()).mapToObj(row -> expected[row]).toArray(Integer[]::new),
            labels.size(),
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
    return LinearModel.of(standardization, training.weights(), 1, 0);
  }

  @Override
  public Map<String, Double> measure(LinearModel model, int[] rows) {
    double loss = 0;
    int right = 0;
    for (int row : rows) {
      float[] probabilities = answer(model, table.values()[row]);
      loss -= Math.log(Math.max(LEAST_PROBABILITY, probabilities[expected[row]]));
      right += largest(probabilities) == expected[row] ? 1 : 0;
    }
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put("loss", loss / rows.length);
    measures.put("accuracy", (double) right / rows.length);
    return measures;
  }

  @Override
  public String mainMeasure() {
    return "accuracy";
  }

  /** Softmax of the scores, shifted by the largest so that nothing overflows. */
  @Override
  public float[] answer(LinearModel model, float[] raw) {
    float[] scores = model.scores(raw);
    float top = scores[largest(scores)];
    double[] shares = new double[scores.length];
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      shares[i] = Math.exp((double) scores[i] - top);
      sum += shares[i];
    }
    float[] probabilities = new float[scores.length];
    for (int i = 0; i < scores.length; i++) {
      probabilities[i] = (float) (shares[i] / sum);
    }
    return probabilities;
  }

  @Override
  public List<String> labels() {
    return labels;
  }

  @Override
  public String predicted(float[] answer) {
    return labels.get(largest(answer));
  }

  /**
   * A confusion matrix of expected rows by predicted columns, and what follows from it for each
   * label.
   */
  @Override
  public void evaluate(LinearModel model, ObjectNode report) {
    int[][] confusion = new int[labels.size()][labels.size()];
    for (int row : split.test()) {
      confusion[expected[row]][largest(answer(model, table.values()[row]))]++;
    }
    labels.forEach(report.putArray("labels")::add);
    ArrayNode matrix = report.putArray("confusionMatrix");
    ArrayNode perLabel = report.putArray("perLabel");
    for (int label = 0; label < confusion.length; label++) {
      Arrays.stream(confusion[label]).forEach(matrix.addArray()::add);
      int right = confusion[label][label];
      int rows = Arrays.stream(confusion[label]).sum();
      int answers = 0;
      for (int[] line : confusion) {
        answers += line[label];
      }
      ObjectNode of = perLabel.addObject().put("label", labels.get(label)).put("rows", rows);
      of.put("precision", answers == 0 ? 0 : (double) right / answers);
      of.put("recall", rows == 0 ? 0 : (double) right / rows);
      of.put("f1", rows + answers == 0 ? 0 : 2.0 * right / (rows + answers));
    }
  }

  private static int largest(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
