package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerConfigTest {
  private static final Path OPERATIONS = Path.of("..", "docs", "operations.md");

  @ParameterizedTest
  @CsvSource({
    "cpus,-1,'keelson.broker.cpus -1 (expected: >= 0)'",
    "cpus,NaN,'keelson.broker.cpus NaN (expected: >= 0)'",
    "cpus,Infinity,'keelson.broker.cpus Infinity (expected: <= 10000)'",
    "cpus,0.0004,'keelson.broker.cpus 4.0E-4 (expected: 0, or >= 0.001)'",
    "memory-bytes,-1,'keelson.broker.memory-bytes -1 (expected: >= 0)'",
    "replica-cpu-overcommit,0.99,'keelson.broker.replica-cpu-overcommit 0.99 (expected: >= 1)'",
    "replica-cpu-overcommit,NaN,'keelson.broker.replica-cpu-overcommit NaN (expected: >= 1)'",
    "replica-cpu-overcommit,101,'keelson.broker.replica-cpu-overcommit 101 (expected: <= 100)'",
    "slots,0,'keelson.broker.slots 0 (expected: 1 to 1000)'",
    "slots,1001,'keelson.broker.slots 1001 (expected: 1 to 1000)'",
    "first-uid,0,'keelson.broker.first-uid 0 (expected: >= 1000)'",
    "first-uid,2147483600,'keelson.broker.first-uid 2147483600 (expected: <= 2147483647 less the slots)'",
    "first-uid,65500,'keelson.broker.first-uid 65500 (expected: none of the 100 accounts is 65534 or 65535)'",
    "first-uid,65535,'keelson.broker.first-uid 65535 (expected: none of the 100 accounts is 65534 or 65535)'",
    "queue.poll-interval,PT0S,'keelson.broker.queue.poll-interval PT0S (expected: >= 100 ms)'",
    "queue.claim-time,PT2H,'keelson.broker.queue.claim-time PT2H (expected: <= 3600 s)'",
    "queue.max-refused-at-once,0,'keelson.broker.queue.max-refused-at-once 0 (expected: >= 1)'",
    "watch.pace,PT0S,'keelson.broker.watch.pace PT0S (expected: >= 10 ms)'",
    "watch.max-retry-pause,PT0.1S,'keelson.broker.watch.max-retry-pause PT0.1S (expected: >= 250 ms)'",
    "watch.round-interval,PT0.5S,'keelson.broker.watch.round-interval PT0.5S (expected: >= 1 s)'",
    "local.start-patience,PT0S,'keelson.broker.local.start-patience PT0S (expected: >= 1 s)'",
    "local.max-open-files,63,'keelson.broker.local.max-open-files 63 (expected: >= 64)'",
    "local.max-door-connections,0,'keelson.broker.local.max-door-connections 0 (expected: >= 1)'",
    "disk.interval,PT0S,'keelson.broker.disk.interval PT0S (expected: >= 1 s)'",
    "disk.max-open,999,'keelson.broker.disk.max-open 999 (expected: >= 1000)'",
    "disk.free-bytes,-1,'keelson.broker.disk.free-bytes -1 (expected: >= 0)'",
    "disk.task-bytes,-1,'keelson.broker.disk.task-bytes -1 (expected: >= 0)'",
    "disk.replica-bytes,-1,'keelson.broker.disk.replica-bytes -1 (expected: >= 0)'",
    "disk.input-cache-bytes,-1,'keelson.broker.disk.input-cache-bytes -1 (expected: >= 0)'",
    "disk.input-cache-age,PT59S,'keelson.broker.disk.input-cache-age PT59S (expected: >= 60 s)'",
    "log.room-pause,P2D,'keelson.broker.log.room-pause PT48H (expected: <= 1 d)'",
    "log.chunk-wait,PT0.09S,'keelson.broker.log.chunk-wait PT0.09S (expected: >= 100 ms)'",
    "log.chunk-wait,PT61S,'keelson.broker.log.chunk-wait PT1M1S (expected: <= 60 s)'",
    "log.max-chunk-wait,PT0.5S,'keelson.broker.log.max-chunk-wait PT0.5S (expected: >= 1 s)'",
    "log.chunk-bytes,16383,'keelson.broker.log.chunk-bytes 16383 (expected: >= 16384)'",
    "log.chunk-bytes,4194305,'keelson.broker.log.chunk-bytes 4194305 (expected: <= 4194304)'",
    "log.service-bytes-per-s,0,'keelson.broker.log.service-bytes-per-s 0 (expected: >= 1024)'",
    "max-pids,0,'keelson.broker.max-pids 0 (expected: >= 1)'",
    "max-pids,4194305,'keelson.broker.max-pids 4194305 (expected: <= 4194304)'",
    "max-disk-bytes,0,'keelson.broker.max-disk-bytes 0 (expected: >= 1)'",
    "max-lost-machines,0,'keelson.broker.max-lost-machines 0 (expected: >= 1)'",
    "holder-stale,PT1S,'keelson.broker.holder-stale PT1S (expected: >= 5 s)'",
    "holder-stale,PT25H,'keelson.broker.holder-stale PT25H (expected: <= 1 d)'",
    "host-lost,PT0.5S,'keelson.broker.host-lost PT0.5S (expected: >= 5 s)'",
    "host-lost,PT15S,'keelson.broker.host-lost PT15S (expected: more than the PT15S of keelson.broker.holder-stale)'",
    "host-lost,P999999999D,'keelson.broker.host-lost PT23999999976H (expected: <= 1 d)'",
    "stop-grace,PT9223372036854775807S,'keelson.broker.stop-grace PT2562047788015215H30M7S (expected: <= 1 d)'",
    "queue-patience,P367D,'keelson.broker.queue-patience PT8808H (expected: <= 366 d)'",
    "continuity.heartbeat-gap,PT1S,'keelson.broker.continuity.heartbeat-gap PT1S (expected: >= 2 s)'",
    "continuity.heartbeat-gap,PT2M,'keelson.broker.continuity.heartbeat-gap PT2M (expected: <= 60 s)'",
    "continuity.machine-remembered,P2D,'keelson.broker.continuity.machine-remembered PT48H (expected: <= 1 d)'",
    "continuity.limit-patience,-PT1S,'keelson.broker.continuity.limit-patience PT-1S (expected: >= 0 s)'",
    "continuity.sweep-interval,PT0.5S,'keelson.broker.continuity.sweep-interval PT0.5S (expected: >= 1 s)'",
    "continuity.tombstones-kept,PT1M,'keelson.broker.continuity.tombstones-kept PT1M (expected: >= 3600 s)'",
    "stop-grace,-PT1S,'keelson.broker.stop-grace PT-1S (expected: >= 0 s)'",
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
    "replica-cpu-overcommit,100",
    "slots,1000",
    "first-uid,65434",
    "first-uid,65536",
    "first-uid,2147483547",
    "max-pids,4194304",
    "holder-stale,PT59S",
    "host-lost,P1D",
    "stop-grace,PT0S",
    "disk.input-cache-bytes,0",
    "queue-patience,P366D",
  })
  void takesWhatIsWithinTheBounds(String setting, String value) {
    BrokerConfig config = BrokerConfigs.of(Path.of("/data"), Map.of(setting, value));

    assertThat(config.cpuMillis()).isPositive();
    assertThat(config.settings().firstUid() + config.settings().slots()).isPositive();
  }

  @Test
  void takesAllProcessorsAndThreeQuartersOfTheMemoryWhereNothingIsSaid() {
    BrokerConfig config = BrokerConfigs.of(Path.of("/data"), Map.of());

    assertThat(config.cpuMillis()).isEqualTo(Runtime.getRuntime().availableProcessors() * 1_000);
    assertThat(config.memoryBytes()).isPositive();
    assertThat(BrokerConfigs.of(Path.of("/data"), Map.of("cpus", "1.5")).cpuMillis())
        .isEqualTo(1_500);
  }

  @Test
  void eachSettingStandsInTheOperatorsTable() throws IOException {
    String table = Files.readString(OPERATIONS);

    assertThat(settings(BrokerSettings.PREFIX, BrokerSettings.class))
        .hasSizeGreaterThan(10)
        .allSatisfy(property -> assertThat(table).contains("| `" + property + "` |"));
  }

  private static Stream<String> settings(String prefix, Class<?> group) {
    return Arrays.stream(group.getDeclaredMethods())
        .filter(method -> Modifier.isAbstract(method.getModifiers()))
        .flatMap(
            method ->
                method.getReturnType().getName().startsWith("io.keelson")
                    ? settings(property(prefix, method), method.getReturnType())
                    : Stream.of(property(prefix, method)));
  }

  private static String property(String prefix, Method method) {
    return prefix + "." + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
