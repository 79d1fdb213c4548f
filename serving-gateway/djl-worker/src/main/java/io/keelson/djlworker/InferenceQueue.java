package io.keelson.djlworker;

import io.grpc.Status;
import io.grpc.StatusException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The calls that wait for a predictor, and the threads that compute them. Bounded in calls and in
 * bytes: what does not fit is refused at once, so that a client can go elsewhere.
 */
final class InferenceQueue {
  private static final int MAX_WAITING_CALLS = 1_024;

  private final ThreadPoolExecutor threads;
  private final AtomicLong heldBytes = new AtomicLong();
  private final long maxHeldBytes = Runtime.getRuntime().maxMemory() / 4;

  /**
   * @param width how many calls are computed at a time
   */
  InferenceQueue(int width) {
    threads =
        new ThreadPoolExecutor(
            width,
            width,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING_CALLS),
            Thread.ofPlatform().daemon().name("predict-", 0).factory());
  }

  /**
   * @param sizeBytes what the call holds in memory until it is done
   * @throws StatusException RESOURCE_EXHAUSTED when too much waits already
   */
  void submit(long sizeBytes, Runnable call) throws StatusException {
    if (heldBytes.addAndGet(sizeBytes) > maxHeldBytes) {
      heldBytes.addAndGet(-sizeBytes);
      throw full("the waiting requests hold more than " + maxHeldBytes + " bytes");
    }
    try {
      threads.execute(
          () -> {
            try {
              call.run();
            } finally {
              heldBytes.addAndGet(-sizeBytes);
            }
          });
    } catch (RejectedExecutionException e) {
      heldBytes.addAndGet(-sizeBytes);
      throw full("more than " + MAX_WAITING_CALLS + " requests wait");
    }
  }

  private static StatusException full(String why) {
    return Status.RESOURCE_EXHAUSTED.withDescription(why).asException();
  }
}
