package io.keelson.compute;

import io.keelson.compute.job.LogSettings;
import io.keelson.compute.local.DiskSettings;
import io.keelson.compute.local.LocalSettings;
import io.keelson.compute.scheduler.QueueSettings;
import io.keelson.compute.supervisor.ContinuitySettings;
import io.keelson.compute.supervisor.WatchSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** What one machine gives to jobs, and what each job may take of it. */
@ConfigMapping(prefix = BrokerSettings.PREFIX)
public interface BrokerSettings {
  String PREFIX = "keelson.broker";

  /** What {@link #firstUid} is where it is not set. */
  int FIRST_UID = 60_001;

  /**
   * Processors that jobs and replicas may hold together on this machine, 0.001 to 10,000; 0 for all
   * of them.
   */
  @WithDefault("0")
  double cpus();

  /**
   * Memory that jobs and replicas may hold together on this machine, in bytes; 0 for three quarters
   * of it.
   */
  @WithDefault("0")
  long memoryBytes();

  /**
   * How many times over this machine's processors are given to replicas, which are idle most of the
   * time: one that may use 0.5 CPUs holds an eighth of one at 4, and more only while nobody else
   * wants it; 1, for each to hold all that it may use, to 100. Memory is given once.
   */
  @WithDefault("4")
  double replicaCpuOvercommit();

  /** How many jobs may be on this machine at once, each under an account of its own; 1 to 1,000. */
  @WithDefault("100")
  int slots();

  /**
   * The first of the accounts that jobs run as, one for each slot; only where the platform was
   * started by root; 1,000 or more, and neither 65,534 nor 65,535 is one of them.
   */
  @WithDefault("" + FIRST_UID)
  int firstUid();

  /**
   * Whether a platform that root has started runs jobs where bubblewrap does not work: they have
   * accounts of their own then, but see the machine's files, network and processes. Else each fails
   * with that reason.
   */
  @WithDefault("false")
  boolean jobsWithoutSandbox();

  /** Processes and threads of one job; 1 to 4,194,304. */
  @WithDefault("1024")
  int maxPids();

  /**
   * Of one job's log, and of each stream of an attempt, in bytes: of a task's the first, of a
   * service's the last; 1 or more.
   */
  @WithDefault("67108864")
  long maxLogBytes();

  /** How many files are kept of what one job leaves; 0 or more. */
  @WithDefault("1000")
  int maxOutputFiles();

  /** How much is kept of what one job leaves, in bytes; 0 or more. */
  @WithDefault("10737418240")
  long maxOutputBytes();

  /**
   * What one job may have allocated on disk beside its inputs, and the largest size of a file it
   * may write, in bytes; 1 or more.
   */
  @WithDefault("21474836480")
  long maxDiskBytes();

  /**
   * A process of this machine that was not heard of for so long has lost its leases to the others
   * there; 5 s to 1 day.
   */
  @WithDefault("PT15S")
  Duration holderStale();

  /**
   * A machine that was not heard of for so long has lost its jobs: tasks run again on another; more
   * than {@link #holderStale}, at most 1 day.
   */
  @WithDefault("PT60S")
  Duration hostLost();

  /** With the loss of so many machines a task fails; 1 or more. */
  @WithDefault("3")
  int maxLostMachines();

  /** Between the polite signal to a job and its end; at most 1 day. */
  @WithDefault("PT10S")
  Duration stopGrace();

  /**
   * A job that has waited so long is overtaken only by those that do not delay it, and by others
   * that have waited so long while its tenant has had its turn; at most 366 days.
   */
  @WithDefault("PT2M")
  Duration queuePatience();

  /** How a machine takes jobs off the queue. */
  QueueSettings queue();

  /** How jobs that run are looked after. */
  WatchSettings watch();

  /** By what processes that stand still or go away lose nothing, and begin nothing twice. */
  ContinuitySettings continuity();

  /** How jobs run as processes of this machine. */
  LocalSettings local();

  /** How it is looked what a job holds on disk, and what is kept there of inputs and free. */
  DiskSettings disk();

  /** How what jobs say comes to the object store. */
  LogSettings log();

  /**
   * As configured by these values alone.
   *
   * @param values by the settings' names without their prefix, such as {@code max-pids}; what is
   *     not among them has its default
   */
  static BrokerSettings of(Map<String, String> values) {
    Map<String, String> named =
        values.entrySet().stream()
            .collect(Collectors.toMap(value -> PREFIX + "." + value.getKey(), Map.Entry::getValue));
    return new SmallRyeConfigBuilder()
        .withMapping(BrokerSettings.class)
        .withSources(new PropertiesConfigSource(named, "values", 100))
        .build()
        .getConfigMapping(BrokerSettings.class);
  }
}
