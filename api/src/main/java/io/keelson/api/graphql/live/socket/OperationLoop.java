package io.keelson.api.graphql.live.socket;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** The socket's event loop, as one operation uses it: with the operation's own context. */
record OperationLoop(Context context) {

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

  /** In a turn of its own. */
  void later(Runnable work) {
    context.runOnContext(here -> work.run());
  }
}
