package io.keelson.serving.testing;

import io.keelson.serving.dataplane.ReplicaTarget;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Stands in front of a replica and counts what the data plane has taken of its answers. */
public final class MeteredSocket implements AutoCloseable {
  private static final int CHUNK_BYTES = 16 << 10;

  private final Path path;
  private final Path replica;
  private final ServerSocketChannel door;
  private final AtomicLong taken = new AtomicLong();

  /**
   * @param path where it listens
   */
  public MeteredSocket(Path path, TestReplica replica) throws IOException {
    this.path = path;
    this.replica = replica.socket();
    this.door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    door.bind(UnixDomainSocketAddress.of(path));
    Thread.ofPlatform().daemon().start(this::accept);
  }

  public ReplicaTarget target(UUID tenantId) {
    return new ReplicaTarget(
        tenantId, UUID.randomUUID(), SocketAddress.domainSocketAddress(path.toString()));
  }

  /** Bytes of answers that the data plane has read. */
  public long taken() {
    return taken.get();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel plane = door.accept();
        SocketChannel server = SocketChannel.open(UnixDomainSocketAddress.of(replica));
        Thread.ofPlatform().daemon().start(() -> pump(plane, server, new AtomicLong()));
        Thread.ofPlatform().daemon().start(() -> pump(server, plane, taken));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private static void pump(SocketChannel from, SocketChannel to, AtomicLong count) {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
    try (from;
        to) {
      while (from.read(chunk) >= 0) {
        chunk.flip();
        while (chunk.hasRemaining()) {
          count.addAndGet(to.write(chunk));
        }
        chunk.clear();
      }
    } catch (IOException e) {
      // one side has gone
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
