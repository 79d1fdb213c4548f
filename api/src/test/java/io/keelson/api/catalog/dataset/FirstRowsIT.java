package io.keelson.api.catalog.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How versions begin, out of the object store. */
class FirstRowsIT {
  private static CatalogFixture catalog;
  private static FirstRows rows;

  @BeforeAll
  static void begin() {
    catalog = new CatalogFixture();
    rows = new FirstRows(catalog.versions, new CatalogReads(catalog.database), catalog.objects);
  }

  @AfterAll
  static void end() {
    catalog.close();
  }

  private static UUID version(String slug, String path, byte[] content) {
    UUID id = catalog.openVersion(catalog.project(slug).id());
    catalog.upload(id, "zz/readme.md", "# no rows".getBytes(StandardCharsets.UTF_8));
    catalog.upload(id, path, content);
    return id;
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  @Test
  void theyAreTheFirstLinesOfItsFirstTextAlsoWhereThatIsCompressed() throws IOException {
    UUID plain = version("plain", "b.csv", "a,b\n1,2\n3,4\n".getBytes(StandardCharsets.UTF_8));
    assertThat(rows.of(catalog.engineer, plain, 2)).containsExactly("a,b", "1,2");
    UUID packed = version("packed", "events.ndjson.gz", zipped("{\"id\":1}\n{\"id\":2}\n"));
    assertThat(rows.of(catalog.engineer, packed, 100)).containsExactly("{\"id\":1}", "{\"id\":2}");
  }

  @Test
  void aBombAndABrokenFileAreReadNoFurtherThanTheirBounds() throws IOException {
    UUID bomb = version("bomb", "a.jsonl.gz", zipped("first\n" + "0".repeat(64 << 20)));
    assertThat(rows.of(catalog.engineer, bomb, 100)).containsExactly("first");
    byte[] whole = zipped("one\ntwo\n".repeat(20_000));
    UUID broken = version("broken", "a.csv.gz", Arrays.copyOf(whole, whole.length / 2));
    assertThat(rows.of(catalog.engineer, broken, 2)).containsExactly("one", "two");
    UUID none = version("none", "a.csv.gz", "not gzip".getBytes(StandardCharsets.UTF_8));
    assertThat(rows.of(catalog.engineer, none, 2)).isEmpty();
  }

  /** Each of them has a row, far behind. */
  @Test
  void muchThatIsStoredAndHoldsNothingIsReadNoFurtherThanItsBound() throws IOException {
    byte[] row = zipped("row\n");
    byte[] name = new byte[3 << 20];
    Arrays.fill(name, (byte) 'n');
    byte[] named = joined(new byte[] {31, -117, 8, 8, 0, 0, 0, 0, 0, 0}, name, new byte[1]);
    byte[] deflated = Arrays.copyOfRange(row, 10, row.length);
    UUID endless = version("name", "a.csv.gz", joined(named, deflated));
    assertThat(rows.of(catalog.engineer, endless, 2)).isEmpty();

    byte[] emptyBlocks = repeated(new byte[] {0, 0, 0, -1, -1}, 600_000);
    byte[] header = Arrays.copyOf(row, 10);
    UUID blocks = version("blocks", "a.csv.gz", joined(header, emptyBlocks, deflated));
    assertThat(rows.of(catalog.engineer, blocks, 2)).isEmpty();

    byte[] members = repeated(zipped(""), 40_000);
    UUID empty = version("members", "a.csv.gz", joined(members, row));
    assertThat(rows.of(catalog.engineer, empty, 2)).containsExactly("row");

    UUID plain = version("lines", "a.csv", joined(repeated(new byte[] {'\n'}, 3 << 20), row));
    assertThat(rows.of(catalog.engineer, plain, 2)).isEmpty();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] repeated(byte[] part, int times) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  @Test
  void aStrangerLearnsNothing() {
    UUID id = version("hidden", "a.csv", "secret\n".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> rows.of(catalog.stranger, id, 2)).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> rows.of(catalog.engineer, id, 101)).isInstanceOf(Invalid.class);
  }
}
