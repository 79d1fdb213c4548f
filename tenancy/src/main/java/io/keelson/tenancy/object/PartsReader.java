package io.keelson.tenancy.object;

import com.google.crypto.tink.StreamingAead;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.GeneralSecurityException;
import java.util.Objects;

/**
 * The plaintext of a range of an object; each byte was authenticated before it is handed out. While
 * it reads it holds an open file or connection and about {@link #HEAP_BYTES}.
 */
public final class PartsReader extends InputStream {
  public static final int HEAP_BYTES = 2 << 20;

  private final ObjectStore store;
  private final StreamingAead aead;
  private final StoredParts parts;
  private int index;
  private long positionInPart;
  private long remainingBytes;
  private SeekableByteChannel part;

  /** The range must lie within the object. */
  PartsReader(ObjectStore store, StreamingAead aead, StoredParts parts, long offset, long length) {
    this.store = store;
    this.aead = aead;
    this.parts = parts;
    this.remainingBytes = length;
    this.positionInPart = offset;
    while (index < parts.parts().size() && positionInPart >= partBytes()) {
      positionInPart -= partBytes();
      index++;
    }
  }

  private long partBytes() {
    return parts.parts().get(index).bytes();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (remainingBytes == 0) {
      return -1;
    }
    if (part == null) {
      part = open(parts.name(index));
    }
    long leftInPart = partBytes() - positionInPart;
    int wanted = (int) Math.min(length, Math.min(leftInPart, remainingBytes));
    int n = read(ByteBuffer.wrap(target, offset, wanted));
    positionInPart += n;
    remainingBytes -= n;
    if (positionInPart == partBytes()) {
      release();
      index++;
      positionInPart = 0;
    }
    return n;
  }

  private int read(ByteBuffer target) throws IOException {
    try {
      int n = part.read(target);
      if (n <= 0) {
        throw new IOException("it ends early");
      }
      return n;
    } catch (IOException e) {
      throw new ObjectUnreadable(parts.name(index).key(), e);
    }
  }

  private SeekableByteChannel open(PartName name) throws IOException {
    SeekableByteChannel stored = null;
    try {
      stored = store.open(name.key());
      SeekableByteChannel plain = aead.newSeekableDecryptingChannel(stored, name.associatedData());
      plain.position(positionInPart);
      return plain;
    } catch (IOException | GeneralSecurityException e) {
      if (stored != null) {
        stored.close();
      }
      throw new ObjectUnreadable(name.key(), e);
    }
  }

  @Override
  public int available() {
    return 0;
  }

  /**
   * Lets go of what reading holds, for a reader that waits; the next read opens the part again and
   * decrypts up to 1 MiB a second time.
   */
  public void release() throws IOException {
    if (part != null) {
      SeekableByteChannel last = part;
      part = null;
      last.close();
    }
  }

  @Override
  public void close() throws IOException {
    release();
  }
}
