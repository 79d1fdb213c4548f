package io.keelson.bench.hostile;

import io.keelson.bench.BenchResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a neighbour sees alone and beside a load, in turns, so that a machine that slows down slows
 * both.
 *
 * @param aloneP99Ms median of the turns' p99, as are the others
 */
record SideBySide(
    double aloneP50Ms,
    double aloneP99Ms,
    double besideP50Ms,
    double besideP99Ms,
    int requests,
    int failures) {
  private static final int TURNS = 3;

  /** What the neighbour is measured beside. */
  interface Load extends AutoCloseable {
    void begin() throws Exception;

    void end() throws Exception;

    @Override
    void close();
  }

  /**
   * @param seconds of load in all; as many without
   */
  static SideBySide measure(Neighbour neighbour, int seconds, Load load) throws Exception {
    Duration turn = Duration.ofMillis(seconds * 1_000L / TURNS);
    List<Neighbour.Seen> alone = new ArrayList<>();
    List<Neighbour.Seen> beside = new ArrayList<>();
    for (int i = 0; i < TURNS; i++) {
      alone.add(told("alone ", neighbour.during(turn)));
      load.begin();
      beside.add(told("beside", neighbour.during(turn)));
      load.end();
    }
    return new SideBySide(
        median(alone.stream().map(Neighbour.Seen::p50Ms).toList()),
        median(alone.stream().map(Neighbour.Seen::p99Ms).toList()),
        median(beside.stream().map(Neighbour.Seen::p50Ms).toList()),
        median(beside.stream().map(Neighbour.Seen::p99Ms).toList()),
        beside.stream().mapToInt(Neighbour.Seen::requests).sum(),
        beside.stream().mapToInt(Neighbour.Seen::failures).sum());
  }

  private static Neighbour.Seen told(String when, Neighbour.Seen seen) {
    System.out.printf("%s   p50 %.2f ms, p99 %.2f ms%n", when, seen.p50Ms(), seen.p99Ms());
    return seen;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  BenchResult addTo(BenchResult result) {
    return result
        .require("neighbour_was_always_answered", failures == 0)
        .add("neighbour_alone_p50_ms", aloneP50Ms)
        .add("neighbour_alone_p99_ms", aloneP99Ms)
        .add("neighbour_beside_p50_ms", besideP50Ms)
        .add("neighbour_beside_p99_ms", besideP99Ms)
        .add("neighbour_requests_beside", requests);
  }
}
