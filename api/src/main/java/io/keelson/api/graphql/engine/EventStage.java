package io.keelson.api.graphql.engine;

/**
 * Where the events of a subscription are brought to its caller: one after the other, each with the
 * rights that the caller has by then.
 */
public interface EventStage {
  /** Of the context that the engine hands to fetchers. */
  String KEY = "keelson.event-stage";

  /** A subscription is asked for: what comes of the request is a stream, or it never began. */
  void subscriptionAsked();

  /** Runs it after all that was handed over before. */
  void run(Runnable event);
}
