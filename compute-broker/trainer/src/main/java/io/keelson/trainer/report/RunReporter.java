package io.keelson.trainer.report;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends a run's metrics to the platform while the training goes on: one thread, at most one call in
 * flight, a batch at least every half second while there is something to send.
 */
public final class RunReporter implements MetricLog, AutoCloseable {
  private static final int MAX_BATCH = 1_000;
  private static final int MAX_WAITING = 10_000;
  private static final long FLUSH_INTERVAL_MS = 500;

  /** The platform's convention for the length of a run. */
  private static final String TOTAL_STEPS = "keelson.total_steps";

  private static final String TRACEPARENT = "[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}";

  private final RunDoor door;
  private final AutoCloseable bridge;
  private final Thread sender;
  private final String keyPrefix = UUID.randomUUID().toString();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<RunDoor.Metric> waiting = new ArrayDeque<>();
  private final Map<String, String> waitingParameters = new LinkedHashMap<>();
  private final Map<String, String> waitingTags = new LinkedHashMap<>();
  private boolean finishing;
  private boolean ended;
  private ReportFailed failure;

  /**
   * Opens a run's report by a job's environment: {@code KEELSON_TOKEN}, {@code KEELSON_TENANT},
   * {@code KEELSON_RUN_ID}, and {@code KEELSON_API_SOCKET} or {@code KEELSON_URL}; {@code
   * TRACEPARENT} is passed on.
   *
   * @param patience how long one batch is tried before the training fails
   * @throws ReportFailed when the address is missing or no address
   */
  public static RunReporter open(Map<String, String> environment, Duration patience)
      throws ReportFailed, IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Authorization", "Bearer " + environment.get("KEELSON_TOKEN"));
    headers.put("X-Keelson-Tenant", environment.getOrDefault("KEELSON_TENANT", ""));
    String trace = environment.getOrDefault("TRACEPARENT", "");
    if (trace.matches(TRACEPARENT)) {
      headers.put("traceparent", trace);
    }
    String socket = environment.getOrDefault("KEELSON_API_SOCKET", "");
    if (!socket.isEmpty()) {
      SocketBridge bridge = SocketBridge.open(Path.of(socket));
      URI address = URI.create("http://127.0.0.1:" + bridge.port());
      return new RunReporter(door(address, headers, environment, patience), bridge);
    }
    String url = environment.getOrDefault("KEELSON_URL", "");
    if (!url.matches("https?://.+")) {
      throw new ReportFailed(
          "neither KEELSON_API_SOCKET nor KEELSON_URL says where the platform's API is: KEELSON_URL is '"
              + url
              + "'");
    }
    return new RunReporter(door(URI.create(url), headers, environment, patience), () -> {});
  }

  private static RunDoor door(
      URI base, Map<String, String> headers, Map<String, String> environment, Duration patience) {
    return new RunDoor(
        base.resolve("/graphql"), headers, environment.get("KEELSON_RUN_ID"), patience);
  }

  private RunReporter(RunDoor door, AutoCloseable bridge) {
    this.door = door;
    this.bridge = bridge;
    this.sender = Thread.ofVirtual().name("run-reporter").start(this::send);
  }

  @Override
  public void parameters(Map<String, String> values) throws ReportFailed {
    say(waitingParameters, values);
  }

  @Override
  public void totalSteps(long steps) throws ReportFailed {
    say(waitingTags, Map.of(TOTAL_STEPS, Long.toString(steps)));
  }

  private void say(Map<String, String> waitingHere, Map<String, String> values)
      throws ReportFailed {
    lock.lock();
    try {
      refuseAfterFailure();
      waitingHere.putAll(values);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void metrics(long step, Map<String, Double> values) throws ReportFailed {
    lock.lock();
    try {
      while (waiting.size() >= MAX_WAITING && failure == null) {
        changed.awaitUninterruptibly();
      }
      refuseAfterFailure();
      values.forEach((key, value) -> waiting.add(new RunDoor.Metric(key, value, step)));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void finish() throws ReportFailed {
    lock.lock();
    try {
      finishing = true;
      changed.signalAll();
      while (!ended) {
        changed.awaitUninterruptibly();
      }
      refuseAfterFailure();
    } finally {
      lock.unlock();
    }
  }

  /** Stops without waiting for what is still unsent; a finished report has nothing unsent. */
  @Override
  public void close() throws Exception {
    sender.interrupt();
    bridge.close();
  }

  private void refuseAfterFailure() throws ReportFailed {
    if (failure != null) {
      throw failure;
    }
  }

  private void send() {
    ReportFailed trouble = null;
    try {
      long number = 0;
      while (awaitWork()) {
        List<RunDoor.Metric> metrics = new ArrayList<>();
        Map<String, String> parameters = new LinkedHashMap<>();
        Map<String, String> tags = new LinkedHashMap<>();
        take(metrics, parameters, tags);
        door.logBatch(metrics, parameters, tags, keyPrefix + "-" + number++);
        awaitNextFlush();
      }
    } catch (ReportFailed e) {
      trouble = e;
    } catch (InterruptedException | RuntimeException e) {
      trouble = new ReportFailed("the report of the run's metrics ended early: " + e);
    }
    lock.lock();
    try {
      failure = trouble;
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** False when all is sent and nothing more will come. */
  private boolean awaitWork() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && waitingParameters.isEmpty() && waitingTags.isEmpty()) {
        if (finishing) {
          return false;
        }
        changed.await();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void take(
      List<RunDoor.Metric> metrics, Map<String, String> parameters, Map<String, String> tags) {
    lock.lock();
    try {
      while (!waiting.isEmpty() && metrics.size() < MAX_BATCH) {
        metrics.add(waiting.poll());
      }
      parameters.putAll(waitingParameters);
      waitingParameters.clear();
      tags.putAll(waitingTags);
      waitingTags.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets metrics gather, unless a full batch waits or the training has ended. */
  private void awaitNextFlush() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long leftNanos = TimeUnit.MILLISECONDS.toNanos(FLUSH_INTERVAL_MS);
      while (!finishing && waiting.size() < MAX_BATCH && leftNanos > 0) {
        leftNanos = changed.awaitNanos(leftNanos);
      }
    } finally {
      lock.unlock();
    }
  }
}
