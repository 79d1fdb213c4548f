package io.keelson.api.catalog.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.catalog.dataset.DatasetVersion;
import io.keelson.api.catalog.dataset.DatasetVersionStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Files that are made to break whoever reads them, each with a real broker and the real program,
 * while another tenant's small transform runs beside them and is measured.
 */
@Tag("heavy")
class HostileDataIT {
  private static final int COLUMNS = 1_000_000;
  private static final int MEMBER_BYTES = 10 << 20;
  private static final int MEMBERS = 1_024;

  /** Of what is refused for what it would become: its job starts, and reads some of it. */
  private static final Duration SOON = Duration.ofSeconds(90);

  private final HostileGround hostile = new HostileGround();
  private final ValidationGround ground = hostile.ground;

  @BeforeEach
  void start() throws Exception {
    hostile.start();
  }

  @AfterEach
  void close() {
    hostile.close();
  }

  @Test
  void aMillionColumnsAreRefused() throws Exception {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < COLUMNS; i++) {
      line.append('c').append(i).append(i == COLUMNS - 1 ? '\n' : ',');
    }
    StringBuilder values = new StringBuilder("1,".repeat(COLUMNS - 1)).append("1\n");
    UUID id = ground.sealed(Map.of("wide.csv", (line.toString() + values).getBytes(UTF_8)));

    DatasetVersion version = hostile.judged("1,000,000 columns", id);
    assertThat(version.status()).isEqualTo(DatasetVersionStatus.ERRORED);
    assertThat(version.error()).contains("wide.csv");
  }

  /**
   * The engine's process dies of them: the version was tried again for ever, and nobody knew why.
   */
  @Test
  void bracketsWithoutEndAreRefused() throws Exception {
    String line = "{\"a\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}\n";
    UUID id = ground.sealed(Map.of("deep.ndjson", line.getBytes(UTF_8)));

    DatasetVersion version = hostile.judged("50,000 brackets", id);
    assertThat(version.status()).isEqualTo(DatasetVersionStatus.ERRORED);
    assertThat(version.error()).contains("is nested deeper than 1000 levels");
  }

  /** 10 MiB that are 10 GiB: members of a gzip file follow each other. */
  private static byte[] bomb(byte[] unit) throws IOException {
    byte[] text = new byte[MEMBER_BYTES];
    for (int i = 0; i < text.length; i += unit.length) {
      System.arraycopy(unit, 0, text, i, Math.min(unit.length, text.length - i));
    }
    ByteArrayOutputStream member = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(member)) {
      out.write(text);
    }
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    for (int i = 0; i < MEMBERS; i++) {
      member.writeTo(bomb);
    }
    return bomb.toByteArray();
  }

  @Test
  void gzipThatGrowsAThousandfoldIsRefusedSoon() throws Exception {
    byte[] line = new byte[1 << 10];
    Arrays.fill(line, (byte) 'a');
    byte[] oneLine = bomb(line);
    line[line.length - 1] = '\n';
    byte[] lines = bomb(line);
    assertThat(lines).hasSizeLessThan(64 << 20);

    refusedSoon("gzip of one line of 10 GiB", "line.csv.gz", oneLine);
    refusedSoon("gzip of 10 GiB of lines", "lines.csv.gz", lines);
  }

  private void refusedSoon(String what, String name, byte[] file) throws Exception {
    UUID id = ground.sealed(Map.of(name, file));
    long began = System.nanoTime();

    DatasetVersion version = hostile.judged(what, id);

    assertThat(version.status()).isEqualTo(DatasetVersionStatus.ERRORED);
    assertThat(version.error()).contains(name, "expands to more than");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
  }

  /**
   * See {@code bomb.parquet}: a dictionary in little more than a kilobyte that are gigabytes of
   * text.
   */
  @Test
  void parquetThatGrowsAMillionfoldIsBounded() throws Exception {
    byte[] file;
    try (var in = getClass().getResourceAsStream("bomb.parquet")) {
      file = in.readAllBytes();
    }
    assertThat(file).hasSizeLessThan(1 << 16);
    assertThat(hostile.judged("parquet", ground.sealed(Map.of("bomb.parquet", file))).status())
        .isIn(DatasetVersionStatus.ERRORED, DatasetVersionStatus.VALIDATED);
  }

  @Test
  void anArchiveIsNoTableAndIsNotOpened() throws Exception {
    ByteArrayOutputStream nothing = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(nothing)) {
      zip.putNextEntry(new ZipEntry("../../nothing.csv"));
      for (int i = 0; i < 100; i++) {
        zip.write(new byte[1 << 20]);
      }
      zip.closeEntry();
    }
    UUID id =
        ground.sealed(
            Map.of(
                "nothing.zip", nothing.toByteArray(),
                "nothing.csv.gz", new byte[0],
                "a.csv", "a\n1\n".getBytes(UTF_8)));

    hostile.judged("an archive", id);
    assertThat(ground.tables(id)).extracting(table -> table.name()).doesNotContain("nothing.zip");
  }
}
