package io.keelson.api.alert.sending;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.Map;

/** What delivers messages, by the kind of channel. */
@ApplicationScoped
public class Senders {
  private final Map<ChannelKind, AlertChannel> byKind = new EnumMap<>(ChannelKind.class);

  @Inject
  Senders(@Any Instance<AlertChannel> channels) {
    this((Iterable<AlertChannel>) channels);
  }

  private Senders(Iterable<? extends AlertChannel> channels) {
    channels.forEach(channel -> byKind.put(channel.kind(), channel));
  }

  /** Without CDI. */
  public static Senders of(Iterable<? extends AlertChannel> channels) {
    return new Senders(channels);
  }

  /** As {@link AlertChannel#send}. */
  public Outcome send(Target target, Message message) {
    return byKind.get(target.kind()).send(target, message);
  }
}
