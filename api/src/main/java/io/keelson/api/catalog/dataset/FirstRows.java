package io.keelson.api.catalog.dataset;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.object.TenantObjects;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** How versions begin whose files are lines of text. */
@ApplicationScoped
public class FirstRows {
  public static final int MAX_ROWS = 100;

  /** Of the heap that one reading may fill. */
  public static final int MAX_HEAP_BYTES = 2 * TextLines.MAX_BYTES + TextLines.MAX_READ_BYTES;

  private static final int BUFFER_BYTES = 64 << 10;

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
   * 256 KiB together. Reads from the object store.
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
    TextLines lines = new TextLines(limit);
    try (InputStream stored = objects.open(tenantId, file.digest());
        InputStream text = isGzip(file) ? new GZIPInputStream(stored, BUFFER_BYTES) : stored) {
      lines.read(text);
    } catch (ZipException | EOFException | NotFound broken) {
      return lines.found();
    } catch (IOException e) {
      throw new Unavailable("the data cannot be read now", e);
    }
    return lines.found();
  }

  private static boolean isGzip(TextFile file) {
    return file.path().regionMatches(true, file.path().length() - 3, ".gz", 0, 3);
  }
}
