package io.keelson.api.alert.sending;

/** How a channel's messages travel. */
public enum ChannelKind {
  /** By e-mail to members of the tenant. */
  EMAIL,
  /** By HTTP, signed as Standard Webhooks says. */
  WEBHOOK,
  /** To a room of Slack, by an incoming webhook of its. */
  SLACK
}
