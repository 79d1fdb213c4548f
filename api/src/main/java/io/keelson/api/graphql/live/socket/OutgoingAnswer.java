package io.keelson.api.graphql.live.socket;

import io.keelson.api.graphql.AnswerBytes;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.Unavailable;
import java.util.Optional;

/**
 * The answer of one query or mutation on its way: where it is larger than all that may wait unread
 * it is written when the reader has taken what was sent before. It is released once it is taken, or
 * never will be. On the socket's event loop alone.
 */
final class OutgoingAnswer {
  private final SocketWriter writer;
  private AnswerBytes message;

  /** What writes it when the reader has taken enough; null when it does not wait for that. */
  private Runnable writing;

  OutgoingAnswer(SocketWriter writer, AnswerBytes message) {
    this.writer = writer;
    this.message = message;
  }

  /**
   * @param written runs once it is written, at once or later
   * @return why it is not going to be; empty when it is
   */
  Optional<Failure> send(Runnable written) {
    if (writer.hasRoomFor(message.length())) {
      write(written);
    } else if (writer.isLarge(message.length()) && writer.admitLarge(this)) {
      writing = () -> write(written);
      writer.whenWritable(writing);
    } else {
      message.release();
      return Optional.of(
          new Unavailable(
              "too much waits unread for this socket: read what was sent, then ask again", null));
    }
    return Optional.empty();
  }

  private void write(Runnable written) {
    writing = null;
    writer.dismissLarge(this);
    writer.write(message.content(), message::release);
    written.run();
  }

  /** Before it is written: nothing reaches it any more. */
  void cancel() {
    writer.forget(writing);
    writing = null;
    writer.dismissLarge(this);
    message.release();
  }
}
