package io.keelson.api.testing;

import io.keelson.api.graphql.engine.Engine;
import io.keelson.api.memory.SharedBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * Every thread that reads large requests has something to do, and all the room to wait is taken.
 */
public final class BusyParsers implements AutoCloseable {
  private static final byte[] LARGE =
      "{\"query\":\"%s\"}".formatted(" ".repeat(20_000)).getBytes(StandardCharsets.UTF_8);

  private final CountDownLatch free = new CountDownLatch(1);
  private final List<CompletableFuture<?>> works = new ArrayList<>();
  private final List<SharedBytes.Use> uses = new ArrayList<>();

  public BusyParsers(Engine engine, SharedBytes memory) {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    for (int i = 0; i < threads; i++) {
      works.add(engine.beside("thread " + i, this::awaitFree));
    }
    CompletableFuture<?> last;
    do {
      String payer = "waiting " + works.size();
      SharedBytes.Use use = memory.use(payer);
      uses.add(use);
      last = engine.read(payer, "body", LARGE, use);
      works.add(last);
    } while (!last.isCompletedExceptionally());
  }

  private Void awaitFree() {
    try {
      free.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  /** Lets them go on, and waits until they are done. */
  @Override
  public void close() {
    free.countDown();
    for (CompletableFuture<?> work : works) {
      work.handle((done, refused) -> null).join();
    }
    uses.forEach(SharedBytes.Use::end);
  }
}
