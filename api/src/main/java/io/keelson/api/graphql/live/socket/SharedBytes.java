package io.keelson.api.graphql.live.socket;

import io.keelson.tenancy.share.FairShare;

/**
 * Memory that all sockets of this process use for what is under way: messages that have not come to
 * their end, and answers that their readers have not taken. Tenants share it.
 */
final class SharedBytes {
  private static final int PERMIT_BYTES = 1024;

  private final FairShare<Object> share;

  SharedBytes(int maxBytes) {
    this.share = new FairShare<>(Math.max(1, maxBytes / PERMIT_BYTES));
  }

  /** Nothing yet, of this payer's share. */
  Use use(Object payer) {
    return new Use(payer);
  }

  /** Rounded up, each use by itself. */
  long usedBytes() {
    return (long) share.taken() * PERMIT_BYTES;
  }

  /** What one message or answer uses. By one thread at a time. */
  final class Use {
    private final Object payer;
    private int permits;

    private Use(Object payer) {
      this.payer = payer;
    }

    /** Uses at least so many; what it has used before is kept when it gets no more. */
    FairShare.Answer growTo(long bytes) {
      int more = Math.toIntExact((bytes + PERMIT_BYTES - 1) / PERMIT_BYTES) - permits;
      if (more <= 0) {
        return FairShare.Answer.TAKEN;
      }
      FairShare.Answer answer = share.tryTake(payer, more);
      if (answer == FairShare.Answer.TAKEN) {
        permits += more;
      }
      return answer;
    }

    /** Uses nothing any more. */
    void release() {
      if (permits > 0) {
        share.release(payer, permits);
        permits = 0;
      }
    }
  }
}
