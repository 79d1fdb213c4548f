package io.keelson.djlworker;

import io.grpc.Status;
import io.grpc.StatusException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The calls that wait for a predictor, and the threads that compute them. More than may wait are
 * refused at once, so that a client can go elsewhere.
 */
final class InferenceQueue {
  private static final int MAX_WAITING_CALLS = 1_024;

  private final ThreadPoolExecutor threads;

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
   * @throws StatusException RESOURCE_EXHAUSTED when too many wait already
   */
  void submit(Runnable call) throws StatusException {
    try {
      threads.execute(call);
    } catch (RejectedExecutionException e) {
      throw Status.RESOURCE_EXHAUSTED
          .withDescription("more than " + MAX_WAITING_CALLS + " requests wait")
          .asException();
    }
  }
}
