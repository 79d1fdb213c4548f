package io.keelson.api.graphql.engine;

import io.keelson.tenancy.failure.Unavailable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A few threads for reading what is large or strange. That takes milliseconds, of which an event
 * loop has none; what follows goes on where it came from.
 */
final class Parsers {
  private static final int IDLE_SECONDS = 30;
  private final Executor threads;

  /**
   * @param wanted 0 for half of the cores
   * @param maxWaiting beyond which nothing more is taken on
   */
  Parsers(int wanted, int maxWaiting) {
    int count = wanted > 0 ? wanted : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            count,
            count,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(maxWaiting),
            Thread.ofPlatform()
                .daemon()
                .inheritInheritableThreadLocals(false)
                .name("graphql-parser-", 0)
                .factory());
    pool.allowCoreThreadTimeOut(true);
    this.threads = pool;
  }

  /**
   * @return completes on the caller's event loop, or on a virtual thread for a caller without one;
   *     with {@link Unavailable} when too many wait
   */
  <T> CompletableFuture<T> run(Supplier<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    Context caller = Vertx.currentContext();
    try {
      threads.execute(() -> run(work, done, caller));
    } catch (RejectedExecutionException e) {
      done.completeExceptionally(
          new Unavailable("too many large requests wait to be read; try again", e));
    }
    return done;
  }

  private static <T> void run(Supplier<T> work, CompletableFuture<T> done, Context caller) {
    T result;
    try {
      result = work.get();
    } catch (RuntimeException | StackOverflowError e) {
      back(caller, () -> done.completeExceptionally(e));
      return;
    }
    back(caller, () -> done.complete(result));
  }

  private static void back(Context caller, Runnable next) {
    if (caller == null) {
      Thread.startVirtualThread(next);
    } else {
      caller.runOnContext(now -> next.run());
    }
  }
}
