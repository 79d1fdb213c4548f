package io.keelson.tenancy.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;

/**
 * Stands in front of a server on 127.0.0.1: ends TLS for one that speaks none, or goes silent as a
 * host does that has lost its network while its connections stay open.
 */
public final class Relay implements AutoCloseable {
  private static final int MAX_CHUNK_BYTES = 16 << 10;

  private final InetSocketAddress target;
  private final ServerSocket door;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean silent;

  private Relay(ServerSocketFactory doors, InetSocketAddress target) throws IOException {
    this.target = target;
    this.door = doors.createServerSocket(0, 0, InetAddress.getByName("127.0.0.1"));
    Thread.ofVirtual().name("relay").start(this::accept);
  }

  public static Relay plain(String host, int port) {
    try {
      return new Relay(ServerSocketFactory.getDefault(), new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new IllegalStateException("no relay", e);
    }
  }

  /**
   * @param keys whose certificate is shown
   */
  public static Relay tls(TestKeyStore keys, String host, int port) {
    try {
      return new Relay(keys.ofServer().getServerSocketFactory(), new InetSocketAddress(host, port));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("no relay", e);
    }
  }

  public int port() {
    return door.getLocalPort();
  }

  /** What comes is swallowed from now on, either way; connections are taken and stay open. */
  public void silence() {
    silent = true;
  }

  /** New connections reach the server again. Those from before stay mute. */
  public void speak() {
    silent = false;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        sockets.add(client);
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    try {
      Socket server = new Socket();
      sockets.add(server);
      server.connect(target);
      boolean[] muted = new boolean[1];
      Thread.ofVirtual().start(() -> pump(client, server, muted));
      pump(server, client, muted);
    } catch (IOException e) {
      close(client);
    }
  }

  private void pump(Socket from, Socket to, boolean[] muted) {
    byte[] chunk = new byte[MAX_CHUNK_BYTES];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        muted[0] |= silent;
        if (!muted[0]) {
          out.write(chunk, 0, read);
          out.flush();
        }
      }
    } catch (IOException e) {
      // One side has gone; the other is closed with it.
    } finally {
      sockets.remove(from);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    sockets.forEach(Relay::close);
  }
}
