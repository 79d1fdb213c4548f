package io.keelson.api.main;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The operator's settings that this process reads itself; those of the servers are {@code
 * EmbeddedConfig}'s.
 */
@ConfigMapping(prefix = "keelson")
public interface KeelsonConfig {
  /**
   * The folder of this installation: secrets, objects, jobs, and the embedded servers' own folders.
   */
  Path data();

  /**
   * Which loops and listeners this process has, of {@code api}, {@code broker} and {@code gateway}.
   */
  @WithDefault("api,broker,gateway")
  Set<String> roles();

  /** The address that all listeners bind to. */
  @WithDefault("127.0.0.1")
  String host();

  /**
   * Whether strangers use this installation: then a setting that is a hole stops the start, see
   * {@code ProductionCheck}.
   */
  @WithDefault("false")
  boolean production();

  Http http();

  /** How callers reach the front door, without a slash at the end. */
  default String url() {
    return http().url().orElseGet(() -> "http://" + host() + ":" + http().port());
  }

  Gateway gateway();

  /** How callers and this process reach the inference gateway, without a slash at the end. */
  default String gatewayUrl() {
    return gateway().url().orElseGet(() -> "http://" + host() + ":" + gateway().port());
  }

  Management management();

  Broker broker();

  Billing billing();

  Objects objects();

  Programs programs();

  Audit audit();

  Demo demo();

  Traces traces();

  Mail mail();

  /** Where organisations ask for more than their plan gives, one e-mail address. */
  Optional<String> operatorMail();

  /** The front door. */
  interface Http {
    @WithDefault("7080")
    int port();

    /** How callers reach the front door, where that is not host and port; no slash at the end. */
    Optional<String> url();

    /**
     * Addresses and networks of the proxies whose {@code X-Forwarded-*} headers are believed; of
     * all others they are ignored.
     */
    Optional<Set<String>> trustedProxies();

    /**
     * Connections at a time to each port of the front door. One address takes half of them, an IPv6
     * network of 48 bits counting as one; a trusted proxy may take all. When all are taken, those
     * that rest give way to new ones.
     */
    @WithDefault("16384")
    int maxConnections();
  }

  /** Health and metrics, for operators alone. */
  interface Management {
    /** The address that it binds to, where that is not the host of all listeners. */
    Optional<String> host();

    @WithDefault("7081")
    int port();
  }

  /** The inference data plane. */
  interface Gateway {
    @WithDefault("7082")
    int port();

    /** How the gateway is reached, where that is not host and port; no slash at the end. */
    Optional<String> url();

    /** Host and port of its gRPC door, where they are not those of the URL. */
    Optional<String> grpcTarget();
  }

  /** How jobs reach the platform; what they may take stands in {@code BrokerSettings}. */
  interface Broker {
    /**
     * Where jobs' doors lead from a process without the role {@code api}: an api process inside the
     * network, {@code http://host:port}; {@code keelson.http.url} where it is not set.
     */
    Optional<String> apiUrl();
  }

  /** Metering. */
  interface Billing {
    /**
     * How long a window of a running lease or of counted requests is, before it is written to the
     * ledger.
     */
    @WithDefault("60S")
    Duration meteringInterval();

    /** How long a window of stored bytes is; they cost little, and change little. */
    @WithDefault("1H")
    Duration storageInterval();
  }

  /** Where bytes lie. */
  interface Objects {
    /**
     * The key that encrypts the tenants' keys, where it is not made in the data folder at the first
     * start.
     */
    Optional<Path> masterKeyFile();

    /** A bucket of an S3 service that holds the objects instead of the data folder. */
    Optional<String> s3Url();
  }

  /**
   * Folders of the programs that run as processes of their own; each has a {@code lib} folder of
   * jars.
   */
  interface Programs {
    Optional<Path> trainer();

    @WithName("djl-worker")
    Optional<Path> djlWorker();

    Optional<Path> profiler();
  }

  /** The mail server. */
  interface Mail {
    /** As {@code MailServer} reads it; mails are kept in the database where it is not set. */
    Optional<String> url();
  }

  /** OpenTelemetry. */
  interface Traces {
    /** The collector that spans are sent to, by OTLP over gRPC; without one none are made. */
    Optional<String> endpoint();
  }

  /** The record of what was done and refused. */
  interface Audit {
    /** How long an entry is kept at least; it goes with the rest of its month. 30 days or more. */
    @WithDefault("P400D")
    Duration retention();
  }

  /** The demo organisations of a fresh installation. */
  interface Demo {
    /** Whether to make them when they are not there. */
    @WithDefault("true")
    boolean enabled();
  }
}
