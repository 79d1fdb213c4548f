package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
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
    "memory-bytes,-1,'keelson.broker.memory-bytes -1 (expected: >= 0)'",
    "slots,0,'keelson.broker.slots 0 (expected: 1 to 1000)'",
    "slots,1001,'keelson.broker.slots 1001 (expected: 1 to 1000)'",
    "first-uid,0,'keelson.broker.first-uid 0 (expected: >= 1000)'",
    "max-pids,0,'keelson.broker.max-pids 0 (expected: >= 1)'",
    "max-disk-bytes,0,'keelson.broker.max-disk-bytes 0 (expected: >= 1)'",
    "host-lost,PT0.5S,'keelson.broker.host-lost PT0.5S (expected: >= 1 s)'",
    "max-lost-machines,0,'keelson.broker.max-lost-machines 0 (expected: >= 1)'",
    "stop-grace,-PT1S,'keelson.broker.stop-grace PT-1S (expected: >= 0 s)'",
  })
  void namesTheSettingThatIsOutOfItsBounds(String setting, String value, String refusal) {
    assertThatThrownBy(() -> BrokerConfigs.of(Path.of("/data"), Map.of(setting, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(refusal);
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

    assertThat(
            Arrays.stream(BrokerSettings.class.getDeclaredMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .map(BrokerConfigTest::property))
        .hasSizeGreaterThan(10)
        .allSatisfy(property -> assertThat(table).contains("| `" + property + "` |"));
  }

  private static String property(Method method) {
    String name = method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    return BrokerSettings.PREFIX + "." + name;
  }
}
