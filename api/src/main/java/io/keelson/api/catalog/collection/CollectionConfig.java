package io.keelson.api.catalog.collection;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What may be collected at once, and how much of it waits. */
@ConfigMapping(prefix = "keelson.collection")
public interface CollectionConfig {
  /** The largest body of a request, and what a compressed one may grow to. */
  @WithDefault("4M")
  MemorySize maxBodySize();

  /** How long a body may take to come. */
  @WithDefault("10S")
  Duration bodyTimeLimit();

  /** Events of one request. */
  @WithDefault("10000")
  int maxEvents();

  /** One event, in bytes of JSON. */
  @WithDefault("256K")
  MemorySize maxEventSize();

  /** Requests that are taken in at once in this process; one tenant has half of them at most. */
  @WithDefault("32")
  int maxRequests();

  /** What may wait of one collector until it is sealed; more is to come again later. */
  @WithDefault("512M")
  MemorySize maxWaitingSize();

  /** What may wait of all collectors of a tenant. */
  @WithDefault("2G")
  MemorySize maxWaitingSizeOfTenant();
}
