package io.keelson.serving.dataplane;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;

/** HTTP/2 frame by frame, for what no client library does. RFC 9113. */
final class Http2Caller implements AutoCloseable {
  static final int DATA = 0;
  static final int RST_STREAM = 3;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int PATIENCE_MS = 20_000;

  /**
   * @param stream 0 for the connection's own
   */
  record Frame(int type, int flags, int stream, byte[] payload) {
    boolean endsStream() {
      return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }
  }

  private final Socket socket;
  private final DataInputStream in;

  Http2Caller(int port, byte... settings) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(PATIENCE_MS);
    in = new DataInputStream(socket.getInputStream());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    SilentCaller.frame(out, SETTINGS, 0, 0, settings);
    socket.getOutputStream().write(bytes.toByteArray());
  }

  private void send(int type, int flags, int stream, byte[] payload) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SilentCaller.frame(new DataOutputStream(bytes), type, flags, stream, payload);
    socket.getOutputStream().write(bytes.toByteArray());
  }

  /**
   * The head of a request.
   *
   * @param more names and values by turns
   */
  void request(int stream, boolean ends, String method, String path, String... more)
      throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    SilentCaller.literal(head, ":method", method);
    SilentCaller.literal(head, ":scheme", "http");
    SilentCaller.literal(head, ":path", path);
    SilentCaller.literal(head, ":authority", "x");
    for (int i = 0; i < more.length; i += 2) {
      SilentCaller.literal(head, more[i], more[i + 1]);
    }
    send(HEADERS, END_HEADERS | (ends ? END_STREAM : 0), stream, head.toByteArray());
  }

  void data(int stream, byte[] payload) throws IOException {
    send(DATA, 0, stream, payload);
  }

  void lastData(int stream, byte[] payload) throws IOException {
    send(DATA, END_STREAM, stream, payload);
  }

  void ping() throws IOException {
    send(PING, 0, 0, new byte[8]);
  }

  /** The next frame; null at the end of the connection. */
  Frame next() throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    int length = first << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    return new Frame(type, flags, stream, in.readNBytes(length));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
