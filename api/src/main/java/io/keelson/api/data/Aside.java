package io.keelson.api.data;

import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** Work of a request that blocks. */
final class Aside {
  private Aside() {}

  /**
   * Runs on a virtual thread.
   *
   * @param work gives what is to be done on the request's event loop then, and fails never
   */
  static void run(RoutingContext context, Supplier<Runnable> work) {
    Context eventLoop = context.vertx().getOrCreateContext();
    Thread.ofVirtual()
        .name("event-door")
        .start(
            () -> {
              Runnable then = work.get();
              eventLoop.runOnContext(back -> then.run());
            });
  }
}
