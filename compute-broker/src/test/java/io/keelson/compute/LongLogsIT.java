package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobLogWriter;
import io.keelson.compute.job.LogBounds;
import io.keelson.compute.job.LogLine;
import io.keelson.compute.job.Resources;
import io.keelson.tenancy.failure.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that talk for ever, or too much. */
@Tag("heavy")
final class LongLogsIT {
  private static final int MINUTES = 20;
  private static final int LINES = MINUTES * 60;

  @TempDir Path folder;
  private BrokerFixture fixture;
  private Instant now = Instant.now();

  @BeforeEach
  void start() {
    fixture = new BrokerFixture();
  }

  @AfterEach
  void stop() {
    fixture.ground.store.comeBack();
    fixture.close();
  }

  private JobLogWriter writer(UUID jobId) {
    return new JobLogWriter(
        fixture.ground.database,
        fixture.ground.objects,
        fixture.ground.quotas,
        fixture.ground.signals,
        () -> now,
        new JobLogWriter.Source(
            fixture.tenantId, jobId, 1, folder.resolve("out"), folder.resolve("err")),
        LogBounds.of(JobKind.TASK, fixture.config.limits().maxLogBytes()));
  }

  /** Says a line in each second, and lets the writer look four times in it. */
  private void talk(JobLogWriter writer, int from, int to) {
    for (int i = from; i < to; i++) {
      say("line " + i);
      for (int look = 0; look < 4; look++) {
        now = now.plusMillis(250);
        writer.poll();
      }
    }
  }

  private void say(String line) {
    try {
      Files.writeString(
          folder.resolve("out"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> all(UUID jobId) {
    List<String> lines = new ArrayList<>();
    String cursor = null;
    List<LogLine> page = fixture.log.read(fixture.tenantId, jobId, null, 300);
    while (!page.isEmpty()) {
      page.forEach(line -> lines.add(line.text()));
      cursor = page.getLast().cursor();
      page = fixture.log.read(fixture.tenantId, jobId, cursor, 300);
    }
    return lines;
  }

  private static List<String> lines(int count) {
    return IntStream.range(0, count).mapToObj(i -> "line " + i).toList();
  }

  private long count(String what) {
    return Long.parseLong(fixture.one("SELECT count(*) FROM " + what));
  }

  @Test
  void aJobThatTalksForEverLeavesAsMuchAsItHasSaidAndNotARowEachSecond() {
    UUID id = fixture.submit(fixture.script("true"));
    JobLogWriter writer = writer(id);

    talk(writer, 0, LINES / 2);
    JobLogWriter next = writer(id); // as after a restart
    talk(next, LINES / 2, LINES);
    next.finish(List.of());

    assertThat(all(id)).isEqualTo(lines(LINES));
    assertThat(count("compute.log_chunk")).as("1,200 lines, a chunk in 5 s").isLessThan(50);
    assertThat(
            count(
                "tenancy.object o WHERE used_at > 'epoch' AND NOT EXISTS (SELECT 1 FROM compute.log_chunk c WHERE c.digest = o.digest)"))
        .as(
            "what was put together is left to the next collection, but for what an earlier process made")
        .isLessThan(16);
    assertThat(count("tenancy.object")).as("stored in twenty minutes").isLessThan(LINES / 3);
  }

  @Test
  void whatIsPutTogetherIsOfOneDay() {
    UUID id = fixture.submit(fixture.script("true"));
    JobLogWriter writer = writer(id);
    for (int hour = 0; hour < 4 * 24; hour++) {
      say("line " + hour);
      writer.poll();
      now = now.plus(Duration.ofHours(1));
      writer.poll();
    }

    assertThat(all(id)).isEqualTo(lines(4 * 24));
    assertThat(count("compute.log_chunk WHERE to_line - from_line >= 15")).isGreaterThan(2);
    assertThat(count("compute.log_chunk WHERE to_line - from_line >= 24")).isZero();
  }

  @Test
  void whatIsPutTogetherIsWholeHoweverOftenTheStoreFails() {
    UUID id = fixture.submit(fixture.script("true"));
    JobLogWriter writer = writer(id);
    for (int from = 0; from < 300; from += 20) {
      if (from % 40 == 20) {
        fixture.ground.store.goAway();
        try {
          talk(writer, from, from + 20);
        } catch (Unavailable away) {
          int said = sayRest(from + 20);
          assertThat(said).isLessThan(20);
        }
        fixture.ground.store.comeBack();
      } else {
        talk(writer, from, from + 20);
      }
    }
    writer.finish(List.of());

    assertThat(all(id)).isEqualTo(lines(300));
    assertThat(count("compute.log_chunk")).isLessThan(40);
  }

  /** What the job says while nobody looks. */
  private int sayRest(int to) {
    try {
      int said = Files.readAllLines(folder.resolve("out")).size();
      for (int i = said; i < to; i++) {
        say("line " + i);
      }
      return to - said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private UUID service(String script) {
    return fixture.submit(
        fixture.spec(
            JobKind.SERVICE,
            List.of("sh", "-c", script),
            new Resources(0.5, 64 * BrokerFixture.MIB),
            null));
  }

  @Test
  void aServiceThatHasSaidTwiceItsLimitIsReadToItsLastLine() {
    fixture.start(fixture.config(Map.of("max-log-bytes", "100000")));
    UUID id =
        service(
            "for i in $(seq 1 40); do seq $((i * 1000 + 1)) $((i * 1000 + 1000)); sleep 0.1; done;"
                + " echo 'the last word'; sleep 1000");

    BrokerFixture.until("its last line is there", () -> all(id).contains("the last word"));

    List<String> lines = all(id);
    assertThat(lines.getLast()).isEqualTo("the last word");
    assertThat(lines.get(lines.size() - 2)).isEqualTo("41000");
    assertThat(lines).doesNotContain("1001");
    assertThat(
            Long.parseLong(
                fixture.one("SELECT max(total_bytes) - min(total_bytes) FROM compute.log_chunk")))
        .isBetween(50_000L, 100_000L);
  }

  @Test
  void aServiceThatSaysAsMuchAsItCanFillsNeitherDiskNorStore() throws IOException {
    fixture.start(fixture.config(Map.of("max-log-bytes", "1000000")));
    UUID id = service("yes a line that says nothing, and is said again and again and again");
    fixture.running(id);

    LockSupport.parkNanos(Duration.ofSeconds(8).toNanos());

    assertThat(controlBytes()).isLessThan(2 * 1_250_000);
    long bytesPerS = 256 << 10;
    long burst = 16 * bytesPerS;
    assertThat(Long.parseLong(fixture.one("SELECT max(total_bytes) FROM compute.log_chunk")))
        .isBetween(100_000L, burst + 20 * bytesPerS);
    assertThat(all(id)).anyMatch(line -> line.endsWith("they were not stored in time"));
    UUID other = fixture.submit(fixture.script("echo well"));
    fixture.ended(other);
    fixture.untilSaid(other, "well");
  }

  private long controlBytes() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(fixture.folders().getFirst().resolve("control"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += file.toFile().length(); // 0 for one that has gone meanwhile
      }
    }
    return bytes;
  }
}
