package io.keelson.compute;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
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
   * The first of the {@value BrokerConfig#SLOTS} accounts that jobs run as where root has started
   * the platform; 1,000 or more, and neither 65,534 nor 65,535 is one of them.
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

  /**
   * What one job may have allocated on disk beside its inputs, and the largest size of a file it
   * may write, in bytes; 1 or more.
   */
  @WithDefault("21474836480")
  long maxDiskBytes();

  /**
   * Whether each job has a file system of its own, of {@link #maxDiskBytes}, where root has started
   * the platform and the machine can mount files; else it is looked what a job holds.
   */
  @WithName("disk.own-file-systems")
  @WithDefault("false")
  boolean ownFileSystems();

  /**
   * What is kept free for the platform on the file system of the jobs' folders, in bytes, and
   * without which the machine takes no further job; 0 or more.
   */
  @WithName("disk.free-bytes")
  @WithDefault("1073741824")
  long freeDiskBytes();

  /**
   * As configured by these values alone.
   *
   * @param values by the settings' names without their prefix, such as {@code cpus}; what is not
   *     among them has its default
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
