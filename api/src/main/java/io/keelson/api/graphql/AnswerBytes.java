package io.keelson.api.graphql;

import io.keelson.api.graphql.engine.ResultSize;
import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.failure.Failure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of one answer as they are made: no more than an answer may have, and no more than its
 * payer's share of the memory has room for. To be released when it is taken, or never will be.
 */
public final class AnswerBytes extends OutputStream {
  /** An answer of fewer uses its share once, when it is complete. */
  private static final int STEP_BYTES = 64 << 10;

  private static final byte[] NOTHING = new byte[0];

  private final SharedBytes.Use use;
  private final int maxBytes;
  private final List<byte[]> full = new ArrayList<>(0);
  private byte[] piece = NOTHING;
  private int inPiece;
  private int bytes;
  private long allocatedBytes;
  private long heldBytes;

  /**
   * @param use for others, too
   */
  AnswerBytes(SharedBytes.Use use, int maxBytes) {
    this.use = use;
    this.maxBytes = maxBytes;
  }

  /** Why an answer is not made, on its way through what writes it. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient Failure failure;

    Refused(Failure failure) {
      super(failure);
      this.failure = failure;
    }

    Failure failure() {
      return failure;
    }
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    if (length > maxBytes - bytes) {
      throw new Refused(ResultSize.tooLarge(maxBytes));
    }
    int written = 0;
    while (written < length) {
      if (inPiece == piece.length) {
        beginPiece(length - written);
      }
      int fits = Math.min(length - written, piece.length - inPiece);
      System.arraycopy(from, offset + written, piece, inPiece, fits);
      inPiece += fits;
      written += fits;
    }
    bytes += length;
  }

  /** A small answer is one piece of its own length; a larger one grows by half of it at first. */
  private void beginPiece(int wantedBytes) throws IOException {
    int size = Math.toIntExact(Math.min(STEP_BYTES, Math.max(wantedBytes, allocatedBytes)));
    if (allocatedBytes + size > STEP_BYTES) {
      hold(allocatedBytes + size);
    }
    if (inPiece > 0) {
      full.add(piece);
    }
    piece = new byte[size];
    inPiece = 0;
    allocatedBytes += size;
  }

  private void hold(long wanted) throws IOException {
    try {
      use.add(wanted - heldBytes, "the answer");
      heldBytes = wanted;
    } catch (Failure refused) {
      throw new Refused(refused);
    }
  }

  /** Nothing is written after this. */
  @Override
  public void close() throws IOException {
    hold(allocatedBytes);
  }

  public int length() {
    return bytes;
  }

  /** All of them, not to be changed; once. */
  public ByteBuf content() {
    ByteBuf last = Unpooled.wrappedBuffer(piece, 0, inPiece);
    if (full.isEmpty()) {
      return last;
    }
    ByteBuf[] all = new ByteBuf[full.size() + 1];
    for (int i = 0; i < full.size(); i++) {
      all[i] = Unpooled.wrappedBuffer(full.get(i));
    }
    all[full.size()] = last;
    return Unpooled.wrappedBuffer(all.length, all);
  }

  /** Of what was not written nothing is left. */
  public void release() {
    full.clear();
    piece = NOTHING;
    inPiece = 0;
    use.release(heldBytes);
    heldBytes = 0;
  }
}
