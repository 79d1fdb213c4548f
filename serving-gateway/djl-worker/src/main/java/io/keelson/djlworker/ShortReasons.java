package io.keelson.djlworker;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/**
 * Cuts the reason of a refusal, which may repeat what came: it goes out as a header, and one that
 * is larger than the caller takes breaks the stream, or the connection with all that is on it.
 */
final class ShortReasons implements ServerInterceptor {
  /** Percent-encoded at worst still within the 8 KiB of headers that callers take. */
  static final int MAX_CHARACTERS = 512;

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return next.startCall(
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            super.close(shortened(status), trailers);
          }
        },
        headers);
  }

  private static Status shortened(Status status) {
    String reason = status.getDescription();
    return reason == null || reason.length() <= MAX_CHARACTERS
        ? status
        : status.withDescription(reason.substring(0, MAX_CHARACTERS) + "…");
  }
}
