package io.keelson.compute.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.BrokerSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DiskSharesTest {
  private static final long GIB = 1L << 30;

  @Test
  void aLaptopWithTenGigabytesFreeHasRoomForTasksBesideReplicas() {
    BrokerSettings settings = BrokerSettings.of(Map.of());
    DiskShares shares = DiskShares.of(settings);

    assertThat(10_000_000_000L - settings.disk().freeBytes())
        .isGreaterThan(8 * shares.taskBytes() + 32 * shares.replicaBytes());
  }

  @Test
  void noMoreIsKeptThanAJobMayHold() {
    DiskShares shares =
        DiskShares.of(
            BrokerSettings.of(Map.of("max-disk-bytes", "" + GIB, "disk.task-bytes", "" + 2 * GIB)));

    assertThat(shares).isEqualTo(new DiskShares(GIB, 64L << 20));
    assertThat(shares.largest()).isEqualTo(GIB);
  }
}
