package io.keelson.compute.local;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * A job's only way out: a Unix socket that passes bytes to the platform's HTTP door and back. It
 * reads nothing of them; the door asks for the job's token as it asks anybody.
 */
final class ApiDoor implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ApiDoor.class);
  private static final int BUFFER_BYTES = 16 << 10;

  /** That one job may have to the platform at once. */
  private static final int MAX_CONNECTIONS = 32;

  private final InetSocketAddress api;
  private final ServerSocketChannel server;
  private final Semaphore free;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  private ApiDoor(ServerSocketChannel server, InetSocketAddress api) {
    this.server = server;
    this.free = new Semaphore(MAX_CONNECTIONS);
    this.api = api;
  }

  /**
   * Opens the door; one that an earlier process has left is replaced.
   *
   * @param uid the account that may come in, or -1 for our own
   */
  static ApiDoor open(Path socket, int uid, InetSocketAddress api) throws IOException {
    Files.deleteIfExists(socket);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(socket), MAX_CONNECTIONS);
      JobFolder.give(socket, uid, false);
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    ApiDoor door = new ApiDoor(server, api);
    Thread.ofVirtual().name("api-door").start(door::accept);
    return door;
  }

  /** Whoever comes when all connections are taken waits in the system's queue. */
  private void accept() {
    while (true) {
      try {
        free.acquire();
        SocketChannel job = server.accept();
        open.add(job);
        Thread.ofVirtual().name("api-door-connection").start(() -> serve(job));
      } catch (ClosedChannelException closed) {
        return;
      } catch (InterruptedException e) {
        return;
      } catch (IOException e) {
        free.release();
        LOG.debugf("a job's door: %s", e.getMessage());
      }
    }
  }

  private void serve(SocketChannel job) {
    try (job;
        SocketChannel platform = SocketChannel.open()) {
      open.add(platform);
      try {
        platform.connect(api);
        Thread back = Thread.ofVirtual().name("api-door-answers").start(() -> pipe(platform, job));
        pipe(job, platform);
        back.join();
      } finally {
        open.remove(platform);
      }
    } catch (IOException e) {
      LOG.debugf("a job's call does not get through: %s", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(job);
      free.release();
    }
  }

  /** Passes bytes on until their end, and that too. When one side breaks, so does the other. */
  private static void pipe(SocketChannel from, SocketChannel to) {
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
    } catch (IOException broken) {
      close(from);
      close(to);
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debugf("closing: %s", e.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      LOG.debugf("closing a door: %s", e.getMessage());
    }
    open.forEach(ApiDoor::close);
  }
}
