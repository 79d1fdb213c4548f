package io.keelson.djlworker;

import io.grpc.BindableService;
import io.grpc.Codec;
import io.grpc.DecompressorRegistry;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The sockets that the worker listens on: a Unix socket, a port on 127.0.0.1, or both. */
final class Doors {
  private static final int MAX_MESSAGE_BYTES = 16 << 20;
  private static final int MAX_METADATA_BYTES = 16 << 10;
  private static final int MAX_CALLS_PER_CONNECTION = 1_024;
  private static final int SHORTEST_PING_SECONDS = 5;

  private final EpollEventLoopGroup loops = new EpollEventLoopGroup(1);
  private final List<Server> servers = new ArrayList<>();
  private final MemoryBound memory =
      new MemoryBound(new CallMemory(Runtime.getRuntime().maxMemory()));
  private final Path socket;

  static Doors open(Options options, BindableService service) throws IOException {
    Doors doors = new Doors(options.socket());
    if (options.socket() != null) {
      Files.deleteIfExists(options.socket());
      doors.start(
          NettyServerBuilder.forAddress(new DomainSocketAddress(options.socket().toFile()))
              .channelFactory(() -> FrameCopies.on(new EpollServerDomainSocketChannel())),
          service);
      // Who may come in is decided by the folder that it lies in, which only the platform can
      // enter.
      Files.setPosixFilePermissions(options.socket(), PosixFilePermissions.fromString("rw-rw-rw-"));
      System.out.println("listening on " + options.socket());
    }
    if (options.port() >= 0) {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      Server server =
          doors.start(
              NettyServerBuilder.forAddress(new InetSocketAddress(loopback, options.port()))
                  .channelFactory(() -> FrameCopies.on(new EpollServerSocketChannel())),
              service);
      System.out.println("listening on 127.0.0.1:" + server.getPort());
    }
    return doors;
  }

  private Doors(Path socket) {
    this.socket = socket;
  }

  private Server start(NettyServerBuilder builder, BindableService service) throws IOException {
    Server server =
        builder
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .directExecutor()
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .maxInboundMetadataSize(MAX_METADATA_BYTES)
            .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
            .permitKeepAliveTime(SHORTEST_PING_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            // What unpacks to more than it was would not be counted as it comes.
            .decompressorRegistry(
                DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false))
            .addStreamTracerFactory(memory.arrivals())
            .intercept(new SpanLog())
            .intercept(new ShortReasons())
            .addService(memory.around(service.bindService()))
            .build()
            .start();
    servers.add(server);
    return server;
  }

  /**
   * Takes no more calls and waits for those in flight.
   *
   * @return whether all ended within the time
   */
  boolean drain(long seconds) throws InterruptedException, IOException {
    servers.forEach(Server::shutdown);
    if (socket != null) {
      Files.deleteIfExists(socket);
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    boolean drained = true;
    for (Server server : servers) {
      drained &=
          server.awaitTermination(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
    servers.forEach(Server::shutdownNow);
    return drained;
  }
}
