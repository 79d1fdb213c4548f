package io.keelson.bench.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.bench.BenchResult;
import io.keelson.bench.Benchmark;
import io.keelson.bench.CannotRun;
import io.keelson.bench.DatabaseLogin;
import io.keelson.bench.KeelsonEnvironment;
import io.keelson.bench.graphql.GraphqlClient;
import io.keelson.bench.measure.Arguments;
import io.keelson.bench.measure.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The p99 of a list while nobody follows anything, against the same while subscriptions are open:
 * most of them of runs at rest, some of runs that log. What the platform's database is asked for
 * them is counted by PostgreSQL itself; what it is asked while all are at rest is taken off before
 * the rest is laid to the runs that log.
 */
public final class LiveBench implements Benchmark {
  private static final double BAR = 0.5;
  private static final int IDLE = 10_000;
  private static final int BUSY = 200;
  private static final int SECONDS = 20;

  /**
   * Twice as long as a topic at rest goes without a reading: their turns come in waves at first.
   */
  private static final int REST_SECONDS = 60;

  private static final int MAX = 100_000;
  private static final int IDLE_PER_RUN = 100;
  private static final int BUSY_PER_RUN = 20;
  private static final int PER_SOCKET = 50;
  private static final int ASKING = 4;
  private static final int BATCHES_PER_S = 2;
  private static final int POINTS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String LIST =
      "query ($first: Int) { projects(first: $first) { edges { node { id slug name description } }"
          + " } }";

  private final KeelsonEnvironment environment = KeelsonEnvironment.ofProcess();
  private final GraphqlClient client = new GraphqlClient(environment);
  private final String psql = Tool.find("psql", "postgresql-client");

  @Override
  public BenchResult run(List<String> arguments) throws Exception {
    int idle = Arguments.number(arguments, 0, IDLE, MAX);
    int busy = Arguments.number(arguments, 1, BUSY, MAX);
    int seconds = Arguments.number(arguments, 2, SECONDS, 3_600);
    LoggedRuns runs = new LoggedRuns(client);
    List<String> resting = runs.make(Math.max(1, idle / IDLE_PER_RUN));
    List<String> logging = runs.make(Math.max(1, busy / BUSY_PER_RUN));
    for (String run : resting) {
      runs.log(run, 0, 1);
    }
    for (String run : logging) {
      runs.log(run, 0, 1);
    }
    System.out.println("a list without subscriptions");
    p99Ms(seconds / 2);
    double without = p99Ms(seconds);

    AtomicLong received = new AtomicLong();
    AtomicReference<JsonNode> refused = new AtomicReference<>();
    CountDownLatch begun = new CountDownLatch(idle + busy);
    try (Sockets sockets = new Sockets(environment)) {
      System.out.printf("opening %d subscriptions%n", idle + busy);
      List<String> topics = new ArrayList<>();
      for (int i = 0; i < idle; i++) {
        topics.add(resting.get(i % resting.size()));
      }
      for (int i = 0; i < busy; i++) {
        topics.add(logging.get(i % logging.size()));
      }
      for (int from = 0; from < topics.size(); from += PER_SOCKET) {
        Socket socket =
            sockets.open(
                (type, message) -> {
                  if (type.equals("next") && message.at("/payload/data/runMetrics").isObject()) {
                    received.incrementAndGet();
                    begun.countDown();
                  } else if (!type.equals("pong")) {
                    refused.compareAndSet(null, message);
                  }
                });
        for (int i = from; i < Math.min(topics.size(), from + PER_SOCKET); i++) {
          socket.follow("s" + i, topics.get(i));
        }
      }
      if (!begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            begun.getCount() + " subscriptions did not begin; refused: " + refused.get());
      }
      TimeUnit.SECONDS.sleep(2); // what they began with has been read
      long before = readings();
      if (before == 0) {
        throw new CannotRun(
            "pg_stat_statements shows no reading of a topic, although each was read once: its texts"
                + " are shown to members of pg_read_all_stats");
      }
      System.out.println("subscriptions at rest");
      TimeUnit.SECONDS.sleep(REST_SECONDS);
      double atRestPerS = (double) (readings() - before) / REST_SECONDS;
      before = readings();
      long beganAtNanos = System.nanoTime();
      long receivedBefore = received.get();
      AtomicLong logged = new AtomicLong();
      ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
      writer.scheduleAtFixedRate(
          () -> log(runs, logging, logged, refused),
          0,
          1_000 / BATCHES_PER_S,
          TimeUnit.MILLISECONDS);
      System.out.println("a list beside them");
      double with = p99Ms(seconds);
      writer.shutdown();
      writer.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      double perS = (readings() - before) / ((System.nanoTime() - beganAtNanos) / 1e9);
      double perBusyTopic = (perS - atRestPerS) / logging.size();
      long expected = logged.get() * POINTS * busy;
      awaitEvents(received, receivedBefore + expected);
      return new BenchResult("live", without / with, BAR)
          .require("one_reading_per_topic_and_second", perBusyTopic <= 1)
          .require("every_event_arrived", received.get() - receivedBefore == expected)
          .require("none_was_refused", refused.get() == null)
          .add("list_p99_ms_without", without)
          .add("list_p99_ms_with", with)
          .add("readings_per_busy_topic_and_s", perBusyTopic)
          .add("readings_of_all_topics_per_s", perS)
          .add("readings_of_all_topics_per_s_at_rest", atRestPerS)
          .add("events_received", received.get() - receivedBefore)
          .add("idle_subscriptions", idle)
          .add("busy_subscriptions", busy)
          .add("topics", resting.size() + logging.size());
    }
  }

  private static void log(
      LoggedRuns runs, List<String> logging, AtomicLong logged, AtomicReference<JsonNode> refused) {
    try {
      long batch = logged.get();
      for (String run : logging) {
        runs.log(run, 1 + batch * POINTS, POINTS);
      }
      logged.incrementAndGet();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitEvents(AtomicLong received, long expected) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (received.get() < expected && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** How often the statement that topics are read with has run, whoever asked. */
  private long readings() {
    String sql =
        """
        SELECT coalesce(sum(calls), 0) FROM pg_stat_statements
        WHERE query LIKE '%FROM catalog.metric_series s%CROSS JOIN LATERAL%ORDER BY m.batch%'
        """;
    return Long.parseLong(
        Tool.run(
                PATIENCE,
                DatabaseLogin.owner(environment).libpq(),
                List.of(psql, "-XqtA", "-c", sql))
            .strip());
  }

  private double p99Ms(int seconds) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(Math.max(1, seconds));
    List<Future<List<Long>>> asked = new ArrayList<>();
    try (ExecutorService asking = Executors.newFixedThreadPool(ASKING)) {
      for (int i = 0; i < ASKING; i++) {
        asked.add(asking.submit(() -> ask(until)));
      }
    }
    List<Long> all = new ArrayList<>();
    for (Future<List<Long>> one : asked) {
      all.addAll(one.get());
    }
    long[] nanos = all.stream().mapToLong(Long::longValue).sorted().toArray();
    double p99 = nanos[(int) (nanos.length * 0.99)] / 1e6;
    System.out.printf("list  %6d answers   p99 %.1f ms%n", nanos.length, p99);
    return p99;
  }

  private List<Long> ask(long until) throws Exception {
    List<Long> nanos = new ArrayList<>();
    while (System.nanoTime() < until) {
      long began = System.nanoTime();
      client.call(LIST, Map.of("first", 20));
      nanos.add(System.nanoTime() - began);
    }
    return nanos;
  }
}
