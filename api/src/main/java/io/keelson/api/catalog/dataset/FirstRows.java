package io.keelson.api.catalog.dataset;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.object.PartsReader;
import io.keelson.tenancy.object.TenantObjects;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;

/** How versions begin whose files are lines of text. */
@ApplicationScoped
public class FirstRows {
  public static final int MAX_ROWS = 100;

  /** Of the object, however little text it has. */
  static final int MAX_STORED_BYTES = 1 << 20;

  /** Of the heap that one reading may fill. */
  public static final int MAX_HEAP_BYTES =
      PartsReader.HEAP_BYTES + MAX_STORED_BYTES + 2 * TextLines.MAX_BYTES;

  private final DatasetVersions versions;
  private final CatalogReads reads;
  private final TenantObjects objects;

  public FirstRows(DatasetVersions versions, CatalogReads reads, TenantObjects objects) {
    this.versions = versions;
    this.reads = reads;
    this.objects = objects;
  }

  private record TextFile(String path, String digest) {}

  /**
   * The first lines of the first file by its path that is {@code .ndjson}, {@code .jsonl}, {@code
   * .csv} or {@code .tsv}, also as {@code .gz}: a line is cut at 16 KiB, and as many come as have
   * 256 KiB together and stand in the file's first MiB. Reads from the object store.
   *
   * @param limit 1 to 100
   * @return none where no file is one of these; fewer where the file is broken
   * @throws Invalid for a limit
   * @throws NotFound when there is no version that the caller may know of
   * @throws Forbidden without DATASET_READ in its project
   * @throws Unavailable where the object store does not answer
   */
  public List<String> of(Principal principal, UUID versionId, int limit) {
    Input.range("first", limit, 1, MAX_ROWS);
    versions.get(principal, versionId);
    return reads
        .list(
            principal,
            row -> new TextFile(row.getString("path"), row.getString("digest")),
            """
            SELECT path, digest
            FROM catalog.dataset_file
            WHERE tenant_id = $1 AND dataset_version_id = $2 AND path ~* '[.](ndjson|jsonl|csv|tsv)([.]gz)?$'
            ORDER BY path
            LIMIT 1
            """,
            versionId)
        .stream()
        .findFirst()
        .map(file -> read(principal.tenantId(), file, limit))
        .orElse(List.of());
  }

  private List<String> read(UUID tenantId, TextFile file, int limit) {
    byte[] beginning = new byte[MAX_STORED_BYTES];
    TextLines lines = new TextLines(limit);
    int length;
    try (InputStream stored = objects.open(tenantId, file.digest())) {
      length = stored.readNBytes(beginning, 0, beginning.length);
    } catch (NotFound gone) {
      return List.of();
    } catch (IOException e) {
      throw new Unavailable("the data cannot be read now", e);
    }
    try (InputStream text =
        isGzip(file)
            ? new GzipBeginning(beginning, length)
            : new ByteArrayInputStream(beginning, 0, length)) {
      lines.read(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it is read from memory
    }
    return lines.found();
  }

  private static boolean isGzip(TextFile file) {
    return file.path().regionMatches(true, file.path().length() - 3, ".gz", 0, 3);
  }
}
