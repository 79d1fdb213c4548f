package io.keelson.serving.testing;

import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.keelson.serving.dataplane.ReplicaTarget;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.vertx.core.net.SocketAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A real gRPC server on a Unix socket in the place of a model's process; what it answers is the
 * test's choice.
 */
public final class TestReplica implements AutoCloseable {
  public static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> TRACEPARENT =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

  private final Path folder;
  private final Path socket;
  private final EventLoopGroup loops = new EpollEventLoopGroup(1);
  private final Server server;
  private final Map<String, BiConsumer<byte[], StreamObserver<byte[]>>> answers =
      new ConcurrentHashMap<>();
  private volatile Status refusal;
  public final Queue<byte[]> received = new ConcurrentLinkedQueue<>();
  public final Queue<String> traceparents = new ConcurrentLinkedQueue<>();
  public final AtomicInteger credentialsSeen = new AtomicInteger();
  public final AtomicInteger cancelled = new AtomicInteger();

  public TestReplica() throws IOException {
    folder = Files.createTempDirectory("replica");
    socket = folder.resolve("replica.sock");
    ServerServiceDefinition.Builder service =
        ServerServiceDefinition.builder("inference.GRPCInferenceService");
    for (String name :
        new String[] {
          "ModelInfer", "ModelReady", "ModelMetadata", "ModelConfig", "ModelStatistics"
        }) {
      service.addMethod(
          method(name),
          observed(
              ServerCalls.asyncUnaryCall(
                  (byte[] request, StreamObserver<byte[]> out) -> {
                    received.add(request);
                    answers
                        .getOrDefault(
                            name, (bytes, to) -> to.onError(Status.UNIMPLEMENTED.asException()))
                        .accept(request, out);
                  })));
    }
    server =
        NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
            .channelType(EpollServerDomainSocketChannel.class)
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .maxInboundMessageSize(64 << 20)
            .addService(service.build())
            .build()
            .start();
  }

  private ServerCallHandler<byte[], byte[]> observed(ServerCallHandler<byte[], byte[]> handler) {
    return (call, headers) -> {
      if (headers.containsKey(AUTHORIZATION)) {
        credentialsSeen.incrementAndGet();
      }
      if (headers.containsKey(TRACEPARENT)) {
        traceparents.add(headers.get(TRACEPARENT));
      }
      if (refusal != null) {
        call.close(refusal, new Metadata());
        return new ServerCall.Listener<>() {};
      }
      ServerCall.Listener<byte[]> listener = handler.startCall(call, headers);
      return new io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener<>(
          listener) {
        @Override
        public void onCancel() {
          cancelled.incrementAndGet();
          super.onCancel();
        }
      };
    };
  }

  public static MethodDescriptor<byte[], byte[]> method(String name) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName("inference.GRPCInferenceService/" + name)
        .setRequestMarshaller(BYTES)
        .setResponseMarshaller(BYTES)
        .build();
  }

  public static CallOptions within(long seconds) {
    return CallOptions.DEFAULT.withDeadlineAfter(seconds, TimeUnit.SECONDS);
  }

  /** Answers at once with what the function makes of the request. */
  public TestReplica answering(String method, Function<byte[], byte[]> answer) {
    return handling(
        method,
        (request, out) -> {
          out.onNext(answer.apply(request));
          out.onCompleted();
        });
  }

  public TestReplica handling(String method, BiConsumer<byte[], StreamObserver<byte[]>> handler) {
    answers.put(method, handler);
    return this;
  }

  /** Answers every call before its message has come; null for those to come as before. */
  public TestReplica refusing(Status status) {
    refusal = status;
    return this;
  }

  public Path socket() {
    return socket;
  }

  public ReplicaTarget target(UUID tenantId) {
    return new ReplicaTarget(
        tenantId, UUID.randomUUID(), SocketAddress.domainSocketAddress(socket.toString()));
  }

  /** As when the process is killed: connections break off. */
  public void die() {
    server.shutdownNow();
    try {
      server.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    die();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    try {
      Files.deleteIfExists(socket);
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
