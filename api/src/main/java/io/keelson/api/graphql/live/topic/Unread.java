package io.keelson.api.graphql.live.topic;

/**
 * How many events wait unread for one socket, and how large they are: a share that all of its
 * subscriptions have together.
 */
public final class Unread {
  private final int maxEvents;
  private final int maxBytes;
  private int events;
  private long bytes;

  public Unread(int maxEvents, int maxBytes) {
    this.maxEvents = maxEvents;
    this.maxBytes = maxBytes;
  }

  /** False, and nothing is held, when it would be too much. */
  synchronized boolean hold(int moreEvents, long moreBytes) {
    if (events + moreEvents > maxEvents || bytes + moreBytes > maxBytes) {
      return false;
    }
    events += moreEvents;
    bytes += moreBytes;
    return true;
  }

  /**
   * Holds one event whether or not it is too much: without one there would be no end of waiting.
   */
  synchronized void holdOne(long moreBytes) {
    events++;
    bytes += moreBytes;
  }

  synchronized void release(int fewerEvents, long fewerBytes) {
    events -= fewerEvents;
    bytes -= fewerBytes;
  }

  /** What is held at most, as it is told. */
  String bound() {
    return maxEvents + " events or " + maxBytes + " bytes";
  }
}
