package io.keelson.api.catalog.validation;

import static io.keelson.api.catalog.validation.ValidationGround.profiled;
import static io.keelson.api.catalog.validation.ValidationGround.said;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.catalog.dataset.DatasetVersion;
import io.keelson.api.catalog.dataset.DatasetVersionStatus;
import io.keelson.api.catalog.profile.TableProfile;
import io.keelson.api.catalog.profile.TableStatus;
import io.keelson.compute.job.JobStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The program reads hostile files; what it leaves may be theirs. */
class HostileResultIT {
  private final ValidationGround ground = new ValidationGround();

  @AfterEach
  void close() {
    ground.close();
  }

  private static String columns(int columns) {
    String column = "{\"name\":\"a\",\"type\":\"BIGINT\",\"missing\":0,\"histogram\":[]}";
    return "{\"kind\":\"PROFILE\",\"table\":\"a.csv\",\"outcome\":\"PROFILED\",\"profile\":{\"rows\":1,\"columns\":["
        + (column + ",").repeat(columns - 1)
        + column
        + "]}}\n";
  }

  private static Map<String, String> results() {
    Map<String, String> results = new LinkedHashMap<>();
    results.put("nothing", "");
    results.put("an empty line", "\n");
    results.put("no JSON", "hello\n");
    results.put("no object", "[]\n");
    results.put("a cut line", profiled("a.csv", 1).substring(0, 40));
    results.put("two in a line", profiled("a.csv", 1).strip() + profiled("a.csv", 1));
    results.put("only lines of another kind", "{\"kind\":\"CHECK\"}\n".repeat(10));
    results.put("many of another kind", "{\"kind\":\"CHECK\"}\n".repeat(100_000));
    results.put("another table", profiled("b.csv", 1));
    results.put("a table without a name", said(null, "LIMITED", "why"));
    results.put("an unknown outcome", said("a.csv", "VALIDATED", "why"));
    results.put("no reason", said("a.csv", "UNREADABLE", null));
    results.put(
        "a number for a reason",
        "{\"kind\":\"PROFILE\",\"table\":\"a.csv\",\"outcome\":\"LIMITED\",\"reason\":{}}\n");
    results.put("no profile", said("a.csv", "PROFILED", "why"));
    results.put("too many columns", columns(1_001));
    results.put("deep", "{\"kind\":" + "[".repeat(100_000) + "\n");
    results.put("a long number", "{\"kind\":" + "9".repeat(100_000) + "}\n");
    results.put("brackets", "{\"kind\":[" + "{},".repeat(1_000_000) + "{}]}\n");
    results.put("a long line", " ".repeat(ValidationResult.MAX_LINE_BYTES + 1));
    return results;
  }

  @Test
  void whatIsNoResultIsAFailedAttempt() {
    UUID id = ground.sealed("a.csv", "x\n1\n");
    int attempt = 0;
    for (Map.Entry<String, String> result : results().entrySet()) {
      ground.work();
      ground.succeeds(id, result.getValue());
      ground.work();

      assertThat(ground.version(id))
          .as(result.getKey())
          .returns(DatasetVersionStatus.ERRORED, DatasetVersion::status)
          .returns("a.csv: the validation's result could not be read", DatasetVersion::error)
          .returns(null, DatasetVersion::rejection);
      ground.catalog.clock.advance(new Verdict.Errored("", true).retryDelay(attempt++));
    }
    ground.work();
    ground.end(id, JobStatus.SUCCEEDED, null, Map.of("other.txt", new byte[1]));
    ground.work();
    assertThat(ground.version(id).error()).isEqualTo("a.csv: its job left no result");
    ground.catalog.clock.advance(Duration.ofDays(1));
    ground.work();
    ground.succeeds(id, profiled("a.csv", 1));
    ground.work();
    assertThat(ground.version(id).status()).isEqualTo(DatasetVersionStatus.VALIDATED);
  }

  @Test
  void aWideProfileIsNone() {
    UUID id = ground.sealed("a.csv", "x\n1\n");
    ground.work();
    ground.succeeds(id, columns(1_000));
    ground.work();

    assertThat(ground.version(id).status()).isEqualTo(DatasetVersionStatus.VALIDATED);
  }

  @Test
  void whatWasSaidBeforeItBreaksStays() {
    UUID id =
        ground.sealed(Map.of("a.csv", "x\n1\n".getBytes(UTF_8), "b.csv", "x\n2\n".getBytes(UTF_8)));
    ground.work();

    StringBuilder result = new StringBuilder(profiled("a.csv", 1));
    result.append("{\"kind\":\"OTHER\"}\n".repeat(100_000)).append("broken");
    ground.succeeds(id, result.toString());
    ground.work();

    assertThat(ground.tables(id))
        .extracting(TableProfile::status)
        .containsExactly(TableStatus.PROFILED, TableStatus.FAILED);
  }

  @Test
  void aJobSaysNothingOfTablesThatWereNotItsOwn() {
    UUID id =
        ground.sealed(Map.of("a.csv", "x\n1\n".getBytes(UTF_8), "b.csv", "x\n2\n".getBytes(UTF_8)));
    ground.work();
    ground.succeeds(id, profiled("a.csv", 7), said("b.csv", "FAILED", "took long"));
    ground.work();
    ground.catalog.clock.advance(Duration.ofSeconds(11));
    ground.work();

    ground.succeeds(
        id,
        said("a.csv", "UNREADABLE", "forged"),
        said("nowhere.csv", "UNREADABLE", "forged"),
        profiled("b.csv", 8),
        said("b.csv", "UNREADABLE", "said twice"));
    ground.work();

    assertThat(ground.version(id).status()).isEqualTo(DatasetVersionStatus.VALIDATED);
    assertThat(ground.tables(id)).extracting(TableProfile::rows).containsExactly(7L, 8L);
  }
}
