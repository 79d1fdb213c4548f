package io.keelson.serving.watch.finding;

import io.keelson.tenancy.failure.Unavailable;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Few threads of the platform for what computes for seconds. On a virtual thread it would keep one
 * of those that carry all others, of which there are as many as processors.
 */
final class JudgeThreads implements AutoCloseable {
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          Math.max(1, Runtime.getRuntime().availableProcessors() - 1),
          Thread.ofPlatform().daemon().name("drift-judge-", 0).factory());

  /**
   * Waits for what is computed.
   *
   * @throws Unavailable when the caller is interrupted
   */
  <T> T compute(Callable<T> work) {
    Future<T> computed = threads.submit(work);
    try {
      return computed.get();
    } catch (InterruptedException e) {
      computed.cancel(true);
      Thread.currentThread().interrupt();
      throw new Unavailable("the platform stops", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
