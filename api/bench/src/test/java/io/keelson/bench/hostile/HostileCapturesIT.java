package io.keelson.bench.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keelson.bench.BenchDatabase;
import io.keelson.tenancy.apikey.ApiKeySecret;
import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestServers;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("heavy")
class HostileCapturesIT {
  private static final int SECONDS = 6;

  @Test
  void whateverIsSentToAModelHarmsNoOtherTenantsCapturesNorTheProcess() throws Exception {
    ApiKeySecret neighbour = ApiKeySecret.generate();
    ApiKeySecret hostile = ApiKeySecret.generate();
    try (TestDatabase database = TestServers.shared().freshDatabase("tenancy")) {
      BenchDatabase.insertKey(database, "neighbour", neighbour);
      BenchDatabase.insertKey(database, "hostile", hostile);

      JsonNode seen =
          new ObjectMapper()
              .readTree(
                  HostileCapturesBench.measure(
                          SECONDS,
                          BenchDatabase.system(database),
                          List.of(neighbour.value(), hostile.value()))
                      .json());

      // How fast the neighbour is answered is the benchmark's: other tests use the machine as well.
      assertThat(seen.path("neighbour_was_always_answered").asBoolean())
          .as(seen.toString())
          .isTrue();
      assertThat(seen.path("each_of_the_neighbours_is_kept").asBoolean()).isTrue();
      assertThat(seen.path("each_of_the_hostile_is_counted").asBoolean()).isTrue();
      assertThat(seen.path("no_failure_is_the_platforms").asBoolean()).isTrue();
      assertThat(seen.path("heap_growth_within_64_mib").asBoolean()).isTrue();
      assertThat(seen.path("hostile_captures_kept").asLong()).isPositive();
      assertThat(seen.path("hostile_captures_dropped").asLong()).isPositive();
    }
  }
}
