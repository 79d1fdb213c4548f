package io.keelson.bench.hostile;

import io.keelson.bench.BenchResult;
import io.keelson.bench.Benchmark;
import io.keelson.bench.KeelsonEnvironment;
import io.keelson.bench.measure.Arguments;
import io.keelson.bench.measure.HeapWatch;
import io.keelson.bench.measure.Listener;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A neighbour's list query while callers without a credential send what is meant to hurt: large
 * documents that differ, made-up keys on many connections, bodies that trickle, deeply nested JSON,
 * and hold connections on which they say nothing or half of a head. The ratio is the neighbour's
 * p99 alone over that beside them. The load is bounded in rate and in time.
 */
public final class HostileBench implements Benchmark {
  private static final double BAR = 0.5;
  private static final double MAX_HEAP_GROWTH_MIB = 64;
  private static final int DEFAULT_SECONDS = 60;
  private static final int MAX_SECONDS = 3_600;
  private static final int WARM_UP_SECONDS = 10;
  private static final int MIN_ALONE_SECONDS = 10;

  @Override
  public BenchResult run(List<String> arguments) throws Exception {
    int seconds = Arguments.number(arguments, 0, DEFAULT_SECONDS, MAX_SECONDS);
    KeelsonEnvironment environment = KeelsonEnvironment.ofProcess();
    URI door = URI.create(environment.url() + "/graphql");
    HeapWatch heap = new HeapWatch(Listener.on(door.getPort(), "the platform"));
    try (Neighbour neighbour = Neighbour.listing(door, environment.apiKey())) {
      System.out.println("warming up");
      neighbour.during(Duration.ofSeconds(WARM_UP_SECONDS));
      Neighbour.Seen alone =
          neighbour.during(Duration.ofSeconds(Math.max(MIN_ALONE_SECONDS, seconds / 4)));
      System.out.printf("alone    p50 %.2f ms, p99 %.2f ms%n", alone.p50Ms(), alone.p99Ms());
      double before = heap.liveMib();
      Neighbour.Seen beside;
      Attackers.Answers answers;
      try (Attackers attackers = new Attackers(door)) {
        attackers.start();
        beside = neighbour.during(Duration.ofSeconds(seconds));
        answers = attackers.stop();
      }
      double after = heap.liveMib();
      System.out.printf("beside   p50 %.2f ms, p99 %.2f ms%n", beside.p50Ms(), beside.p99Ms());
      return new BenchResult("hostile", alone.p99Ms() / beside.p99Ms(), BAR)
          .add("neighbour_alone_p50_ms", alone.p50Ms())
          .add("neighbour_alone_p99_ms", alone.p99Ms())
          .add("neighbour_beside_p50_ms", beside.p50Ms())
          .add("neighbour_beside_p99_ms", beside.p99Ms())
          .add("neighbour_requests", beside.requests())
          .add("neighbour_failures", beside.failures())
          .add("hostile_requests", answers.requests())
          .add("hostile_answers_4xx", answers.refused())
          .add("hostile_connections_cut", answers.cut())
          .add("hostile_connections_held", answers.held())
          .add("answers_5xx", answers.failed())
          .require("no_5xx", answers.failed() == 0 && beside.failures() == 0)
          .add("heap_before_mib", before)
          .add("heap_after_mib", after)
          .require("heap_growth_within_64_mib", after - before <= MAX_HEAP_GROWTH_MIB)
          .add("seconds", seconds);
    }
  }
}
