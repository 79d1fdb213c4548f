package io.keelson.api.graphql.live.socket;

import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.share.FairShare;
import java.util.Optional;

/**
 * The answer of one query or mutation on its way: it uses memory of its payer's share until it is
 * taken, and where it is larger than all that may wait unread it is written when the reader has
 * taken what was sent before. On the socket's event loop alone.
 */
final class OutgoingAnswer {
  private final SocketWriter writer;
  private final SharedBytes.Use use;
  private final byte[] message;
  private boolean isCancelled;

  OutgoingAnswer(SocketWriter writer, SharedBytes.Use use, byte[] message) {
    this.writer = writer;
    this.use = use;
    this.message = message;
  }

  /**
   * @param written runs once it is written, at once or later
   * @return why it is not going to be; empty when it is
   */
  Optional<Failure> send(Runnable written) {
    boolean isNow = writer.hasRoomFor(message.length);
    if (!isNow && !(writer.isLarge(message.length) && writer.admitLarge(this))) {
      return Optional.of(
          new Unavailable(
              "too much waits unread for this socket: read what was sent, then ask again", null));
    }
    FairShare.Answer share = use.growTo(message.length);
    if (share != FairShare.Answer.TAKEN) {
      writer.dismissLarge(this);
      return Optional.of(refused(share));
    }
    if (isNow) {
      write(written);
    } else {
      writer.whenWritable(() -> write(written));
    }
    return Optional.empty();
  }

  private Failure refused(FairShare.Answer share) {
    String what = "the answer has " + message.length + " bytes, more than ";
    return share == FairShare.Answer.SHARE_IS_FULL
        ? new RateLimited(what + "is left of your share of all sockets: ask for less at once")
        : new Unavailable(what + "sockets can be sent now: ask for less, or again later", null);
  }

  private void write(Runnable written) {
    if (isCancelled) {
      return;
    }
    writer.dismissLarge(this);
    writer.write(message, use::release);
    written.run();
  }

  /** Before it is written. */
  void cancel() {
    isCancelled = true;
    writer.dismissLarge(this);
    use.release();
  }
}
