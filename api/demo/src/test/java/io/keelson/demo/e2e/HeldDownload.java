package io.keelson.demo.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A download by a client that takes the head of the answer and then nothing more. */
final class HeldDownload implements AutoCloseable {
  private static final int RECEIVE_BYTES = 4_096;
  private static final int OPEN_LIMIT_MS = 20_000;
  private final Socket socket;

  private HeldDownload(Socket socket) {
    this.socket = socket;
  }

  /**
   * @param port of the process to ask for what the link names
   */
  static HeldDownload open(int port, URI link) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(RECEIVE_BYTES);
    socket.setSoTimeout(OPEN_LIMIT_MS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), OPEN_LIMIT_MS);
    String target = link.getRawPath() + "?" + link.getRawQuery();
    String request = "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(target, link.getAuthority());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
    String said = new String(status, StandardCharsets.US_ASCII);
    if (!said.equals("HTTP/1.1 200")) {
      socket.close();
      throw new IOException("not begun: " + said);
    }
    return new HeldDownload(socket);
  }

  /**
   * Takes what is on its way already; false when there is still more to come when the time is over.
   *
   * @param sizeBytes of the whole object
   */
  boolean isBrokenOff(Duration limit, long sizeBytes) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    long taken = 0;
    byte[] buffer = new byte[1 << 16];
    InputStream in = socket.getInputStream();
    try {
      while (true) {
        long leftMs = (deadline - System.nanoTime()) / 1_000_000;
        if (leftMs <= 0) {
          return false;
        }
        socket.setSoTimeout((int) leftMs);
        int read = in.read(buffer);
        if (read < 0) {
          return taken < sizeBytes;
        }
        taken += read;
      }
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
