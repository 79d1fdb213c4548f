package io.keelson.djlworker;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Locale;
import java.util.regex.Pattern;

/** A log line for each call that is part of a sampled trace (W3C trace context, flag 01). */
final class SpanLog implements ServerInterceptor {
  private static final Metadata.Key<String> TRACEPARENT =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);
  private static final Pattern SAMPLED =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f][13579bdf]");

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String trace = headers.get(TRACEPARENT);
    if (trace == null || !SAMPLED.matcher(trace).matches()) {
      return next.startCall(call, headers);
    }
    long started = System.nanoTime();
    return next.startCall(
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            double ms = (System.nanoTime() - started) / 1e6;
            String method = call.getMethodDescriptor().getBareMethodName();
            System.out.printf(
                Locale.ROOT,
                "span %s traceparent=%s status=%s ms=%.3f%n",
                method,
                trace,
                status.getCode(),
                ms);
            super.close(status, trailers);
          }
        },
        headers);
  }
}
