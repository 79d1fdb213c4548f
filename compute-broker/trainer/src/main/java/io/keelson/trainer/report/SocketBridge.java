package io.keelson.trainer.report;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/**
 * A loopback port that leads to a Unix socket, because {@link java.net.http.HttpClient} speaks TCP
 * only. Bytes pass unchanged; at most eight connections at a time.
 */
final class SocketBridge implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 8;
  private static final int BUFFER_BYTES = 16 * 1024;

  private final ServerSocketChannel server;
  private final UnixDomainSocketAddress target;
  private final Semaphore connections = new Semaphore(MAX_CONNECTIONS);

  static SocketBridge open(Path socket) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
    return new SocketBridge(server, UnixDomainSocketAddress.of(socket));
  }

  private SocketBridge(ServerSocketChannel server, UnixDomainSocketAddress target) {
    this.server = server;
    this.target = target;
    Thread.ofVirtual().name("socket-bridge").start(this::accept);
  }

  int port() throws IOException {
    return ((InetSocketAddress) server.getLocalAddress()).getPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    try {
      while (true) {
        connections.acquire();
        SocketChannel client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException | InterruptedException e) {
      // closed: the process ends
    }
  }

  /** A target that is not there closes the client's connection, which the client tries again. */
  private void serve(SocketChannel client) {
    try (client;
        SocketChannel door = SocketChannel.open(target)) {
      Thread answers = Thread.ofVirtual().start(() -> copy(door, client));
      copy(client, door);
      answers.join();
    } catch (IOException | InterruptedException e) {
      // either side is closed, and with it the other
    } finally {
      connections.release();
    }
  }

  private static void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // already of no use
    }
  }
}
