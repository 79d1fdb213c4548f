package io.keelson.serving.watch.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.serving.testing.ServingGround;
import io.keelson.serving.watch.bins.BinCounts;
import io.keelson.serving.watch.bins.NumericBins;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Pool;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What requests of a model may bring is read for all tenants, and kept in one cache. */
class KnownInputsReadingIT {
  /** So many that the cache's table grows meanwhile, bin by bin, that of the one that waits too. */
  private static final int OTHERS = 64;

  private static final ReferenceProfile PROFILE =
      new ReferenceProfile(
          10,
          List.of(
              new ProfiledFeature(
                  FeatureKind.INPUT,
                  "a",
                  "features",
                  0,
                  List.of(),
                  BinCounts.of(NumericBins.ofEdges(1), 5, 5, 0))));

  /** The first read waits for its connection until it is given one. */
  private static final class SlowFirst {
    final Promise<Void> connection = Promise.promise();
    final CompletableFuture<Void> waits = new CompletableFuture<>();
    private final AtomicBoolean isFirst = new AtomicBoolean(true);

    Pool before(Pool pool) {
      return (Pool)
          Proxy.newProxyInstance(
              Pool.class.getClassLoader(),
              new Class<?>[] {Pool.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("getConnection")
                    && method.getParameterCount() == 0
                    && isFirst.compareAndSet(true, false)) {
                  waits.complete(null);
                  return connection.future().compose(ready -> pool.getConnection());
                }
                return method.invoke(pool, arguments);
              });
    }
  }

  @Test
  @Timeout(120)
  void oneThatIsReadSlowlyHoldsUpNoOtherTenant() throws Exception {
    try (ServingGround ground = new ServingGround();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      SlowFirst slow = new SlowFirst();
      References references =
          new References(new TenantDatabase(slow.before(ground.appPool())), ground.clock);
      AtomicReference<KnownInputs> late = new AtomicReference<>();
      var waiting =
          threads.submit(
              () -> late.set(references.knownInputs(UUID.randomUUID(), Ids.next(), PROFILE)));
      slow.waits.get(20, TimeUnit.SECONDS);

      try {
        threads
            .submit(
                () -> {
                  for (int i = 0; i < OTHERS; i++) {
                    assertThat(references.knownInputs(UUID.randomUUID(), Ids.next(), PROFILE))
                        .isNotNull();
                  }
                })
            .get(40, TimeUnit.SECONDS);
        assertThat(late).hasValue(null);
      } finally {
        slow.connection.complete();
      }
      waiting.get(20, TimeUnit.SECONDS);
      assertThat(late.get()).isNotNull();
    }
  }
}
