package io.keelson.tenancy.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of the loopback address. */
public final class Ports {

  private Ports() {}

  /** A port that nothing listened on a moment ago. */
  public static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new EmbeddedServerException("no free port on 127.0.0.1", e);
    }
  }

  /** A free port that another one follows. */
  public static int freeBeforeFree() {
    while (true) {
      int port = free();
      if (port < 65_535 && isFree(port + 1)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * @throws PortTakenException naming the port and the property that moves it
   */
  static void requireFree(String server, int port, String property) {
    try (ServerSocket socket = new ServerSocket()) {
      // Connections of a server that just died linger in TIME_WAIT and must not count as taken.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new PortTakenException(server, port, property);
    }
  }
}
