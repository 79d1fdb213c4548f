package io.keelson.api.graphql.live.socket;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.function.BooleanSupplier;

/** The socket's event loop, as one operation uses it: with the operation's own context. */
record OperationLoop(Context context) {
  /** The loop is that of others too. */
  private static final int AT_MOST_IN_A_TURN = 16;

  /** At once when called from there; else later, after all that was handed over before. */
  void run(Runnable work) {
    if (isHere()) {
      work.run();
    } else {
      later(work);
    }
  }

  /** Not on a thread on which blocking work of the same context runs. */
  private boolean isHere() {
    return Context.isOnEventLoopThread() && Vertx.currentContext() == context;
  }

  /** Does it as long as it says that there is more, a few times a turn. On the loop. */
  void repeat(BooleanSupplier work) {
    for (int done = 0; done < AT_MOST_IN_A_TURN; done++) {
      if (!work.getAsBoolean()) {
        return;
      }
    }
    later(() -> repeat(work));
  }

  /** In a turn of its own. */
  void later(Runnable work) {
    context.runOnContext(here -> work.run());
  }
}
