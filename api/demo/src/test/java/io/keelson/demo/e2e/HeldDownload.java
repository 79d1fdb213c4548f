package io.keelson.demo.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** A download by a client so slow that it would take an hour. */
final class HeldDownload implements AutoCloseable {
  private static final int RECEIVE_BYTES = 4_096;
  private static final int SIP_BYTES = 1_024;
  private static final long SIP_INTERVAL_MS = 20;
  private static final int LIMIT_MS = 20_000;
  private final Socket socket;
  private final CompletableFuture<Long> closed = new CompletableFuture<>();

  private HeldDownload(Socket socket) {
    this.socket = socket;
  }

  /**
   * @param port of the process to ask for what the link names
   */
  static HeldDownload open(int port, URI link) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(RECEIVE_BYTES);
    socket.setSoTimeout(LIMIT_MS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MS);
    String target = link.getRawPath() + "?" + link.getRawQuery();
    String request = "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(target, link.getAuthority());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
    String said = new String(status, StandardCharsets.US_ASCII);
    if (!said.equals("HTTP/1.1 200")) {
      socket.close();
      throw new IOException("not begun: " + said);
    }
    HeldDownload held = new HeldDownload(socket);
    Thread.startVirtualThread(held::sip);
    return held;
  }

  private void sip() {
    byte[] sip = new byte[SIP_BYTES];
    try {
      InputStream in = socket.getInputStream();
      while (in.read(sip) >= 0) {
        Thread.sleep(SIP_INTERVAL_MS);
      }
      closed.complete(System.nanoTime());
    } catch (SocketException reset) {
      closed.complete(System.nanoTime());
    } catch (IOException | InterruptedException e) {
      closed.completeExceptionally(e);
    }
  }

  /**
   * Completes once the server has ended the connection, with the time when this client saw it, by
   * {@link System#nanoTime}.
   */
  CompletableFuture<Long> closed() {
    return closed;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
