package io.keelson.bench.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.bench.BenchResult;
import io.keelson.bench.Benchmark;
import io.keelson.bench.KeelsonEnvironment;
import io.keelson.bench.graphql.GraphqlClient;
import io.keelson.bench.measure.Arguments;
import io.keelson.bench.measure.HeapWatch;
import io.keelson.bench.measure.Listener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Subscribers that open a socket, follow a run and stop reading, while the run logs and one
 * neighbour reads. Watched is the platform's live heap; the ratio is what it may grow by over what
 * it grew by.
 */
public final class SlowReadersBench implements Benchmark {
  private static final double MAX_GROWTH_MIB = 64;
  private static final int SUBSCRIBERS = 200;
  private static final int SECONDS = 30;
  private static final int EVENTS_PER_S = 2_000;
  private static final int MAX = 15_000;
  private static final int BATCHES_PER_S = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final KeelsonEnvironment environment = KeelsonEnvironment.ofProcess();
  private final GraphqlClient client = new GraphqlClient(environment);
  private final AtomicLong neighbourStep = new AtomicLong();
  private final AtomicInteger outOfOrder = new AtomicInteger();
  private final AtomicReference<JsonNode> neighbourEnd = new AtomicReference<>();

  @Override
  public BenchResult run(List<String> arguments) throws Exception {
    int subscribers = Arguments.number(arguments, 0, SUBSCRIBERS, MAX);
    int seconds = Arguments.number(arguments, 1, SECONDS, 3_600);
    int eventsPerSecond = Arguments.number(arguments, 2, EVENTS_PER_S, 100_000);
    Listener platform = Listener.on(environment.url().getPort(), "the platform");
    LoggedRuns runs = new LoggedRuns(client);
    String run = runs.make();
    AtomicInteger ended = new AtomicInteger();
    try (Sockets sockets = new Sockets(environment)) {
      Socket neighbour = sockets.open(this::received);
      neighbour.follow("n", run);
      long[] logged = {0};
      List<Socket> silent = new ArrayList<>();
      HeapWatch.Growth heap =
          new HeapWatch(platform)
              .during(
                  () -> {
                    for (int i = 0; i < subscribers; i++) {
                      Socket socket =
                          sockets.openSmall((type, message) -> count(ended, type, message));
                      socket.follow("s", run);
                      socket.stopReading();
                      silent.add(socket);
                    }
                    logged[0] = log(runs, run, seconds, eventsPerSecond);
                  });
      awaitNeighbour(logged[0]);
      silent.forEach(Socket::readOn);
      awaitEnds(ended, subscribers);
      boolean complete = neighbourStep.get() == logged[0] && outOfOrder.get() == 0;
      return new BenchResult("slow-readers", MAX_GROWTH_MIB / Math.max(1, heap.mib()), 1)
          .require("neighbour_got_every_event", complete)
          .add("neighbour_is_told_up_to", neighbourStep.get())
          .add("neighbour_out_of_order", outOfOrder.get())
          .add("neighbour_was_ended", String.valueOf(neighbourEnd.get()))
          .add("heap_growth_mib", heap.mib())
          .add("heap_before_mib", heap.beforeMib())
          .add("heap_samples", heap.samples())
          .add("events_logged", logged[0])
          .add("events_per_s", (double) logged[0] / seconds)
          .add("subscriptions_ended_with_an_error", ended.get())
          .add("subscribers", subscribers)
          .add("seconds", seconds);
    }
  }

  private static void count(AtomicInteger ended, String type, JsonNode message) {
    if (type.equals("error")
        && message.at("/payload/0/extensions/code").asText().equals("RATE_LIMITED")) {
      ended.incrementAndGet();
    }
  }

  /** Steps are logged in order from 1 on. */
  private void received(String type, JsonNode message) {
    if (type.equals("next")) {
      long step = message.at("/payload/data/runMetrics/step").asLong();
      if (step != neighbourStep.get() + 1) {
        outOfOrder.incrementAndGet();
      }
      neighbourStep.set(step);
    } else if (type.equals("error") || type.equals("complete")) {
      neighbourEnd.set(message);
    }
  }

  private static long log(LoggedRuns runs, String run, int seconds, int eventsPerSecond)
      throws Exception {
    long began = System.nanoTime();
    int points = Math.max(1, eventsPerSecond / BATCHES_PER_S);
    long logged = 0;
    for (int batch = 0; batch < seconds * BATCHES_PER_S; batch++) {
      runs.log(run, 1 + logged, points);
      logged += points;
      long dueAtMs = (batch + 1) * 1_000L / BATCHES_PER_S;
      long waitMs = dueAtMs - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      if (waitMs > 0) {
        TimeUnit.MILLISECONDS.sleep(waitMs);
      }
    }
    return logged;
  }

  private void awaitNeighbour(long logged) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (neighbourStep.get() < logged && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static void awaitEnds(AtomicInteger ended, int subscribers) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (ended.get() < subscribers && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
