package io.keelson.tenancy.object;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Keys of a bucket. A draft is spooled to a local file (a part has 32 MiB and a little), because S3
 * wants to know the size before the first byte; S3 answers a PUT when the bytes are durable.
 */
public final class S3ObjectStore implements ObjectStore {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);
  private static final int NOT_FOUND = 404;

  private final S3Client client;
  private final String bucket;
  private final Path spool;

  /**
   * @param spool a folder for drafts, created when it is missing
   */
  public S3ObjectStore(S3Settings settings, Path spool) throws IOException {
    this.bucket = settings.bucket();
    this.spool = Files.createDirectories(spool);
    this.client =
        S3Client.builder()
            .endpointOverride(settings.endpoint())
            .region(Region.of(settings.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(settings.accessKey(), settings.secretKey())))
            .forcePathStyle(true)
            // Not every S3 service knows the newer checksum trailers; the bytes are authenticated
            // by their encryption.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClient(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT_TIMEOUT)
                    .socketTimeout(SOCKET_TIMEOUT)
                    .build())
            .build();
  }

  @Override
  public Draft begin(String key) throws IOException {
    return new SpooledDraft(ObjectStore.checked(key), Files.createTempFile(spool, "draft-", ""));
  }

  @Override
  public SeekableByteChannel open(String key) throws IOException {
    ObjectStore.checked(key);
    return new S3Channel(client, bucket, key, size(key));
  }

  private long size(String key) throws IOException {
    try {
      return client.headObject(head -> head.bucket(bucket).key(key)).contentLength();
    } catch (SdkException e) {
      throw isNotFound(e) ? new NoSuchFileException(key) : failed("read", key, e);
    }
  }

  @Override
  public boolean exists(String key) throws IOException {
    ObjectStore.checked(key);
    try {
      size(key);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public void delete(String key) throws IOException {
    ObjectStore.checked(key);
    try {
      client.deleteObject(delete -> delete.bucket(bucket).key(key));
    } catch (SdkException e) {
      if (!isNotFound(e)) {
        throw failed("delete", key, e);
      }
    }
  }

  @Override
  public void deleteUnder(String folder, Set<String> kept) throws IOException {
    String prefix = ObjectStore.checked(folder) + "/";
    try {
      var pages =
          client.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix).maxKeys(1_000));
      for (var found : pages.contents()) {
        // One by one: not every S3 service takes the checksum that the bulk call insists on.
        if (!kept.contains(found.key())) {
          delete(found.key());
        }
      }
    } catch (SdkException e) {
      throw failed("delete all under", prefix, e);
    }
  }

  @Override
  public void deleteDraftsBegunBefore(Instant time) throws IOException {
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(spool, "draft-*")) {
      for (Path draft : drafts) {
        if (Files.exists(draft) && Files.getLastModifiedTime(draft).toInstant().isBefore(time)) {
          Files.deleteIfExists(draft);
        }
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private static boolean isNotFound(SdkException e) {
    return e instanceof NoSuchKeyException
        || (e instanceof software.amazon.awssdk.services.s3.model.S3Exception s3
            && s3.statusCode() == NOT_FOUND);
  }

  private IOException failed(String verb, String key, SdkException cause) {
    return new IOException("cannot " + verb + " " + key + " in the bucket " + bucket, cause);
  }

  private final class SpooledDraft implements Draft {
    private final String key;
    private final Path file;
    private final FileChannel channel;

    SpooledDraft(String key, Path file) throws IOException {
      this.key = key;
      this.file = file;
      this.channel = FileChannel.open(file, StandardOpenOption.WRITE);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      return channel.write(bytes);
    }

    @Override
    public void commit() throws IOException {
      channel.close();
      try {
        client.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromFile(file));
      } catch (SdkException e) {
        throw failed("write", key, e);
      }
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
      Files.deleteIfExists(file);
    }
  }
}
