package io.keelson.api.catalog.dataset;

import java.io.InputStream;
import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What the beginning of a gzip file (RFC 1952) holds, as far as that goes: it ends where the bytes
 * end or are broken, and throws nothing. Members are passed one after the other, not one within the
 * other as {@link java.util.zip.GZIPInputStream} does: thousands of empty ones overflow its stack.
 * Checksums are not looked at.
 */
final class GzipBeginning extends InputStream {
  private static final int MAGIC = 0x8b1f;
  private static final int DEFLATE = 8;
  private static final int HEADER_BYTES = 10;
  private static final int TRAILER_BYTES = 8;

  private static final int HAS_CHECKSUM = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;

  private final byte[] stored;
  private final int length;
  private final Inflater inflater = new Inflater(true);
  private int member;
  private boolean isInMember;

  /**
   * @param length of what is stored of it in the array, from its beginning
   */
  GzipBeginning(byte[] stored, int length) {
    this.stored = stored;
    this.length = length;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int wanted) {
    Objects.checkFromIndexSize(offset, wanted, target.length);
    if (wanted == 0) {
      return 0;
    }
    try {
      while (isInMember || beginMember()) {
        int found = inflater.inflate(target, offset, wanted);
        if (found > 0) {
          return found;
        }
        if (!inflater.finished()) {
          return end();
        }
        member = length - inflater.getRemaining() + TRAILER_BYTES;
        isInMember = false;
      }
    } catch (DataFormatException broken) {
      return end();
    }
    return end();
  }

  private int end() {
    member = length;
    isInMember = false;
    return -1;
  }

  private boolean beginMember() {
    int deflated = member > length - HEADER_BYTES ? length : afterHeader();
    if (deflated >= length) {
      return false;
    }
    inflater.reset();
    inflater.setInput(stored, deflated, length - deflated);
    isInMember = true;
    return true;
  }

  /** At least the length where there is no header, or no end of it. */
  private int afterHeader() {
    if (twoBytes(member) != MAGIC || stored[member + 2] != DEFLATE) {
      return length;
    }
    int flags = stored[member + 3];
    int at = member + HEADER_BYTES;
    if ((flags & HAS_EXTRA) != 0) {
      at = at + 2 > length ? length : at + 2 + twoBytes(at);
    }
    if ((flags & HAS_NAME) != 0) {
      at = afterZero(at);
    }
    if ((flags & HAS_COMMENT) != 0) {
      at = afterZero(at);
    }
    return (flags & HAS_CHECKSUM) == 0 ? at : at + 2;
  }

  private int twoBytes(int at) {
    return stored[at] & 0xFF | (stored[at + 1] & 0xFF) << 8;
  }

  private int afterZero(int from) {
    int at = from;
    while (at < length && stored[at] != 0) {
      at++;
    }
    return at + 1;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
