package io.keelson.djlworker.scoring;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;

/** How two classifiers did on the same rows. */
final class Scores {
  private static final int MAX_LABELS_SHOWN = 50;

  private Scores() {}

  /**
   * Counts of rows that both, one or none got right, and measures of both; greater is better. No
   * rows have none.
   */
  static JsonObject of(String[] labels, String[] champion, String[] challenger) {
    int bothRight = 0;
    int onlyChampion = 0;
    int onlyChallenger = 0;
    for (int row = 0; row < labels.length; row++) {
      boolean first = labels[row].equals(champion[row]);
      boolean second = labels[row].equals(challenger[row]);
      bothRight += first && second ? 1 : 0;
      onlyChampion += first && !second ? 1 : 0;
      onlyChallenger += !first && second ? 1 : 0;
    }
    JsonObject scores = new JsonObject();
    scores.addProperty("bothRight", bothRight);
    scores.addProperty("onlyChampion", onlyChampion);
    scores.addProperty("onlyChallenger", onlyChallenger);
    scores.addProperty("bothWrong", labels.length - bothRight - onlyChampion - onlyChallenger);
    JsonArray metrics = new JsonArray();
    scores.add("metrics", metrics);
    if (labels.length == 0) {
      return scores;
    }
    metrics.add(
        metric(
            "accuracy",
            (double) (bothRight + onlyChampion) / labels.length,
            (double) (bothRight + onlyChallenger) / labels.length));
    List<String> known = Arrays.stream(labels).distinct().sorted().toList();
    metrics.add(
        metric("macro F1", macroF1(known, labels, champion), macroF1(known, labels, challenger)));
    for (String label : known.subList(0, Math.min(MAX_LABELS_SHOWN, known.size()))) {
      metrics.add(
          metric(
              "recall, " + label,
              recall(label, labels, champion),
              recall(label, labels, challenger)));
    }
    return scores;
  }

  private static JsonObject metric(String name, double champion, double challenger) {
    JsonObject metric = new JsonObject();
    metric.addProperty("name", name);
    metric.addProperty("champion", champion);
    metric.addProperty("challenger", challenger);
    return metric;
  }

  private static double recall(String label, String[] labels, String[] answers) {
    int there = 0;
    int found = 0;
    for (int row = 0; row < labels.length; row++) {
      if (labels[row].equals(label)) {
        there++;
        found += answers[row].equals(label) ? 1 : 0;
      }
    }
    return (double) found / there;
  }

  /** The mean over the labels that the rows have; 0 for one that is never answered rightly. */
  private static double macroF1(List<String> known, String[] labels, String[] answers) {
    double sum = 0;
    for (String label : known) {
      int right = 0;
      int answered = 0;
      int there = 0;
      for (int row = 0; row < labels.length; row++) {
        boolean isThere = labels[row].equals(label);
        boolean isAnswered = answers[row].equals(label);
        there += isThere ? 1 : 0;
        answered += isAnswered ? 1 : 0;
        right += isThere && isAnswered ? 1 : 0;
      }
      sum += 2.0 * right / (there + answered);
    }
    return sum / known.size();
  }
}
