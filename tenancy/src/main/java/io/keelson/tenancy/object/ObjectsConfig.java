package io.keelson.tenancy.object;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What objects, uploads and their links need to know.
 *
 * @param folder of the file store; with S3, drafts wait here
 * @param masterKeyFile encrypts the tenants' keys; made on the first start (mode 600). Lost with
 *     it: every object
 * @param baseUrl of the byte doors as clients reach them, without a trailing slash
 * @param s3 instead of the file store
 * @param maxUploadBytes of one upload, 1 byte to 1 TiB
 * @param maxOpenUploadsPerTenant unfinished uploads at one time
 * @param partBytes plaintext of one part, at least 1: the most that a crash makes a client send
 *     again
 * @param uploadLifetime an upload without progress expires after it
 * @param uploadLinkLifetime an upload link is taken until then; ask for another at any time
 * @param downloadLinkLifetime a download link is taken until then
 * @param writerLease a writer that was not heard of for this long has lost its upload to the next
 *     one
 * @param idleTimeout a body or a reader that stands still for this long is given up
 */
public record ObjectsConfig(
    Path folder,
    Path masterKeyFile,
    URI baseUrl,
    Optional<S3Settings> s3,
    long maxUploadBytes,
    int maxOpenUploadsPerTenant,
    int partBytes,
    Duration uploadLifetime,
    Duration uploadLinkLifetime,
    Duration downloadLinkLifetime,
    Duration writerLease,
    Duration idleTimeout) {

  private static final long MAX_UPLOAD_BYTES = 1L << 40;

  public ObjectsConfig {
    if (maxUploadBytes < 1 || maxUploadBytes > MAX_UPLOAD_BYTES) {
      throw new IllegalArgumentException(
          "maxUploadBytes: %d (expected: 1 to %d)".formatted(maxUploadBytes, MAX_UPLOAD_BYTES));
    }
    if (partBytes < 1) {
      throw new IllegalArgumentException("partBytes: %d (expected: >= 1)".formatted(partBytes));
    }
  }

  /** The file store and the keys below the installation's data folder. */
  public static ObjectsConfig defaults(Path dataFolder, URI baseUrl) {
    return new ObjectsConfig(
        dataFolder.resolve("objects"),
        dataFolder.resolve("secrets").resolve("objects-master.key"),
        baseUrl,
        Optional.empty(),
        100L << 30,
        1_000,
        32 << 20,
        Duration.ofHours(24),
        Duration.ofMinutes(15),
        Duration.ofMinutes(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30));
  }

  public ObjectsConfig withS3(S3Settings settings) {
    return new ObjectsConfig(
        folder,
        masterKeyFile,
        baseUrl,
        Optional.of(settings),
        maxUploadBytes,
        maxOpenUploadsPerTenant,
        partBytes,
        uploadLifetime,
        uploadLinkLifetime,
        downloadLinkLifetime,
        writerLease,
        idleTimeout);
  }

  public ObjectsConfig withMasterKeyFile(Path file) {
    return new ObjectsConfig(
        folder,
        file,
        baseUrl,
        s3,
        maxUploadBytes,
        maxOpenUploadsPerTenant,
        partBytes,
        uploadLifetime,
        uploadLinkLifetime,
        downloadLinkLifetime,
        writerLease,
        idleTimeout);
  }

  public ObjectsConfig withLimits(long maxUploadBytes, int partBytes, Duration idleTimeout) {
    return new ObjectsConfig(
        folder,
        masterKeyFile,
        baseUrl,
        s3,
        maxUploadBytes,
        maxOpenUploadsPerTenant,
        partBytes,
        uploadLifetime,
        uploadLinkLifetime,
        downloadLinkLifetime,
        writerLease,
        idleTimeout);
  }
}
