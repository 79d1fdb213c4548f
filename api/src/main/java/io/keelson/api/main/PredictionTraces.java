package io.keelson.api.main;

import io.keelson.serving.dataplane.RequestObserver;
import io.keelson.serving.dataplane.Route;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;

/** A span for each prediction, between the caller's and the replica's. */
final class PredictionTraces implements RequestObserver {
  private final Tracer tracer;

  PredictionTraces(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public Observation started(String method, String traceparent) {
    Context parent =
        traceparent == null
            ? Context.root()
            : W3CTraceContextPropagator.getInstance()
                .extract(Context.root(), traceparent, OneHeader.INSTANCE);
    Span span =
        tracer
            .spanBuilder("inference " + method)
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .startSpan();
    return new SpanOf(span);
  }

  private record SpanOf(Span span) implements Observation {
    @Override
    public String traceparent(String incoming) {
      SpanContext context = span.getSpanContext();
      return context.isValid()
          ? "00-"
              + context.getTraceId()
              + "-"
              + context.getSpanId()
              + "-"
              + context.getTraceFlags().asHex()
          : incoming;
    }

    @Override
    public void ended(Route route, int grpcStatus, long nanos) {
      span.setAttribute("rpc.grpc.status_code", grpcStatus);
      if (grpcStatus != 0) {
        span.setStatus(StatusCode.ERROR);
      }
      span.end();
    }
  }

  private enum OneHeader implements TextMapGetter<String> {
    INSTANCE;

    @Override
    public Iterable<String> keys(String traceparent) {
      return java.util.List.of("traceparent");
    }

    @Override
    public String get(String traceparent, String key) {
      return "traceparent".equals(key) ? traceparent : null;
    }
  }
}
