package io.keelson.api.retraining.comparison;

import io.keelson.serving.watch.paired.McNemar;
import io.keelson.serving.watch.paired.PairedBootstrap;
import io.keelson.tenancy.database.StoredText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Champion and challenger on the same rows, by McNemar's test (mid-p, two-sided) and a bootstrap
 * interval of the difference of their shares of right answers.
 *
 * @param bothRight rows that both got right; with the next three, all rows
 * @param difference of the shares of right answers, challenger less champion
 * @param lower of its interval of 95 %
 * @param leftOut null where the scoring did not say
 * @param metrics accuracy, macro F1 and each label's recall, as the scoring job says; none of no
 *     rows
 */
public record Comparison(
    long rows,
    int bothRight,
    int onlyChampion,
    int onlyChallenger,
    int bothWrong,
    double chiSquare,
    double pValue,
    double difference,
    double lower,
    double upper,
    LeftOut leftOut,
    List<Metric> metrics) {
  /** Of fewer rows nothing is concluded. */
  public static final int MIN_ROWS = 30;

  /** What a scoring job asks with at most. */
  public static final int MAX_ROWS = 200_000;

  private static final int MAX_METRICS = 100;
  private static final int MAX_NAME = 200;
  private static final double LEVEL = 0.95;
  private static final int MIN_RESAMPLES = 1_000;
  private static final int MAX_RESAMPLES = 10_000;
  private static final long MAX_DRAWS = 200_000_000L;
  private static final long SEED = 20_261_128L;

  /**
   * Rows with a label that were not scored.
   *
   * @param duplicates of rows that were
   * @param inTraining that champion or challenger was trained on
   * @param notSampled of too many
   */
  public record LeftOut(long duplicates, long inTraining, long notSampled) {}

  /** A measure of both; greater is better. */
  public record Metric(String name, double champion, double challenger) {}

  /** Better, and so much that chance would do it less often than this. */
  public boolean isBetter(double maxPValue) {
    return isEnough() && onlyChallenger > onlyChampion && pValue < maxPValue;
  }

  /** Whether there are rows enough to say something. */
  public boolean isEnough() {
    return rows >= MIN_ROWS;
  }

  /**
   * What a scoring job left, which is not believed: a tenant's model was run in it.
   *
   * @throws IllegalArgumentException when it does not add up
   */
  public static Comparison ofScores(JsonObject scores) {
    try {
      int bothRight = count(scores, "bothRight");
      int onlyChampion = count(scores, "onlyChampion");
      int onlyChallenger = count(scores, "onlyChallenger");
      int bothWrong = count(scores, "bothWrong");
      int rows = bothRight + onlyChampion + onlyChallenger + bothWrong;
      LeftOut leftOut = leftOut(scores, rows);
      if (rows > MAX_ROWS || (rows < 1 && leftOut == null)) {
        throw new IllegalArgumentException(rows + " rows (expected: 1 to " + MAX_ROWS + ")");
      }
      if (rows == 0) {
        return new Comparison(0, 0, 0, 0, 0, 0, 1, 0, -1, 1, leftOut, List.of());
      }
      McNemar test = new McNemar(onlyChampion, onlyChallenger);
      PairedBootstrap interval = interval(bothRight, onlyChampion, onlyChallenger, rows);
      return new Comparison(
          rows,
          bothRight,
          onlyChampion,
          onlyChallenger,
          bothWrong,
          test.chiSquare(),
          test.midP(),
          interval.difference(),
          interval.lower(),
          interval.upper(),
          leftOut,
          metrics(scores.getJsonArray("metrics")));
    } catch (ClassCastException | NullPointerException e) {
      throw new IllegalArgumentException("what the scoring left is not what it writes", e);
    }
  }

  private static int count(JsonObject scores, String name) {
    long count = scores.getLong(name);
    if (count < 0 || count > MAX_ROWS) {
      throw new IllegalArgumentException(name + ": " + count);
    }
    return (int) count;
  }

  private static LeftOut leftOut(JsonObject scores, int rows) {
    if (!scores.containsKey("labelled")) {
      return null;
    }
    long labelled = scores.getLong("labelled");
    long duplicates = scores.getLong("duplicates");
    long inTraining = scores.getLong("inTraining");
    long notSampled = labelled - duplicates - inTraining - rows;
    if (labelled > Integer.MAX_VALUE || duplicates < 0 || inTraining < 0 || notSampled < 0) {
      throw new IllegalArgumentException(
          "%d rows with a label, %d duplicates, %d in training and %d scored do not add up"
              .formatted(labelled, duplicates, inTraining, rows));
    }
    return new LeftOut(duplicates, inTraining, notSampled);
  }

  private static PairedBootstrap interval(
      int bothRight, int onlyChampion, int onlyChallenger, int rows) {
    double[] champion = new double[rows];
    double[] challenger = new double[rows];
    for (int row = 0; row < rows; row++) {
      boolean both = row < bothRight;
      boolean first = row >= bothRight && row < bothRight + onlyChampion;
      boolean second =
          row >= bothRight + onlyChampion && row < bothRight + onlyChampion + onlyChallenger;
      champion[row] = both || first ? 1 : 0;
      challenger[row] = both || second ? 1 : 0;
    }
    int resamples = (int) Math.clamp(MAX_DRAWS / rows, MIN_RESAMPLES, MAX_RESAMPLES);
    return PairedBootstrap.ofMeans(champion, challenger, LEVEL, resamples, SEED);
  }

  private static List<Metric> metrics(JsonArray all) {
    List<Metric> metrics = new ArrayList<>();
    for (int i = 0; i < Math.min(all.size(), MAX_METRICS); i++) {
      JsonObject one = all.getJsonObject(i);
      String name = StoredText.of(one.getString("name"));
      double champion = one.getDouble("champion");
      double challenger = one.getDouble("challenger");
      if (Double.isFinite(champion) && Double.isFinite(challenger)) {
        metrics.add(
            new Metric(
                name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME),
                champion,
                challenger));
      }
    }
    return List.copyOf(metrics);
  }

  /** As it is stored. */
  public JsonObject json() {
    JsonArray all = new JsonArray();
    metrics.forEach(
        one ->
            all.add(
                new JsonObject()
                    .put("name", one.name())
                    .put("champion", one.champion())
                    .put("challenger", one.challenger())));
    JsonObject json =
        new JsonObject()
            .put("rows", rows)
            .put("bothRight", bothRight)
            .put("onlyChampion", onlyChampion)
            .put("onlyChallenger", onlyChallenger)
            .put("bothWrong", bothWrong)
            .put("chiSquare", chiSquare)
            .put("pValue", pValue)
            .put("difference", difference)
            .put("lower", lower)
            .put("upper", upper)
            .put("metrics", all);
    return leftOut == null
        ? json
        : json.put("duplicates", leftOut.duplicates())
            .put("inTraining", leftOut.inTraining())
            .put("notSampled", leftOut.notSampled());
  }

  /** What {@link #json} says. */
  public static Comparison of(JsonObject json) {
    return new Comparison(
        json.getLong("rows"),
        json.getInteger("bothRight"),
        json.getInteger("onlyChampion"),
        json.getInteger("onlyChallenger"),
        json.getInteger("bothWrong"),
        json.getDouble("chiSquare"),
        json.getDouble("pValue"),
        json.getDouble("difference"),
        json.getDouble("lower"),
        json.getDouble("upper"),
        json.getLong("duplicates") == null
            ? null
            : new LeftOut(
                json.getLong("duplicates"), json.getLong("inTraining"), json.getLong("notSampled")),
        metrics(json.getJsonArray("metrics")));
  }
}
