package io.keelson.tenancy.object;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Reads forward on one ranged GET; a jump ends it and starts another when the next bytes are
 * wanted.
 */
final class S3Channel implements SeekableByteChannel {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final S3Client client;
  private final String bucket;
  private final String key;
  private final long sizeBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private ResponseInputStream<GetObjectResponse> stream;
  private long position;
  private boolean open = true;

  S3Channel(S3Client client, String bucket, String key, long sizeBytes) {
    this.client = client;
    this.bucket = bucket;
    this.key = key;
    this.sizeBytes = sizeBytes;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (!open) {
      throw new ClosedChannelException();
    }
    if (position >= sizeBytes) {
      return -1;
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    try {
      if (stream == null) {
        stream =
            client.getObject(get -> get.bucket(bucket).key(key).range("bytes=" + position + "-"));
      }
      int n = stream.read(buffer, 0, Math.min(target.remaining(), BUFFER_BYTES));
      if (n < 0) {
        throw new IOException("%s ends at byte %d of %d".formatted(key, position, sizeBytes));
      }
      target.put(buffer, 0, n);
      position += n;
      return n;
    } catch (SdkException e) {
      throw new IOException("cannot read " + key + " in the bucket " + bucket, e);
    }
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    if (newPosition < 0) {
      throw new IllegalArgumentException("position: " + newPosition + " (expected: >= 0)");
    }
    if (newPosition != position) {
      abort();
      position = newPosition;
    }
    return this;
  }

  /** Without reading the rest, which may be long. */
  private void abort() {
    if (stream != null) {
      stream.abort();
      stream = null;
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public long size() {
    return sizeBytes;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    abort();
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }
}
