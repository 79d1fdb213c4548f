package io.keelson.api.catalog.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.dataset.DatasetVersion;
import io.keelson.billing.price.PriceBook;
import io.keelson.billing.usage.UsageLedger;
import io.keelson.compute.Broker;
import io.keelson.compute.BrokerConfig;
import io.keelson.compute.BrokerLimits;
import io.keelson.compute.BrokerSettings;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobInput;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobSpec;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Resources;
import io.keelson.compute.lease.JobTokens;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.object.ObjectRef;
import io.keelson.tenancy.signing.SigningKeys;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A real broker and the real program for what is made to break whoever reads it, and another
 * tenant's small transform beside it, which is measured.
 */
final class HostileGround implements AutoCloseable {
  private static final Path PROGRAM =
      Path.of(System.getProperty("keelson.test.root", ".."))
          .toAbsolutePath()
          .normalize()
          .resolve("api/profiler/target/profiler");
  private static final byte[] TOKEN_KEY = "a key for tests, 32 bytes or more".getBytes(UTF_8);

  /** Of a hostile job, after which it would be no bounded one. */
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  /** Of a neighbour: how much longer than by itself it may take, and what it may take anyway. */
  private static final int SLOWER = 8;

  private static final Duration ANYWAY = Duration.ofSeconds(30);

  final ValidationGround ground = new ValidationGround();
  final CatalogFixture catalog = ground.catalog;
  private final InstantSource clock = InstantSource.system();
  private final UUID neighbour = Ids.next();
  private Broker broker;
  private ValidationLoop loop;
  private Duration alone;

  void start() throws Exception {
    catalog.asOwner(
        """
        INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at, status)
        VALUES ('%s', 'neighbour', 'Neighbour', now(), 'ACTIVE')
        """
            .formatted(neighbour));
    BrokerConfig config =
        new BrokerConfig(
            catalog.folder,
            Map.of("profiler", PROGRAM),
            "127.0.0.1",
            1,
            false,
            Duration.ofSeconds(60),
            BrokerSettings.of(
                Map.of(
                    "cpus",
                    "3",
                    "memory-bytes",
                    "" + (6L << 30),
                    "first-uid",
                    "" + (200_000 + ThreadLocalRandom.current().nextInt(10_000) * 100))),
            BrokerLimits.STANDARD);
    broker =
        new Broker(
            new Broker.Ground(
                catalog.database,
                catalog.system,
                catalog.objects,
                catalog.outbox,
                catalog.signals,
                new UsageLedger(catalog.database, new PriceBook(), clock),
                new JobTokens(catalog.system, new SigningKeys(TOKEN_KEY, clock)),
                catalog.quotas,
                clock),
            config);
    broker.start();
    loop = ground.loop();
    loop.start();
    awaitNeighbour();
    alone = awaitNeighbour();
  }

  @Override
  public void close() {
    loop.close();
    broker.close();
    ground.close();
  }

  UUID transform(UUID tenantId, String sql) {
    byte[] wine = "id,grape,score\n1,a,2\n2,b,3\n".getBytes(UTF_8);
    ObjectRef stored = catalog.objects.putBytes(tenantId, wine);
    JsonObject parameters =
        new JsonObject()
            .put("sql", sql)
            .put("memoryBytes", 512L << 20)
            .put("threads", 1)
            .put(
                "inputs",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("name", "wine")
                            .put(
                                "tables",
                                new JsonArray()
                                    .add(
                                        new JsonObject()
                                            .put("name", "wine.csv")
                                            .put("folder", "0/0")))));
    UUID id = Ids.next();
    catalog.database.transact(
        tenantId,
        tx ->
            ground
                .jobs(Map.of())
                .submit(
                    tx,
                    id,
                    new JobSpec(
                        ground.projectId,
                        null,
                        "transform",
                        JobKind.TASK,
                        "profiler",
                        List.of(
                            "/java/bin/java",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx64m",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            "/program/lib/*",
                            "io.keelson.profiler.Transform"),
                        Map.of(),
                        parameters,
                        List.of(
                            new JobInput(
                                "0/0/table-000000.csv", stored.digest(), stored.sizeBytes())),
                        new Resources(1, 1L << 30),
                        Duration.ofMinutes(2),
                        null,
                        Actor.PLATFORM)));
    return id;
  }

  private Job job(UUID tenantId, UUID id) {
    return ground.jobs(Map.of()).byIds(tenantId, List.of(id)).get(id);
  }

  /** How a job ended, which it does within the bounds of any. */
  Job ended(UUID tenantId, UUID id) throws InterruptedException {
    long began = System.nanoTime();
    while (System.nanoTime() - began < PATIENCE.toNanos()) {
      Job job = job(tenantId, id);
      if (job.status().ended()) {
        return job;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("job is " + job(tenantId, id).status());
  }

  /** How long another tenant's small transform takes now. */
  Duration awaitNeighbour() throws InterruptedException {
    long began = System.nanoTime();
    Job job = ended(neighbour, transform(neighbour, "SELECT * FROM wine WHERE id = 1"));
    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** What becomes of a version, with what the neighbour's jobs took meanwhile. */
  DatasetVersion judged(String what, UUID id) throws InterruptedException {
    long began = System.nanoTime();
    List<Long> neighbours = new ArrayList<>();
    while (System.nanoTime() - began < PATIENCE.toNanos()) {
      catalog.deliver();
      DatasetVersion version = ground.version(id);
      switch (version.status()) {
        case VALIDATED, REJECTED, ERRORED -> {
          System.out.printf(
              "[hostile] %s: %s after %d ms; the neighbour took %s ms, %d ms alone%n",
              what,
              version.status(),
              Duration.ofNanos(System.nanoTime() - began).toMillis(),
              neighbours,
              alone.toMillis());
          awaitNeighbour();
          return version;
        }
        default -> neighbours.add(withinItsBound(awaitNeighbour()).toMillis());
      }
    }
    throw new AssertionError("the version is " + ground.version(id).status());
  }

  Duration withinItsBound(Duration taken) {
    Duration most = alone.multipliedBy(SLOWER);
    assertThat(taken).isLessThan(most.compareTo(ANYWAY) > 0 ? most : ANYWAY);
    return taken;
  }

  /** What the neighbour takes where nothing is beside it. */
  Duration alone() {
    return alone;
  }
}
