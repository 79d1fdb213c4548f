package io.keelson.api.main;

import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.event.RedisLiveSignals;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.vertx.sqlclient.Pool;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** Makes the beans of the lower modules out of what the framework provides. */
final class Wiring {
  private static final int REDIS_CONNECTIONS = 8;
  private static final int REDIS_TIMEOUT_MS = 2_000;

  @Produces
  @Singleton
  InstantSource clock() {
    return InstantSource.system();
  }

  @Produces
  @Singleton
  TenantDatabase tenantDatabase(Pool pool, Mutiny.SessionFactory sessions) {
    return new TenantDatabase(pool, sessions);
  }

  @Produces
  @Singleton
  SystemDatabase systemDatabase(@ReactiveDataSource("system") Pool pool) {
    return new SystemDatabase(pool);
  }

  @Produces
  @Singleton
  RedissonClient redis(@ConfigProperty(name = "keelson.server.redis-url") String url) {
    URI uri = URI.create(url);
    Config config = new Config();
    config.setLazyInitialization(true);
    config.setNettyThreads(2);
    config.setThreads(2);
    String password = uri.getUserInfo() == null ? null : uri.getUserInfo().replaceFirst("^[^:]*:", "");
    if (password != null && !password.isEmpty()) {
      config.setPassword(password);
    }
    config
        .useSingleServer()
        .setAddress(uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort())
        .setConnectionPoolSize(REDIS_CONNECTIONS)
        .setConnectionMinimumIdleSize(1)
        .setSubscriptionConnectionMinimumIdleSize(1)
        .setSubscriptionsPerConnection(1_000)
        .setTimeout(REDIS_TIMEOUT_MS)
        .setRetryAttempts(1);
    return Redisson.create(config);
  }

  void closeRedis(@Disposes RedissonClient redis) {
    redis.shutdown();
  }

  @Produces
  @Singleton
  LiveSignals liveSignals(RedissonClient redis) {
    return new RedisLiveSignals(redis);
  }
}
