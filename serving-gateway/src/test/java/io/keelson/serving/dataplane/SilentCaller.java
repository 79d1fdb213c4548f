package io.keelson.serving.dataplane;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks for a prediction over HTTP/2 with the widest windows there are, and never reads: RFC 9113
 * without a client library, whose own loop would read.
 */
final class SilentCaller implements AutoCloseable {
  private static final int RECEIVE_BUFFER_BYTES = 8 << 10;
  private static final int LARGEST_WINDOW = Integer.MAX_VALUE;
  private static final int FIRST_WINDOW = 65_535;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int WINDOW_UPDATE = 8;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int INITIAL_WINDOW_SIZE = 4;

  private final Socket socket = new Socket();

  /**
   * @param message of {@code ModelInfer}, behind its prefix
   */
  SilentCaller(int port, String key, byte[] message) throws IOException {
    socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    frame(out, SETTINGS, 0, 0, setting(INITIAL_WINDOW_SIZE, LARGEST_WINDOW));
    frame(out, WINDOW_UPDATE, 0, 0, integer(LARGEST_WINDOW - FIRST_WINDOW));
    frame(out, HEADERS, END_HEADERS, 1, headers(port, key));
    frame(out, DATA, END_STREAM, 1, message);
    socket.getOutputStream().write(bytes.toByteArray());
  }

  static void frame(DataOutputStream out, int type, int flags, int stream, byte[] payload)
      throws IOException {
    out.writeByte(payload.length >> 16);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
  }

  private static byte[] setting(int id, int value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeShort(id);
    out.writeInt(value);
    return bytes.toByteArray();
  }

  private static byte[] integer(int value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new DataOutputStream(bytes).writeInt(value);
    return bytes.toByteArray();
  }

  private static byte[] headers(int port, String key) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    literal(out, ":method", "POST");
    literal(out, ":scheme", "http");
    literal(out, ":path", "/inference.GRPCInferenceService/ModelInfer");
    literal(out, ":authority", "127.0.0.1:" + port);
    literal(out, "content-type", "application/grpc");
    literal(out, "te", "trailers");
    literal(out, "authorization", "Bearer " + key);
    return out.toByteArray();
  }

  /** A literal field without indexing, RFC 7541, section 6.2.2; both texts under 127 bytes. */
  static void literal(ByteArrayOutputStream out, String name, String value) throws IOException {
    out.write(0);
    for (String text : new String[] {name, value}) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      out.write(bytes.length);
      out.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
