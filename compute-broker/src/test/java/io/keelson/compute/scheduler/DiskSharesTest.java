package io.keelson.compute.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.BrokerSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DiskSharesTest {
  private static final long MIB = 1L << 20;

  @Test
  void aLaptopWithTenGigabytesFreeHasRoomForTasksBesideReplicas() {
    BrokerSettings settings = BrokerSettings.of(Map.of());
    DiskShares shares = DiskShares.of(settings.maxDiskBytes());

    assertThat(10_000_000_000L - settings.freeDiskBytes())
        .isGreaterThan(8 * shares.taskBytes() + 32 * shares.replicaBytes());
  }

  @Test
  void noMoreIsKeptThanAJobMayHold() {
    DiskShares shares = DiskShares.of(100 * MIB);

    assertThat(shares).isEqualTo(new DiskShares(100 * MIB, 64 * MIB));
    assertThat(shares.largest()).isEqualTo(100 * MIB);
  }
}
