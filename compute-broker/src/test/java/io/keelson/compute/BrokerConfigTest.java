package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerConfigTest {
  @ParameterizedTest
  @CsvSource({
    "cpus,-1,'keelson.broker.cpus -1 (expected: >= 0)'",
    "cpus,NaN,'keelson.broker.cpus NaN (expected: >= 0)'",
    "cpus,Infinity,'keelson.broker.cpus Infinity (expected: <= 10000)'",
    "cpus,0.0004,'keelson.broker.cpus 4.0E-4 (expected: 0, or >= 0.001)'",
    "memory-bytes,-1,'keelson.broker.memory-bytes -1 (expected: >= 0)'",
    "first-uid,0,'keelson.broker.first-uid 0 (expected: >= 1000)'",
    "first-uid,2147483600,'keelson.broker.first-uid 2147483600 (expected: <= 2147483547)'",
    "first-uid,65500,'keelson.broker.first-uid 65500 (expected: none of the 100 accounts is 65534 or 65535)'",
    "first-uid,65535,'keelson.broker.first-uid 65535 (expected: none of the 100 accounts is 65534 or 65535)'",
    "disk.free-bytes,-1,'keelson.broker.disk.free-bytes -1 (expected: >= 0)'",
    "max-disk-bytes,0,'keelson.broker.max-disk-bytes 0 (expected: >= 1)'",
  })
  void namesTheSettingThatIsOutOfItsBounds(String setting, String value, String refusal) {
    assertThatThrownBy(() -> BrokerConfigs.of(Path.of("/data"), Map.of(setting, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(refusal);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S,'keelson.billing.metering-interval PT0S (expected: >= 1 s)'",
    "-PT1S,'keelson.billing.metering-interval PT-1S (expected: >= 1 s)'",
    "P2D,'keelson.billing.metering-interval PT48H (expected: <= 1 d)'",
  })
  void namesTheMeteringIntervalThatIsOutOfItsBounds(Duration interval, String refusal) {
    BrokerConfig config = BrokerConfigs.of(Path.of("/data"), Map.of());

    assertThatThrownBy(() -> config.withMeteringInterval(interval))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(refusal);
  }

  @ParameterizedTest
  @CsvSource({
    "cpus,0.001",
    "cpus,10000",
    "first-uid,65434",
    "first-uid,65536",
    "first-uid,2147483547",
  })
  void takesWhatIsWithinTheBounds(String setting, String value) {
    BrokerConfig config = BrokerConfigs.of(Path.of("/data"), Map.of(setting, value));

    assertThat(config.cpuMillis()).isPositive();
    assertThat(config.settings().firstUid() + BrokerConfig.SLOTS).isPositive();
  }

  @Test
  void takesAllProcessorsAndThreeQuartersOfTheMemoryWhereNothingIsSaid() {
    BrokerConfig config = BrokerConfigs.of(Path.of("/data"), Map.of());

    assertThat(config.cpuMillis()).isEqualTo(Runtime.getRuntime().availableProcessors() * 1_000);
    assertThat(config.memoryBytes()).isPositive();
    assertThat(BrokerConfigs.of(Path.of("/data"), Map.of("cpus", "1.5")).cpuMillis())
        .isEqualTo(1_500);
  }
}
