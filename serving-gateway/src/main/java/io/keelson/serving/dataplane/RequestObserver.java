package io.keelson.serving.dataplane;

/**
 * Sees every request for a model, for traces and metrics. Called on event loops: must return at
 * once and never throw.
 */
@FunctionalInterface
public interface RequestObserver {
  /** Sees nothing and costs nothing. */
  RequestObserver NONE = (method, traceparent) -> Observation.NONE;

  /**
   * @param method such as {@code ModelInfer}
   * @param traceparent the caller's W3C trace context, or null
   */
  Observation started(String method, String traceparent);

  /** One request on its way. */
  interface Observation {
    Observation NONE =
        new Observation() {
          @Override
          public String traceparent(String incoming) {
            return incoming;
          }

          @Override
          public void ended(Route route, int grpcStatus, long nanos) {}
        };

    /**
     * What the replica gets as trace context: the caller's, or that of a span of ours; null for
     * none.
     */
    String traceparent(String incoming);

    /**
     * @param route the endpoint, or null where none was found
     * @param grpcStatus the outcome as a gRPC status code, 0 for OK
     */
    void ended(Route route, int grpcStatus, long nanos);
  }
}
