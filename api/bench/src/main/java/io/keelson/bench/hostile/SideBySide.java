package io.keelson.bench.hostile;

import io.keelson.bench.BenchResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a neighbour sees alone and beside a load, in turns, so that a machine that slows down slows
 * both. The quantiles are those of all requests of a side.
 */
record SideBySide(Neighbour.Seen alone, Neighbour.Seen beside) {
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
    return new SideBySide(Neighbour.Seen.together(alone), Neighbour.Seen.together(beside));
  }

  private static Neighbour.Seen told(String when, Neighbour.Seen seen) {
    System.out.printf("%s   p50 %.2f ms, p99 %.2f ms%n", when, seen.p50Ms(), seen.p99Ms());
    return seen;
  }

  BenchResult addTo(BenchResult result) {
    return result
        .require("neighbour_was_always_answered", alone.failures() + beside.failures() == 0)
        .add("neighbour_alone_p50_ms", alone.p50Ms())
        .add("neighbour_alone_p99_ms", alone.p99Ms())
        .add("neighbour_beside_p50_ms", beside.p50Ms())
        .add("neighbour_beside_p99_ms", beside.p99Ms())
        .add("neighbour_requests_beside", beside.requests());
  }
}
