package io.keelson.djlworker;

import io.keelson.djlworker.protocol.InferStatistics;
import io.keelson.djlworker.protocol.ModelStatistics;
import io.keelson.djlworker.protocol.StatisticDuration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the worker has computed since it started, as Triton's clients read it. */
final class Statistics {
  private final LongAdder rows = new LongAdder();
  private final LongAdder successes = new LongAdder();
  private final LongAdder successNanos = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder failureNanos = new LongAdder();
  private final LongAdder queueNanos = new LongAdder();
  private final LongAdder computeNanos = new LongAdder();
  private final AtomicLong lastInferenceMs = new AtomicLong();

  void succeeded(long rowCount, long queuedNanos, long computedNanos, long nowMs) {
    rows.add(rowCount);
    successes.increment();
    successNanos.add(queuedNanos + computedNanos);
    queueNanos.add(queuedNanos);
    computeNanos.add(computedNanos);
    lastInferenceMs.set(nowMs);
  }

  void failed(long nanos) {
    failures.increment();
    failureNanos.add(nanos);
  }

  ModelStatistics snapshot(String name, String version) {
    long count = successes.sum();
    InferStatistics.Builder inference =
        InferStatistics.newBuilder()
            .setSuccess(duration(count, successNanos))
            .setFail(duration(failures.sum(), failureNanos))
            .setQueue(duration(count, queueNanos))
            .setComputeInfer(duration(count, computeNanos));
    return ModelStatistics.newBuilder()
        .setName(name)
        .setVersion(version)
        .setLastInference(lastInferenceMs.get())
        .setInferenceCount(rows.sum())
        .setExecutionCount(count)
        .setInferenceStats(inference)
        .build();
  }

  private static StatisticDuration duration(long count, LongAdder nanos) {
    return StatisticDuration.newBuilder().setCount(count).setNs(nanos.sum()).build();
  }
}
