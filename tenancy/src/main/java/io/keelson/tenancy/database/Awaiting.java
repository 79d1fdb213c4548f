package io.keelson.tenancy.database;

import io.keelson.tenancy.failure.Unavailable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Parks a virtual thread until the database has answered, and turns its errors into ours. */
final class Awaiting {
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String NOT_REACHABLE = "the database is not reachable";

  /** The server ended the statement at its timeout. */
  private static final String TOO_SLOW = "57014";

  /** The server shuts down, has crashed, still starts, or has no connection left. */
  private static final Set<String> AWAY = Set.of("57P01", "57P02", "57P03", "53300");

  private Awaiting() {}

  static <T> T await(Future<T> future, Duration timeout) {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException(
          "a blocking database call on an event loop (expected: a virtual thread)");
    }
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw translated(e.getCause());
    } catch (TimeoutException e) {
      throw new Unavailable("the database did not answer within " + timeout.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted while waiting for the database", e);
    }
  }

  /**
   * @param giveBack takes what arrives after the wait has failed: whoever holds it lends it out
   *     without knowing that nobody waits any more
   */
  static <T> T awaitOr(Future<T> arriving, Duration timeout, Consumer<T> giveBack) {
    try {
      return await(arriving, timeout);
    } catch (RuntimeException e) {
      arriving.onSuccess(giveBack::accept);
      throw e;
    }
  }

  static RuntimeException translated(Throwable cause) {
    if (cause instanceof PgException pg) {
      String state = String.valueOf(pg.getSqlState());
      if (state.equals(UNIQUE_VIOLATION)) {
        return new UniqueViolation(pg.getConstraint());
      }
      if (state.equals(TOO_SLOW)) {
        return new Unavailable("the database did not answer within its time limit", pg);
      }
      return AWAY.contains(state) ? new Unavailable(NOT_REACHABLE, pg) : pg;
    }
    if (cause instanceof RuntimeException runtime
        && !(cause instanceof io.vertx.core.VertxException)) {
      return runtime;
    }
    return new Unavailable(NOT_REACHABLE, cause);
  }
}
