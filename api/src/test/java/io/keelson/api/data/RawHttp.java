package io.keelson.api.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One HTTP/1.1 connection on which a test sends what it likes, and as much of it as it likes. */
final class RawHttp implements AutoCloseable {
  private static final int TIMEOUT_MS = 20_000;
  private final Socket socket;
  private final InputStream in;

  /** Header names in lower case. */
  record Answer(int status, Map<String, String> headers, byte[] body) {
    String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }
  }

  RawHttp(int port) throws IOException {
    this.socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(TIMEOUT_MS);
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * @param headers name, value, name, value …
   */
  RawHttp head(String method, URI link, Object... headers) throws IOException {
    StringBuilder head = new StringBuilder(method).append(' ').append(link.getRawPath());
    if (link.getRawQuery() != null) {
      head.append('?').append(link.getRawQuery());
    }
    head.append(" HTTP/1.1\r\nHost: ").append(link.getRawAuthority()).append("\r\n");
    for (int i = 0; i < headers.length; i += 2) {
      head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
    }
    return send(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
  }

  RawHttp send(byte[] bytes) throws IOException {
    return send(bytes, 0, bytes.length);
  }

  RawHttp send(byte[] bytes, int from, int to) throws IOException {
    socket.getOutputStream().write(bytes, from, to - from);
    socket.getOutputStream().flush();
    return this;
  }

  /**
   * @param body false for an answer to HEAD
   */
  Answer answer(boolean body) throws IOException {
    String[] status = line().split(" ", 3);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Answer(
        Integer.parseInt(status[1]), headers, body ? in.readNBytes(length) : new byte[0]);
  }

  /** The body of an answer of which only the head was read. */
  String text(Answer head) throws IOException {
    return new String(
        in.readNBytes(Integer.parseInt(head.header("Content-Length"))), StandardCharsets.UTF_8);
  }

  Answer answer() throws IOException {
    return answer(true);
  }

  /** The status line alone; the rest is for {@link #readToTheEnd}. */
  int status() throws IOException {
    return Integer.parseInt(line().split(" ", 3)[1]);
  }

  /** The bytes that came until the server closed the connection. */
  long readToTheEnd() {
    long bytes = 0;
    byte[] chunk = new byte[1 << 16];
    try {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        bytes += read;
      }
    } catch (IOException reset) {
      // as good as an end
    }
    return bytes;
  }

  /** True when the server has closed the connection, after at most the socket's timeout. */
  boolean isClosedByServer() {
    try {
      return in.read() < 0;
    } catch (IOException e) {
      return !(e instanceof java.net.SocketTimeoutException);
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection ended in " + line);
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
