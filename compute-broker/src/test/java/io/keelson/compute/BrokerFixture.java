package io.keelson.compute;

import com.sun.net.httpserver.HttpServer;
import io.keelson.compute.job.EndCause;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobInput;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobLog;
import io.keelson.compute.job.JobOutput;
import io.keelson.compute.job.JobProgress;
import io.keelson.compute.job.JobSpec;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Jobs;
import io.keelson.compute.job.LogLine;
import io.keelson.compute.job.Resources;
import io.keelson.compute.job.Retry;
import io.keelson.compute.scheduler.RoomHolders;
import io.keelson.compute.scheduler.WaitingJobs;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.embedded.ProcessIdentity;
import io.keelson.tenancy.object.ObjectRef;
import io.keelson.tenancy.object.TenantObjects;
import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestServers;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A queue, a machine's data folder and a stand-in for the platform's HTTP door, of one test's own.
 */
public final class BrokerFixture implements AutoCloseable {
  public static final Actor ENGINEER =
      new Actor(Principal.Kind.PERSON, UUID.randomUUID(), "engineer");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  public static final long MIB = 1L << 20;

  private final TestDatabase testDatabase =
      TestServers.shared().freshDatabase("tenancy", "billing", "compute");
  private final List<Broker> brokers = new ArrayList<>();
  private final HttpServer door;
  final Path folder;
  final Ground.Address address;
  final Ground ground;

  /** Accounts of a test's own, so that suites beside each other do not share any. */
  private final int firstUid = 100_000 + ThreadLocalRandom.current().nextInt(10_000) * 100;

  final BrokerConfig config;
  public final UUID projectId = Ids.next();
  public final UUID runId = Ids.next();
  public final UUID tenantId;
  public final Jobs jobs;
  public final JobLog log;

  public BrokerFixture() {
    try {
      this.folder = Files.createTempDirectory(Path.of("/tmp"), "kb-");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
      this.door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    door.createContext(
        "/",
        exchange -> {
          byte[] answer =
              ("hello " + exchange.getRequestHeaders().getFirst("Authorization"))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    door.start();
    this.address =
        new Ground.Address(
            testDatabase.host(),
            testDatabase.port(),
            testDatabase.name(),
            testDatabase.appUser(),
            testDatabase.appPassword(),
            testDatabase.systemUser(),
            testDatabase.systemPassword(),
            folder);
    this.ground = new Ground(address);
    this.config = config(Map.of());
    this.tenantId = tenant("acme");
    JobProgress progress = new JobProgress(ground.outbox, ground.signals, ground.clock);
    this.jobs = new Jobs(ground.database, progress, ground.quotas, ground.clock);
    this.log = new JobLog(ground.database, ground.objects);
  }

  static BrokerConfig config(
      Path folder, int doorPort, int firstUid, Map<String, String> settings) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "cpus", "2",
                "memory-bytes", "" + 4_096 * MIB,
                "first-uid", "" + firstUid,
                "max-disk-bytes", "" + 64 * MIB,
                "stop-grace", "PT2S"));
    all.putAll(settings);
    return BrokerConfigs.of(folder, doorPort, all);
  }

  /** Its own configuration with other settings, by their names without prefix. */
  BrokerConfig config(Map<String, String> settings) {
    return config(folder, doorPort(), firstUid, settings);
  }

  int doorPort() {
    return door.getAddress().getPort();
  }

  public Ground ground() {
    return ground;
  }

  public TenantObjects objects() {
    return ground.objects;
  }

  public UUID tenant(String slug) {
    UUID id = Ids.next();
    ground.database.transact(
        id,
        tx ->
            tx.update(
                "INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at) VALUES ($1, $2, $2, now())",
                id,
                slug));
    return id;
  }

  Broker start(BrokerConfig config) {
    Broker broker = ground.broker(config);
    brokers.add(broker);
    broker.start();
    return broker;
  }

  public Broker start() {
    return start(config);
  }

  /** Of a job that is not tried again where its machine is lost. */
  static final List<Retry> NEVER_ELSEWHERE =
      List.of(new Retry(EndCause.MACHINE_LOST, 0, Duration.ofSeconds(1)));

  /** A task of a shell script. */
  public JobSpec script(String script) {
    return spec(
        JobKind.TASK,
        List.of("sh", "-c", script),
        new Resources(0.5, 256 * MIB),
        Duration.ofMinutes(5));
  }

  public JobSpec spec(
      JobKind kind, List<String> command, Resources resources, Duration maxDuration) {
    return spec(kind, command, resources, maxDuration, List.of());
  }

  public JobSpec spec(
      JobKind kind,
      List<String> command,
      Resources resources,
      Duration maxDuration,
      List<JobInput> inputs) {
    return new JobSpec(
        projectId,
        runId,
        "a job",
        kind,
        null,
        command,
        Map.of("GREETING", "good morning"),
        new JsonObject().put("seed", 7),
        inputs,
        resources,
        maxDuration,
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        ENGINEER);
  }

  public UUID submit(JobSpec spec) {
    return submit(tenantId, spec);
  }

  public UUID submit(UUID tenant, JobSpec spec) {
    return ground.database.transact(tenant, tx -> jobs.submit(tx, Ids.next(), spec));
  }

  public Job job(UUID jobId) {
    return job(tenantId, jobId);
  }

  public Job job(UUID tenant, UUID jobId) {
    return ground.database.transact(tenant, tx -> jobs.get(tx, jobId));
  }

  /** What it left, by path. */
  public List<JobOutput> outputs(UUID jobId) {
    return ground.database.transact(
        tenantId,
        tx ->
            tx.list(
                row ->
                    new JobOutput(
                        row.getString("path"), row.getString("digest"), row.getLong("size_bytes")),
                """
                SELECT o.file ->> 'path' AS path, o.file ->> 'digest' AS digest,
                  (o.file ->> 'sizeBytes')::bigint AS size_bytes
                FROM compute.job j
                CROSS JOIN LATERAL jsonb_array_elements(j.outputs) AS o (file)
                WHERE j.tenant_id = $1 AND j.id = $2
                ORDER BY path
                """,
                tenantId,
                jobId));
  }

  public JobInput input(String path, String content) {
    ObjectRef ref = ground.objects.putBytes(tenantId, content.getBytes(StandardCharsets.UTF_8));
    return new JobInput(path, ref.digest(), ref.sizeBytes());
  }

  /** How often an object of its tenant that has one part was read from the store. */
  public long fetches(String digest) {
    return ground.store.opened(
        one("SELECT parts_id FROM tenancy.object WHERE digest = '%s'".formatted(digest)));
  }

  public String object(String digest) {
    try (InputStream in = ground.objects.open(tenantId, digest)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What somebody who may read all of the tenant is told of why the job waits. */
  String waitsFor(UUID tenant, Job job) {
    return waitsFor(tenant, job, config);
  }

  private String waitsFor(UUID tenant, Job job, BrokerConfig machines) {
    return waiting(machines)
        .reasons(new RoomHolders.Reader(tenant, null, null), List.of(job))
        .get(job.id());
  }

  String waitsFor(Job job) {
    return waitsFor(tenantId, job);
  }

  /** Where machines have other settings than its own. */
  String waitsFor(Job job, BrokerConfig machines) {
    return waitsFor(tenantId, job, machines);
  }

  WaitingJobs waiting() {
    return waiting(config);
  }

  private WaitingJobs waiting(BrokerConfig machines) {
    return new WaitingJobs(
        ground.system, ground.quotas, ground.clock, machines, new RoomHolders(ground.system, jobs));
  }

  public Job ended(UUID jobId) {
    until("the job ends: " + jobId, () -> job(jobId).status().ended());
    return job(jobId);
  }

  public Job running(UUID jobId) {
    until(
        "the job runs",
        () -> job(jobId).status() == JobStatus.RUNNING || job(jobId).status().ended());
    return job(jobId);
  }

  public List<String> lines(UUID jobId) {
    return log.read(tenantId, jobId, null, 1_000).stream().map(LogLine::text).toList();
  }

  public void untilSaid(UUID jobId, String line) {
    until("the job says " + line, () -> lines(jobId).contains(line));
  }

  /** Looks again every 50 ms, for a minute at most. */
  public static void until(String what, BooleanSupplier holds) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!holds.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  /** One value, as the role that walks past row-level security. */
  public String one(String sql) {
    try (var connection =
            DriverManager.getConnection(
                testDatabase.jdbcUrl(), testDatabase.ownerUser(), testDatabase.ownerPassword());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public void execute(String sql) {
    try (var connection =
            DriverManager.getConnection(
                testDatabase.jdbcUrl(), testDatabase.ownerUser(), testDatabase.ownerPassword());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs the statement and keeps what it locks until the answer is closed. */
  public Connection holding(String sql) {
    try {
      Connection connection =
          DriverManager.getConnection(
              testDatabase.jdbcUrl(), testDatabase.ownerUser(), testDatabase.ownerPassword());
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute(sql);
      }
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From now on nothing has a price, or everything has one again. */
  public void priced(boolean priced) {
    execute(
        "UPDATE billing.price SET valid_from = valid_from %s interval '100 years'"
            .formatted(priced ? "-" : "+"));
  }

  /** What is left on the machine of jobs: folders. */
  public List<Path> folders() {
    try (Stream<Path> found = Files.list(folder.resolve("jobs"))) {
      return found.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the file that jobs wait for by {@code until [ -e /job/go ]}. */
  public void go() {
    for (Path folder : folders()) {
      try {
        Files.createFile(folder.resolve("job").resolve("go"));
      } catch (NoSuchFileException e) {
        // That job has ended, and its folder is being removed: nobody waits there.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The host's processes that run under an account of this test's jobs. */
  public List<Long> processes() {
    return ProcessHandle.allProcesses().filter(this::isOurs).map(ProcessHandle::pid).toList();
  }

  private boolean isOurs(ProcessHandle process) {
    if (ProcessIdentity.running(process.pid()).isEmpty()) {
      return false; // a zombie: dead, and waiting for its parent to notice
    }
    try {
      int uid = (int) Files.getAttribute(Path.of("/proc/" + process.pid()), "unix:uid");
      return uid >= firstUid && uid < firstUid + BrokerConfig.SLOTS;
    } catch (IOException gone) {
      return false;
    }
  }

  @Override
  public void close() {
    brokers.forEach(Broker::close);
    door.stop(0);
    // Whatever a failed test has left running ends with it.
    execute("UPDATE compute.lease SET status = 'RELEASED' WHERE status <> 'RELEASED'");
    execute("DELETE FROM compute.queue_entry");
    try (Broker last = ground.broker(config)) {
      last.start();
    }
    ground.close();
    testDatabase.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
