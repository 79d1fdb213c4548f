package io.keelson.demo.e2e;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes spans by OTLP over gRPC, as a collector does. */
final class TraceCollector implements AutoCloseable {
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final Server server;

  /**
   * @param parent empty for the root of a trace
   */
  record Span(String trace, String id, String parent, String name) {}

  private TraceCollector() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Receiver())
            .build()
            .start();
  }

  static TraceCollector start() throws IOException {
    return new TraceCollector();
  }

  /** What makes a platform send its spans here. */
  Map<String, String> properties() {
    return Map.of("keelson.traces.endpoint", "http://127.0.0.1:" + server.getPort());
  }

  List<Span> spans() {
    return List.copyOf(spans);
  }

  /** The span that this one belongs under; null when it was not sent, or when there is none. */
  Span parentOf(Span child) {
    return spans.stream()
        .filter(span -> span.trace.equals(child.trace) && span.id.equals(child.parent))
        .findAny()
        .orElse(null);
  }

  private final class Receiver extends TraceServiceGrpc.TraceServiceImplBase {
    @Override
    public void export(
        ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> answer) {
      for (ResourceSpans resource : request.getResourceSpansList()) {
        for (ScopeSpans scope : resource.getScopeSpansList()) {
          scope.getSpansList().forEach(span -> spans.add(read(span)));
        }
      }
      answer.onNext(ExportTraceServiceResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }

  private static Span read(io.opentelemetry.proto.trace.v1.Span span) {
    HexFormat hex = HexFormat.of();
    return new Span(
        hex.formatHex(span.getTraceId().toByteArray()),
        hex.formatHex(span.getSpanId().toByteArray()),
        hex.formatHex(span.getParentSpanId().toByteArray()),
        span.getName());
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
