package io.keelson.serving.dataplane;

import io.vertx.core.buffer.Buffer;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;

/** A body in pieces, each taken from a call's {@link HeldBytes.Hold} before it is made. */
final class HeldOutput extends OutputStream {
  private static final int FIRST_PIECE_BYTES = 1 << 10;
  private static final int MAX_PIECE_BYTES = 64 << 10;

  private final HeldBytes.Hold hold;
  private final Queue<Buffer> pieces = new ArrayDeque<>();
  private byte[] piece = new byte[0];
  private int used;
  private long size;
  private long taken;

  /** There was no room for the next piece. */
  static final class NoRoom extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoRoom() {
      super("no room for more bytes", null, false, false);
    }
  }

  /**
   * @param taken bytes of the hold that were taken for it before
   */
  HeldOutput(HeldBytes.Hold hold, long taken) {
    this.hold = hold;
    this.taken = taken;
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int at = offset;
    while (at < offset + length) {
      if (used == piece.length) {
        next();
      }
      int count = Math.min(offset + length - at, piece.length - used);
      System.arraycopy(bytes, at, piece, used, count);
      used += count;
      at += count;
    }
    size += length;
  }

  private void next() {
    int length = Math.clamp(piece.length * 2L, FIRST_PIECE_BYTES, MAX_PIECE_BYTES);
    long before = Math.min(taken, length);
    if (!hold.take(length - before)) {
      throw new NoRoom();
    }
    taken -= before;
    keep();
    piece = new byte[length];
    used = 0;
  }

  private void keep() {
    if (used > 0) {
      pieces.add(Buffer.buffer(io.netty.buffer.Unpooled.wrappedBuffer(piece, 0, used)));
    }
  }

  /** Everything that was written, to be taken from the queue piece by piece. Ends the output. */
  Queue<Buffer> finished() {
    keep();
    used = 0;
    piece = new byte[0];
    hold.release(taken);
    taken = 0;
    return pieces;
  }

  long size() {
    return size;
  }
}
