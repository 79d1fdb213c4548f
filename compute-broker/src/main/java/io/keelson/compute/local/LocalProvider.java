package io.keelson.compute.local;

import io.keelson.compute.BrokerConfig;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobWork;
import io.keelson.compute.job.LogLine;
import io.keelson.compute.provider.ComputeProvider;
import io.keelson.compute.provider.DiskRoom;
import io.keelson.compute.provider.LeaseIntent;
import io.keelson.compute.provider.Observation;
import io.keelson.compute.provider.Outputs;
import io.keelson.compute.provider.ProvisioningFailed;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.object.TenantObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Jobs as processes of this machine, each in a folder, a control group and a sandbox of its own
 * and, when started by root, under an account of its own. A small wrapper outlives the platform, so
 * that nothing is lost when it is killed.
 */
public final class LocalProvider implements ComputeProvider, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(LocalProvider.class);

  /** Processes and threads of one job. */
  private static final int MAX_PIDS = 1_024;

  /** Files that a process of a job may have open. */
  private static final int MAX_OPEN_FILES = 4_096;

  /** How many files are kept of what one job leaves, and how much of it. */
  private static final int MAX_OUTPUT_FILES = 1_000;

  private static final long MAX_OUTPUT_BYTES = 10L << 30;

  /** How long a job's wrapper may take to begin before the job is tried again. */
  private static final Duration START_PATIENCE = Duration.ofSeconds(30);

  /**
   * How long a machine remembers that an attempt is never to start any more, should a process thaw
   * that was about to start it.
   */
  private static final Duration TOMBSTONES_KEPT = Duration.ofDays(7);

  private final BrokerConfig config;
  private final LocalHost host;
  private final Path jobs;
  private final Path script;
  private final LocalInputs inputs;
  private final FreeSpace space;
  private final JobDisks ownDisks;
  private final Cgroups cgroups;
  private final Sandbox sandbox;
  private final LocalIsolation isolation;
  private final Tombstones tombstones;
  private final AttemptProcesses processes;
  private final Leftovers leftovers;
  private final InetSocketAddress api;
  private final Map<UUID, ApiDoor> doors = new ConcurrentHashMap<>();
  private final Map<UUID, DiskWatch> disks = new ConcurrentHashMap<>();
  private final Map<UUID, Duration> terminated = new ConcurrentHashMap<>();
  private final AttemptLook look;

  /**
   * Finds out what this machine can do.
   *
   * @throws IllegalStateException when a sandbox is required and there is none
   */
  public LocalProvider(BrokerConfig config, LocalHost host, TenantObjects objects) {
    this(
        config,
        host,
        objects,
        IsolationProbe.isRoot() ? Cgroups.detect(host.shortId()) : Cgroups.none(),
        IsolationProbe::find);
    if (config.requireSandbox() && !isolation.full()) {
      throw new IllegalStateException("a sandbox for jobs is required, but " + isolation.summary());
    }
    LOG.info(isolation.summary());
  }

  /** How the walls are found, given a folder to try them on, the account and the control groups. */
  interface Walls {
    IsolationProbe find(Path probe, int uid, Cgroups cgroups);
  }

  LocalProvider(
      BrokerConfig config, LocalHost host, TenantObjects objects, Cgroups cgroups, Walls walls) {
    this.config = config;
    this.host = host;
    this.jobs = config.dataFolder().resolve("jobs");
    this.api = new InetSocketAddress(config.apiHost(), config.apiPort());
    this.cgroups = cgroups;
    try {
      Files.createDirectories(jobs);
      Files.setPosixFilePermissions(jobs, PosixFilePermissions.fromString("rwx--x--x"));
      this.script = AttemptScript.install(config.dataFolder());
    } catch (IOException e) {
      throw new UncheckedIOException("the jobs' folder " + jobs + " cannot be used", e);
    }
    IsolationProbe probe = probe(walls);
    this.sandbox = probe.sandbox();
    this.isolation = probe.isolation();
    this.inputs =
        LocalInputs.of(
            config, objects, this::requireRoom, sandbox.ownAccount() || sandbox.sandbox());
    this.space =
        new FreeSpace(
            jobs,
            config.settings().freeDiskBytes(),
            missing -> inputs.cache().release(missing, jobs));
    this.tombstones = new Tombstones(config.dataFolder());
    this.look = new AttemptLook();
    this.processes = new AttemptProcesses(cgroups, sandbox.sandbox(), tombstones);
    this.ownDisks = JobDisks.find(jobs, config.settings());
    this.leftovers = new Leftovers(jobs, cgroups, processes, ownDisks);
  }

  private void requireRoom(long inputBytes) {
    space.require(inputBytes);
  }

  private IsolationProbe probe(Walls walls) {
    JobFolder probe = JobFolder.of(jobs, UUID.randomUUID());
    probe.create(IsolationProbe.isRoot() ? config.settings().firstUid() : -1);
    try {
      return walls.find(probe.job(), config.settings().firstUid(), cgroups);
    } finally {
      probe.delete();
    }
  }

  /** What keeps jobs apart here. */
  public LocalIsolation isolation() {
    return isolation;
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public String instanceType() {
    return "local.cpu";
  }

  @Override
  public Optional<String> shortage() {
    return host.sharesItsName() ? Optional.of("two machines go by one name") : space.shortage();
  }

  @Override
  public DiskRoom diskRoom() {
    Map<UUID, Long> held = new HashMap<>();
    disks.forEach((leaseId, watch) -> held.put(leaseId, watch.heldBytes()));
    return space.room(held);
  }

  @Override
  public boolean makeDiskRoom(long missingBytes) {
    return space.spare(missingBytes);
  }

  @Override
  public void start(LeaseIntent intent, Runnable confirm) {
    JobFolder folder = JobFolder.of(jobs, intent.leaseId());
    AttemptFiles files = new AttemptFiles(folder.control());
    if (!folder.exists()) {
      try {
        launch(intent, folder, confirm);
      } catch (IOException | RuntimeException e) {
        abandon(folder, files);
        throw refusal(e);
      }
    }
    awaitClaim(files);
    adopt(intent.leaseId(), intent.slot());
  }

  private void launch(LeaseIntent intent, JobFolder folder, Runnable confirm) throws IOException {
    requireSandboxOfRoot();
    int uid = uid(intent.slot());
    Job job = intent.job();
    JobWork work = intent.work();
    Path program = program(job.program());
    folder.create(uid, ownDisks::ground);
    if (tombstones.has(folder.name())) {
      throw new Unavailable("its attempt was given up", null);
    }
    inputs.files().place(job.tenantId(), work.inputs(), folder.inputs(), uid);
    JobView view = new JobView(folder, sandbox.sandbox());
    view.placeParameters(work.parameters(), uid);
    view.placeApiSocket(uid);
    Cgroups.Group group = cgroups.group(folder.name());
    group.create(
        new Cgroups.Limits(
            job.resources().cpuMillis(),
            intent.requestCpuMillis(),
            job.resources().memoryBytes(),
            MAX_PIDS));
    Sandbox.Line line =
        sandbox.line(
            folder,
            new Sandbox.Confinement(
                uid,
                program,
                job.resources().memoryBytes(),
                MAX_PIDS,
                config.settings().maxDiskBytes(),
                MAX_OPEN_FILES,
                cgroups.kind() == Cgroups.Kind.NONE),
            view.environment(intent),
            view.command(work.command(), program));
    // Until then nobody takes the attempt for given up.
    Duration startBy = BootClock.now().plus(config.limits().holderStale());
    confirm.run();
    AttemptScript.start(
        script,
        folder,
        new AttemptScript.Bounds(
            startBy,
            tombstones.of(folder.name()),
            keptOfStreams(job.kind()),
            job.maxDuration(),
            config.limits().stopGrace()),
        group,
        line);
  }

  private String keptOfStreams(JobKind kind) {
    long bytes = config.limits().maxLogBytes();
    return kind == JobKind.SERVICE ? AttemptScript.last(bytes) : AttemptScript.first(bytes);
  }

  /**
   * Started by root, the platform has rights that a job's way out of its account would lead to;
   * started by anybody else, it has no more than its operator gave it.
   */
  private void requireSandboxOfRoot() {
    if (IsolationProbe.isRoot() && !sandbox.sandbox() && !config.settings().jobsWithoutSandbox()) {
      throw new ProvisioningFailed(
          "jobs are refused on this machine: the platform was started by root and "
              + isolation.shortcoming()
              + " (expected: bubblewrap 0.8 or later, or keelson.broker.jobs-without-sandbox=true)");
    }
  }

  private Path program(String name) {
    if (name == null) {
      return null;
    }
    Path program = config.programs().get(name);
    if (program == null || !Files.isDirectory(program)) {
      throw new ProvisioningFailed("the program " + name + " is not installed on this machine");
    }
    return program;
  }

  /** Nothing was started: a folder that is left would be taken for one in which something was. */
  private void abandon(JobFolder folder, AttemptFiles files) {
    boolean interrupted = Thread.interrupted(); // it is removed all the same
    try {
      if (isOurs(files)) {
        cgroups.group(folder.name()).remove();
        ownDisks.remove(folder);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean isOurs(AttemptFiles files) {
    try {
      return files.forestall();
    } catch (UncheckedIOException e) {
      LOG.debugf("a job that was not started cannot be claimed: %s", e.getMessage());
      return true;
    }
  }

  /** A disk that is full, or a machine that is, is no fault of the job. */
  private static RuntimeException refusal(Exception e) {
    return switch (e) {
      case ProvisioningFailed lasting -> lasting;
      case Unavailable passing -> passing;
      case IOException disk -> notNow(disk);
      case UncheckedIOException disk -> notNow(disk);
      default -> new ProvisioningFailed("the job could not be started: " + e.getMessage(), e);
    };
  }

  private static Unavailable notNow(Exception e) {
    return new Unavailable("its machine cannot start it now", e);
  }

  private void awaitClaim(AttemptFiles files) {
    Duration until = BootClock.now().plus(START_PATIENCE);
    while (!files.claimed()) {
      if (BootClock.now().compareTo(until) > 0 && files.forestall()) {
        throw tooSlow();
      }
      Leftovers.pause();
    }
    if (files.forestalled()) {
      throw tooSlow();
    }
  }

  private static Unavailable tooSlow() {
    return new Unavailable("its machine did not start it in time", null);
  }

  private int uid(int slot) {
    return sandbox.ownAccount() ? config.settings().firstUid() + slot : -1;
  }

  @Override
  public void forestall(UUID leaseId) {
    processes.forestall(JobFolder.of(jobs, leaseId));
  }

  @Override
  public Observation observe(UUID leaseId) {
    return look.at(new AttemptFiles(JobFolder.of(jobs, leaseId).control()));
  }

  @Override
  public void adopt(UUID leaseId, int slot) {
    JobFolder folder = JobFolder.of(jobs, leaseId);
    if (!Files.isDirectory(folder.apiSocket().getParent())) {
      return; // nobody is there to come in: what is observed says what became of it
    }
    try {
      ownDisks.attach(folder);
    } catch (IOException e) {
      LOG.warnf("the file system of %s is not seen: %s", folder.root(), e.getMessage());
    }
    doors.computeIfAbsent(
        leaseId,
        id -> {
          try {
            return ApiDoor.open(folder.apiSocket(), uid(slot), api);
          } catch (IOException e) {
            throw new UncheckedIOException("the job's door to the platform cannot be opened", e);
          }
        });
  }

  /** Its socket is the other process's by now: closing ours does not take that away. */
  @Override
  public void letGo(UUID leaseId) {
    ApiDoor door = doors.remove(leaseId);
    if (door != null) {
      door.close();
    }
    disks.remove(leaseId);
    terminated.remove(leaseId);
  }

  @Override
  public void interrupt(UUID leaseId) {
    processes.interrupt(JobFolder.of(jobs, leaseId));
  }

  @Override
  public void terminate(UUID leaseId) {
    Duration now = BootClock.now();
    Duration since = terminated.computeIfAbsent(leaseId, id -> now);
    processes.terminate(JobFolder.of(jobs, leaseId), now.minus(since));
  }

  @Override
  public boolean gone(UUID leaseId) {
    return processes.gone(JobFolder.of(jobs, leaseId));
  }

  @Override
  public Path stream(UUID leaseId, LogLine.Stream stream) {
    return JobFolder.of(jobs, leaseId)
        .control()
        .resolve(stream == LogLine.Stream.OUT ? "out" : "err");
  }

  @Override
  public Optional<Path> serviceSocket(UUID leaseId) {
    return ServiceSocket.of(JobFolder.of(jobs, leaseId));
  }

  @Override
  public Optional<String> limitViolation(UUID leaseId) {
    return disks.computeIfAbsent(leaseId, this::diskWatch).limitViolation();
  }

  private DiskWatch diskWatch(UUID leaseId) {
    JobFolder folder = JobFolder.of(jobs, leaseId);
    if (folder.hasOwnDisk()) {
      return DiskWatch.ofOwn(folder, config.settings().maxDiskBytes());
    }
    return new DiskWatch(
        folder.job(), () -> processes.pids(folder), config.settings().maxDiskBytes());
  }

  @Override
  public Optional<String> exhausted(UUID leaseId) {
    return JobFolder.of(jobs, leaseId).hasOwnDisk()
        ? disks.computeIfAbsent(leaseId, this::diskWatch).exhausted()
        : Optional.empty();
  }

  @Override
  public Outputs outputs(UUID leaseId, int slot) {
    JobFolder folder = JobFolder.of(jobs, leaseId);
    int uid = uid(slot);
    try {
      ownDisks.attach(folder);
      ownDisks.settle(folder);
    } catch (IOException e) {
      return new Outputs(
          List.of(), List.of(), "outputs: the job's disk cannot be read: " + e.getMessage());
    }
    if (uid < 0) {
      folder.reopen();
    }
    return OutputFiles.find(folder.outputs(), uid, MAX_OUTPUT_FILES, MAX_OUTPUT_BYTES);
  }

  @Override
  public void forget(UUID leaseId) {
    letGo(leaseId);
    JobFolder folder = JobFolder.of(jobs, leaseId);
    look.forget(new AttemptFiles(folder.control()));
    leftovers.remove(folder);
    tombstones.put(folder.name()); // where the disk had no room for it before
  }

  @Override
  public void sweep(Supplier<Set<UUID>> leases) {
    leftovers.sweep(leases);
  }

  @Override
  public void sweepAgain(Supplier<Set<UUID>> leases) {
    leftovers.sweepAgain(leases);
    inputs.cache().trim();
    tombstones.forgetOlderThan(TOMBSTONES_KEPT);
  }

  /** Closes the doors; what runs keeps running. */
  @Override
  public void close() {
    doors.values().forEach(ApiDoor::close);
    doors.clear();
    cgroups.removeIfEmpty();
  }
}
