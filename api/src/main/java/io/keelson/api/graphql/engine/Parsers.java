package io.keelson.api.graphql.engine;

import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.share.FairShare;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A few threads for reading what is large or strange. That takes milliseconds, of which an event
 * loop has none; what follows goes on where it came from. Payers take turns, however much each has
 * sent, and no one takes all the room to wait.
 */
final class Parsers {
  static final int HALF_OF_THE_CORES = 0;
  private static final int IDLE_SECONDS = 30;
  private final Executor threads;
  private final FairShare<Object> room;

  /** What waits, of each payer, in the order of their turns. */
  private final Map<Object, Queue<Runnable>> waiting = new LinkedHashMap<>();

  /**
   * @param wanted threads
   * @param maxWaiting beyond which nothing more is taken on; of one payer, half of that
   */
  Parsers(int wanted, int maxWaiting) {
    this("graphql-parser-", wanted, maxWaiting);
  }

  /** With threads of that name, each with its number. */
  Parsers(String name, int wanted, int maxWaiting) {
    int count =
        wanted != HALF_OF_THE_CORES
            ? wanted
            : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            count,
            count,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform()
                .daemon()
                .inheritInheritableThreadLocals(false)
                .name(name, 0)
                .factory());
    pool.allowCoreThreadTimeOut(true);
    this.threads = pool;
    this.room = new FairShare<>(maxWaiting + count);
  }

  /**
   * @param payer whose turn it takes
   * @return completes on the caller's event loop, or on a virtual thread for a caller without one;
   *     with {@link Unavailable} when too many wait, at all or of this payer
   */
  <T> CompletableFuture<T> run(Object payer, Supplier<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    if (room.tryTake(payer) != FairShare.Answer.TAKEN) {
      done.completeExceptionally(
          new Unavailable("too many large requests wait to be read; try again", null));
      return done;
    }
    line(payer, work, done, () -> room.release(payer));
    return done;
  }

  /**
   * {@link #run} of what is bounded by the memory that it uses while it waits, of its payer's
   * share: it takes no room to wait, and is never refused.
   */
  <T> CompletableFuture<T> runHeld(Object payer, Supplier<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    line(payer, work, done, () -> {});
    return done;
  }

  /**
   * {@link #runHeld} that completes on the thread that did it: what depends on it by the end of the
   * caller's turn of its event loop is done there, too.
   */
  <T> CompletableFuture<T> runThere(Object payer, Supplier<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    Context caller = Vertx.currentContext();
    if (caller == null) {
      there(payer, work, done);
    } else {
      caller.runOnContext(turnIsOver -> there(payer, work, done));
    }
    return done;
  }

  private <T> void there(Object payer, Supplier<T> work, CompletableFuture<T> done) {
    add(payer, () -> outcome(work, done).run());
    threads.execute(() -> next().run());
  }

  private <T> void line(
      Object payer, Supplier<T> work, CompletableFuture<T> done, Runnable release) {
    Context caller = Vertx.currentContext();
    add(payer, () -> run(work, done, release, caller));
    threads.execute(() -> next().run());
  }

  private synchronized void add(Object payer, Runnable work) {
    waiting.computeIfAbsent(payer, first -> new ArrayDeque<>()).add(work);
  }

  /** Of the payer whose turn it is, who goes to the end of the line. There is one for each call. */
  private synchronized Runnable next() {
    Iterator<Map.Entry<Object, Queue<Runnable>>> line = waiting.entrySet().iterator();
    Map.Entry<Object, Queue<Runnable>> first = line.next();
    Object payer = first.getKey();
    Queue<Runnable> works = first.getValue();
    line.remove();
    Runnable work = works.remove();
    if (!works.isEmpty()) {
      waiting.put(payer, works);
    }
    return work;
  }

  private static <T> void run(
      Supplier<T> work, CompletableFuture<T> done, Runnable release, Context caller) {
    Runnable answer = outcome(work, done);
    release.run();
    back(caller, answer);
  }

  /** Does it; returns what tells of it. */
  private static <T> Runnable outcome(Supplier<T> work, CompletableFuture<T> done) {
    try {
      T result = work.get();
      return () -> done.complete(result);
    } catch (RuntimeException | Error e) {
      return () -> done.completeExceptionally(e);
    }
  }

  private static void back(Context caller, Runnable next) {
    if (caller == null) {
      Thread.startVirtualThread(next);
    } else {
      caller.runOnContext(now -> next.run());
    }
  }
}
