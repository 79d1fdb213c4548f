package io.keelson.api.catalog.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.billing.price.PriceBook;
import io.keelson.billing.usage.UsageLedger;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StorageMeterIT {
  private static final Duration WINDOW = Duration.ofHours(1);
  private static final int MIB = 1 << 20;

  private final CatalogFixture catalog = new CatalogFixture();
  private final UUID projectId = catalog.project("wine").id();
  private final StorageMeter meter = meter();

  private StorageMeter meter() {
    return new StorageMeter(
        catalog.system,
        catalog.database,
        new UsageLedger(catalog.database, new PriceBook(), catalog.clock),
        WINDOW,
        catalog.clock);
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private long lines() {
    return catalog.count("SELECT count(*) FROM billing.usage_event");
  }

  /** In millionths of a GiB-hour. */
  private long total() {
    return catalog.count(
        "SELECT coalesce(round(sum(quantity) * 1000000), 0)::bigint FROM billing.usage_event");
  }

  @Test
  void equalFilesCountOnceAndFromWhenTheyCame() {
    byte[] content = new byte[MIB];
    UUID version = catalog.openVersion(projectId);
    catalog.clock.advance(Duration.ofMinutes(30));
    catalog.upload(version, "a.csv", content);
    catalog.upload(version, "copy.csv", content);

    catalog.clock.advance(Duration.ofMinutes(29));
    meter.meterDue();
    assertThat(lines()).as("the window is not over").isZero();
    catalog.clock.advance(Duration.ofMinutes(1));
    meter.meterDue();
    meter.meterDue();

    assertThat(lines()).isEqualTo(1);
    assertThat(total()).as("half an hour of a MiB").isEqualTo(Math.round(1_000_000 * 0.5 / 1024));
  }

  @Test
  void missedWindowsAreCaughtUpAHundredAtATime() {
    UUID version = catalog.openVersion(projectId);
    catalog.upload(version, "a.csv", new byte[MIB]);
    catalog.clock.advance(Duration.ofHours(150));

    assertThat(meter.meterDue()).as("more is due").isTrue();
    assertThat(lines()).isEqualTo(100);
    assertThat(meter.meterDue()).isFalse();
    assertThat(lines()).isEqualTo(150);
    assertThat(total()).isEqualTo(Math.round(1_000_000 * 150.0 / 1024));
  }

  @Test
  void twoMetersAtOnceWriteEachWindowOnce() throws InterruptedException {
    UUID version = catalog.openVersion(projectId);
    catalog.upload(version, "a.csv", new byte[MIB]);
    catalog.clock.advance(Duration.ofHours(20));

    Thread one = Thread.ofVirtual().start(meter::meterDue);
    Thread two = Thread.ofVirtual().start(meter()::meterDue);
    one.join();
    two.join();

    assertThat(lines()).isEqualTo(20);
  }

  @Test
  void aProjectWithoutFilesHasNoLineAndIsNotLookedAtAgain() {
    catalog.clock.advance(Duration.ofHours(2));

    meter.meterDue();

    assertThat(lines()).isZero();
    assertThat(catalog.count("SELECT count(*) FROM catalog.storage_meter")).isEqualTo(1);
  }
}
