package io.keelson.api.alert.channel;

/** {@code ACTIVE ↔ DISABLED}: by people, and by a receiver that answers 410. */
public enum ChannelStatus {
  ACTIVE,
  /** What is meant for it fails, and can be delivered again once it is ACTIVE. */
  DISABLED;

  public boolean mayBecome(ChannelStatus next) {
    return this != next;
  }
}
