package io.keelson.api.training;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Event;
import io.keelson.tenancy.event.EventHandler;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;

/**
 * Puts each ended job into the trace of the request that submitted it, with the times it really
 * ran.
 */
@ApplicationScoped
class JobTraces implements EventHandler {
  private static final String TRACEPARENT = "traceparent";
  private final Tracer tracer;

  JobTraces(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public String name() {
    return "job-traces";
  }

  @Override
  public Set<String> types() {
    return Set.of("JobFinished");
  }

  @Override
  public String role() {
    return "api";
  }

  @Override
  public void handle(Transaction tx, Event event) {
    String startedAt = event.payload().getString("startedAt");
    String endedAt = event.payload().getString("endedAt");
    if (event.trace() == null || startedAt == null || endedAt == null) {
      return;
    }
    Span span =
        tracer
            .spanBuilder("job " + event.payload().getString("kind"))
            .setParent(parent(event.trace()))
            .setStartTimestamp(OffsetDateTime.parse(startedAt).toInstant())
            .setAttribute("keelson.tenant.id", event.tenantId().toString())
            .setAttribute("keelson.job.id", event.subjectId().toString())
            .startSpan();
    if (!"SUCCEEDED".equals(event.payload().getString("status"))) {
      span.setStatus(StatusCode.ERROR, String.valueOf(event.payload().getString("reason")));
    }
    span.end(OffsetDateTime.parse(endedAt).toInstant());
  }

  private static Context parent(String traceparent) {
    return W3CTraceContextPropagator.getInstance()
        .extract(Context.root(), Map.of(TRACEPARENT, traceparent), MapGetter.INSTANCE);
  }

  private enum MapGetter implements TextMapGetter<Map<String, String>> {
    INSTANCE;

    @Override
    public Iterable<String> keys(Map<String, String> carrier) {
      return carrier.keySet();
    }

    @Override
    public String get(Map<String, String> carrier, String key) {
      return carrier.get(key);
    }
  }
}
