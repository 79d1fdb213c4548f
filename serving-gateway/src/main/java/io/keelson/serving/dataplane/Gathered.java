package io.keelson.serving.dataplane;

import io.vertx.core.buffer.Buffer;

/**
 * Pieces of one message, put together. A single piece stays where it is; as it may be a part of
 * what the server reads from its connection, nothing can be appended to it.
 */
final class Gathered {
  private Buffer all;
  private boolean isOurs;

  void add(Buffer piece) {
    if (all == null) {
      all = piece;
      return;
    }
    if (!isOurs) {
      all = Buffer.buffer(all.length() + piece.length()).appendBuffer(all);
      isOurs = true;
    }
    all.appendBuffer(piece);
  }

  boolean isEmpty() {
    return all == null;
  }

  int length() {
    return all == null ? 0 : all.length();
  }

  /** What has come so far; it may grow with the next piece. */
  Buffer soFar() {
    return all == null ? Buffer.buffer() : all;
  }

  /** All of it, which is not kept any longer. */
  Buffer take() {
    Buffer taken = soFar();
    all = null;
    isOurs = false;
    return taken;
  }
}
