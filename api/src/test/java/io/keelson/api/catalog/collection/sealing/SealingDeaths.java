package io.keelson.api.catalog.collection.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.catalog.collection.sealing.SealingQueue.Sealing;
import io.keelson.api.catalog.collection.sealing.SealingQueue.Stream;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.object.TenantObjects;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

/** A sealing that goes as far as it is told, and no further. */
public final class SealingDeaths {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final int PAGE_BATCHES = 2;
  private final SealingQueue queue;
  private final TenantObjects objects;

  public SealingDeaths(
      SystemDatabase system, TenantDatabase database, TenantObjects objects, InstantSource clock) {
    this.queue = new SealingQueue(system, database, clock);
    this.objects = objects;
  }

  public void claim(UUID collectorId, boolean isStored) throws IOException {
    Stream due =
        queue.due().stream()
            .filter(stream -> stream.collectorId().equals(collectorId))
            .findFirst()
            .orElseThrow();
    Sealing sealing = queue.claim(due, LEASE).orElseThrow();
    assertThat(queue.claim(due, LEASE)).as("by another process").isEmpty();
    if (isStored) {
      try (WaitingRows rows =
          new WaitingRows(after -> queue.batches(sealing, after, PAGE_BATCHES))) {
        objects.put(due.tenantId(), rows, Long.MAX_VALUE);
      }
    }
  }
}
