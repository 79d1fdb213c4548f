package io.keelson.api.main;

import io.keelson.api.catalog.storage.StorageMeter;
import io.keelson.api.deployment.GatewayAddress;
import io.keelson.api.mail.MailRoute;
import io.keelson.api.transform.TransformEngine;
import io.keelson.billing.usage.UsageLedger;
import io.keelson.compute.BrokerConfig;
import io.keelson.compute.BrokerLimits;
import io.keelson.compute.BrokerSettings;
import io.keelson.compute.lease.JobTokens;
import io.keelson.tenancy.database.DatabaseLimits;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.embedded.UrlSetting;
import io.keelson.tenancy.event.RedisLiveSignals;
import io.keelson.tenancy.mail.LocalMails;
import io.keelson.tenancy.mail.MailDelivery;
import io.keelson.tenancy.object.ObjectsConfig;
import io.keelson.tenancy.object.S3Settings;
import io.keelson.tenancy.object.TenantKeys;
import io.keelson.tenancy.quota.Quotas;
import io.keelson.tenancy.quota.SocketShares;
import io.keelson.tenancy.rate.PointRates;
import io.keelson.tenancy.rate.RateLimits;
import io.keelson.tenancy.signing.SigningKeys;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.redisson.api.RedissonClient;

/** Makes the beans of the lower modules out of what the framework provides. */
final class Wiring {
  private static final String S3_URL = "keelson.objects.s3-url";

  /** As {@code quarkus.datasource.reactive.max-size}. */
  private static final int CONNECTIONS = 24;

  /** Of them one tenant may hold at one time. */
  private static final int TENANT_SHARE_PERCENT = 50;

  /** How long a caller waits for a connection. */
  private static final Duration CONNECTION_WAIT = Duration.ofSeconds(10);

  /** As the {@code statement_timeout} of both pools: then the server ends a statement. */
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

  @Produces
  @Singleton
  InstantSource clock() {
    return InstantSource.system();
  }

  @Produces
  @Singleton
  TenantDatabase tenantDatabase(Pool pool, Mutiny.SessionFactory sessions, Vertx vertx) {
    return new TenantDatabase(
        pool,
        sessions,
        vertx,
        DatabaseLimits.shared(
            CONNECTIONS, TENANT_SHARE_PERCENT, CONNECTION_WAIT, STATEMENT_TIMEOUT));
  }

  @Produces
  @Singleton
  SystemDatabase systemDatabase(@ReactiveDataSource("system") Pool pool) {
    return new SystemDatabase(
        pool, DatabaseLimits.unshared().within(CONNECTION_WAIT, STATEMENT_TIMEOUT));
  }

  @Produces
  @Singleton
  RedissonClient redis(@ConfigProperty(name = "keelson.server.redis-url") String url) {
    return RedisClient.connect(RedisAddress.parse(url));
  }

  void closeRedis(@Disposes RedissonClient redis) {
    redis.shutdown();
  }

  @Produces
  @Singleton
  ObjectsConfig objects(KeelsonConfig config) {
    ObjectsConfig defaults = ObjectsConfig.defaults(config.data(), URI.create(config.url()));
    ObjectsConfig keyed =
        config.objects().masterKeyFile().map(defaults::withMasterKeyFile).orElse(defaults);
    return config
        .objects()
        .s3Url()
        .map(url -> keyed.withS3(S3Settings.of(UrlSetting.parse(S3_URL, url), S3_URL)))
        .orElse(keyed);
  }

  @Produces
  @Singleton
  StorageMeter storageMeter(
      SystemDatabase system,
      TenantDatabase database,
      UsageLedger ledger,
      KeelsonConfig config,
      InstantSource clock) {
    return new StorageMeter(system, database, ledger, config.billing().storageInterval(), clock);
  }

  @Produces
  @Singleton
  SigningKeys signingKeys(ObjectsConfig objects, KeelsonConfig config, InstantSource clock) {
    return new SigningKeys(TenantKeys.signingRoot(objects), clock);
  }

  @Produces
  @Singleton
  JobTokens jobTokens(SystemDatabase system, SigningKeys keys) {
    return new JobTokens(system, keys);
  }

  @Produces
  @Singleton
  BrokerConfig broker(KeelsonConfig config, BrokerSettings settings) {
    JobsApi api = JobsApi.of(config);
    Map<String, Path> programs = new HashMap<>();
    config.programs().trainer().ifPresent(folder -> programs.put("trainer", folder));
    config.programs().djlWorker().ifPresent(folder -> programs.put("djl-worker", folder));
    config.programs().profiler().ifPresent(folder -> programs.put(TransformEngine.PROGRAM, folder));
    return new BrokerConfig(
        config.data(),
        programs,
        api.host(),
        api.port(),
        config.production(),
        config.billing().meteringInterval(),
        settings,
        BrokerLimits.STANDARD);
  }

  @Produces
  @Singleton
  GatewayAddress gateway(KeelsonConfig config) {
    GatewayAddress address = GatewayAddress.of(config.gatewayUrl());
    return config
        .gateway()
        .grpcTarget()
        .map(target -> new GatewayAddress(address.url(), target))
        .orElse(address);
  }

  @Produces
  @Singleton
  MailDelivery mails(KeelsonConfig config, ReactiveMailer server, LocalMails local) {
    return new MailRoute(config.mail().url().isPresent(), config.url(), server, local);
  }

  @Produces
  @Singleton
  RateLimits rateLimits(
      RedissonClient redis, PointRates rates, InstantSource clock, MeterRegistry meters) {
    return new RateLimits(redis, rates, clock, meters);
  }

  @Produces
  @Singleton
  SocketShares socketShares(TenantDatabase database, SystemDatabase system, Quotas quotas) {
    return new SocketShares(database, system, quotas);
  }

  @Produces
  @Singleton
  RedisLiveSignals redisSignals(RedissonClient redis) {
    return new RedisLiveSignals(redis);
  }

  void closeSignals(@Disposes RedisLiveSignals signals) {
    signals.close();
  }
}
