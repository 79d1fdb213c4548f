package io.keelson.api.catalog.manifest;

import io.keelson.tenancy.object.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The files that make up a data set version or a model version, and the one digest that stands for
 * them.
 *
 * <p>The digest is SHA-256 over this text in UTF-8, so that anybody can recompute it with {@code
 * sha256sum}: a first line {@code keelson-manifest-v1}, then for each file a line {@code <64 hex of
 * the content's SHA-256> <size in bytes> <path>} (single spaces, path last, no line break is
 * possible in a path), sorted by the bytes of the path; each line, the last one too, ends with a
 * line feed.
 */
public final class Manifest {
  private static final String HEADER = "keelson-manifest-v1\n";
  private static final String DIGEST_PREFIX = "sha256:";
  private static final Comparator<Entry> BY_PATH_BYTES =
      Comparator.comparing(
          entry -> entry.path().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private final List<Entry> entries;

  private Manifest(List<Entry> entries) {
    this.entries = entries;
  }

  /**
   * A file.
   *
   * @param digest {@code sha256:<64 hex>} of its content
   */
  public record Entry(String path, String digest, long sizeBytes) {
    public Entry {
      if (!digest.startsWith(DIGEST_PREFIX) || path.indexOf('\n') >= 0) {
        throw new IllegalArgumentException("not an entry of a manifest: " + path + " " + digest);
      }
    }
  }

  public static Manifest of(List<Entry> entries) {
    return new Manifest(entries.stream().sorted(BY_PATH_BYTES).toList());
  }

  /** Sorted by the bytes of their paths. */
  public List<Entry> entries() {
    return entries;
  }

  public long sizeBytes() {
    return entries.stream().mapToLong(Entry::sizeBytes).sum();
  }

  /** {@code sha256:<64 hex>} over {@link #text}. */
  public String digest() {
    return Digests.of(text());
  }

  /** The canonical form. */
  public String text() {
    StringBuilder text = new StringBuilder(HEADER);
    for (Entry entry : entries) {
      text.append(entry.digest(), DIGEST_PREFIX.length(), entry.digest().length());
      text.append(' ').append(entry.sizeBytes()).append(' ').append(entry.path()).append('\n');
    }
    return text.toString();
  }
}
