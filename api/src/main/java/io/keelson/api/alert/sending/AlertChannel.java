package io.keelson.api.alert.sending;

/** Delivers messages of one kind of channel. */
public interface AlertChannel {
  ChannelKind kind();

  /**
   * Delivers once, and does not try again. Blocks, at most 40 s, on whatever thread calls.
   *
   * @return what came of it; a failure is an answer, too
   */
  Outcome send(Target target, Message message);
}
