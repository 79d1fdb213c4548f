package io.keelson.api.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One request over cleartext HTTP/2, with a head that no client library sends. RFC 9113. */
public final class RawHttp2 implements AutoCloseable {
  /**
   * The stream is reset, or the connection closed: what a malformed request gets, section 8.1.1.
   */
  public static final int ENDED = 0;

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int PRIORITY = 32;
  private static final int PRIORITY_BYTES = 5;
  private static final int PATIENCE_MS = 20_000;

  /** A field that is in the table with its value; else its name is, and the value follows. */
  private static final int INDEXED = 0x80;

  /** The first of the static table's statuses, RFC 7541, appendix A. */
  private static final int FIRST_STATUS = 8;

  private static final int[] STATUSES = {200, 204, 206, 304, 400, 404, 500};

  private final Socket socket;
  private final DataInputStream in;

  private record Frame(int type, int flags, byte[] payload) {
    boolean endsStream() {
      return type == RST_STREAM
          || type == GOAWAY
          || (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }
  }

  /**
   * Sends it.
   *
   * @param head in this order, pseudo-headers first; each text under 127 bytes
   */
  public RawHttp2(int port, Map<String, String> head) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MS);
    in = new DataInputStream(socket.getInputStream());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    frame(out, SETTINGS, 0, 0, new byte[0]);
    frame(out, HEADERS, END_STREAM | END_HEADERS, 1, encoded(head));
    socket.getOutputStream().write(bytes.toByteArray());
  }

  private static void frame(DataOutputStream out, int type, int flags, int stream, byte[] payload)
      throws IOException {
    out.writeByte(payload.length >> 16);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
  }

  /** Literals without indexing: RFC 7541, section 6.2.2. */
  private static byte[] encoded(Map<String, String> head) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    head.forEach(
        (name, value) -> {
          out.write(0);
          for (String text : new String[] {name, value}) {
            out.write(text.length());
            out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
          }
        });
    return out.toByteArray();
  }

  /** Of the answer, which is read to its end; {@link #ENDED} for none. */
  public int status() throws IOException {
    int status = ENDED;
    Frame frame;
    do {
      frame = next();
      if (frame.type == HEADERS && status == ENDED) {
        status = status(frame.payload, (frame.flags & PRIORITY) == 0 ? 0 : PRIORITY_BYTES);
      }
    } while (!frame.endsStream());
    return status;
  }

  /** Until the answer has begun. */
  public void awaitHead() throws IOException {
    Frame frame;
    do {
      frame = next();
    } while (frame.type != HEADERS && !frame.endsStream());
  }

  /** The next frame; one that ends everything at the end of the connection. */
  private Frame next() throws IOException {
    int first = in.read();
    if (first < 0) {
      return new Frame(GOAWAY, 0, new byte[0]);
    }
    int length = first << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    in.readInt();
    return new Frame(type, flags, in.readNBytes(length));
  }

  /** The status comes first. Others than the table's are told by their digits. */
  private static int status(byte[] payload, int at) {
    int first = payload[at] & 0xFF;
    return (first & INDEXED) != 0
        ? STATUSES[first - INDEXED - FIRST_STATUS]
        : Integer.parseInt(new String(payload, at + 2, 3, StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
