package io.keelson.api.graphql.live.socket;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Bounds of the sockets that GraphQL is spoken over. */
@ConfigMapping(prefix = "keelson.live")
public interface LiveConfig {
  /** How long a socket may stay open before it says who it is. */
  @WithDefault("10S")
  Duration initTimeout();

  /**
   * Sockets of this process that have not said yet who they are, with their upgrade or after it;
   * more are refused with 503. One address can hold half of them, and one IPv6 network of 64 bits.
   */
  @WithDefault("256")
  int maxUnauthenticatedSockets();

  /**
   * Open sockets of this process that have said who they are: as many as the front door has
   * connections, unless fewer are wanted. One tenant can hold half of them; more are closed with
   * 1013.
   */
  @WithDefault("${keelson.http.max-connections:16384}")
  int maxSockets();

  /** Open sockets of this process with the same key, session or job. */
  @WithDefault("2000")
  int maxSocketsPerCredential();

  /** Operations that one socket runs at once. */
  @WithDefault("200")
  int maxOperationsPerSocket();

  /** Operations that all sockets of this process run at once. One tenant can hold half of them. */
  @WithDefault("40000")
  int maxOperations();

  /** The longest message from a client, in bytes. */
  @WithDefault("262144")
  int maxMessageBytes();

  /** Events that wait unread for one socket, of all its subscriptions. */
  @WithDefault("10000")
  int maxUnreadEvents();

  /** Bytes that wait unread for one socket: events, and answers that it has not taken. */
  @WithDefault("1048576")
  int maxUnreadBytes();

  /** A socket that has given no sign of life for so long is closed; it is asked for one sooner. */
  @WithDefault("5M")
  Duration silenceLimit();
}
