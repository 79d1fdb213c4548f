package io.keelson.api.graphql;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;

/** The W3C trace context of the request being served. */
public final class TraceContext {
  private TraceContext() {}

  /** A {@code traceparent}, or null when the request is not traced. */
  public static String traceparent() {
    SpanContext span = Span.current().getSpanContext();
    return span.isValid()
        ? "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex()
        : null;
  }
}
