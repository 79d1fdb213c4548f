package io.keelson.api.catalog.collection.sealing;

import io.keelson.api.catalog.collection.sealing.SealingQueue.Sealing;
import io.keelson.api.catalog.collection.sealing.SealingQueue.Stream;
import io.keelson.api.catalog.collection.sealing.SealingQueue.WaitingBatch;
import io.keelson.api.catalog.dataset.DerivedVersions;
import io.keelson.api.catalog.manifest.Manifest;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.loop.DueLoop;
import io.keelson.tenancy.object.ObjectRef;
import io.keelson.tenancy.object.TenantObjects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jboss.logging.Logger;

/**
 * Makes versions of what was collected, one at a time in each process of role {@code broker}. What
 * fails is due again when its lease is over; a version is made once, however often it was begun.
 */
public final class SealingLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SealingLoop.class);
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

  /** How long a stream waits for another process when this one dies. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  private static final Duration RENEWAL_INTERVAL = Duration.ofSeconds(10);

  /** Between two versions of one stream, however small its rule makes them. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** A batch is 4 MiB at most, before it is compressed. */
  private static final int PAGE_BATCHES = 4;

  private static final String ROWS = "events.ndjson.gz";
  private static final String DEAD_LETTERS = "dead-letters.ndjson.gz";

  private final SealingQueue queue;
  private final SealingEnd end;
  private final TenantObjects objects;
  private final InstantSource clock;
  private final DueLoop loop = new DueLoop("collection", POLL_INTERVAL, this::sealDue);

  public SealingLoop(
      SystemDatabase system,
      TenantDatabase database,
      TenantObjects objects,
      DerivedVersions versions,
      InstantSource clock) {
    this.queue = new SealingQueue(system, database, clock);
    this.end = new SealingEnd(database, versions, clock);
    this.objects = objects;
    this.clock = clock;
  }

  public void start() {
    loop.start();
  }

  /** Seals what is due; true when there may be more. */
  public boolean sealDue() {
    boolean isAnySealed = false;
    for (Stream stream : queue.due()) {
      if (loop.isClosed()) {
        return false;
      }
      isAnySealed |= seal(stream);
      loop.beat();
    }
    return isAnySealed;
  }

  private boolean seal(Stream stream) {
    try {
      Optional<Sealing> claimed = queue.claim(stream, LEASE);
      return claimed.isPresent() && seal(claimed.get());
    } catch (IOException | RuntimeException e) {
      // The others do not wait for this one.
      LOG.warnf("collector %s is sealed later: %s", stream.collectorId(), e.getMessage());
      return false;
    }
  }

  private boolean seal(Sealing sealing) throws IOException {
    ObjectRef stored;
    try (InputStream rows = new WaitingRows(pages(sealing))) {
      stored = objects.put(sealing.stream().tenantId(), rows, Long.MAX_VALUE);
    }
    String path = sealing.stream().isDead() ? DEAD_LETTERS : ROWS;
    return end.finish(
        sealing, new Manifest.Entry(path, stored.digest(), stored.sizeBytes()), PAUSE);
  }

  private LongFunction<List<WaitingBatch>> pages(Sealing sealing) {
    Instant[] renewed = {clock.instant()};
    return after -> {
      if (loop.isClosed()) {
        throw new UncheckedIOException(new IOException("the process ends"));
      }
      Instant now = clock.instant();
      if (now.isAfter(renewed[0].plus(RENEWAL_INTERVAL))) {
        queue.renew(sealing, LEASE);
        renewed[0] = now;
      }
      loop.beat();
      return queue.batches(sealing, after, PAGE_BATCHES);
    };
  }

  @Override
  public void close() {
    loop.close();
  }
}
