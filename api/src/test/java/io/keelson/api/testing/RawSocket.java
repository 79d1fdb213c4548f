package io.keelson.api.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A WebSocket of single frames (RFC 6455), for what no client library does: it answers no ping and
 * no close, and reads only when it is told to.
 */
public final class RawSocket implements AutoCloseable {
  public static final int TEXT = 0x1;
  public static final int CONTINUATION = 0x0;
  public static final int CLOSE = 0x8;
  public static final int PING = 0x9;

  /** Of the first byte. */
  public static final int FINAL = 0x80;

  /** Of the first byte: what a compressed frame has. */
  public static final int RSV1 = 0x40;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int RECEIVE_BUFFER_BYTES = 4 * 1024;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final String answer;

  /** One frame of the platform's. */
  public record Frame(int opcode, boolean isFinal, byte[] payload) {
    public String text() {
      return new String(payload, UTF_8);
    }

    /** Of a close frame. */
    public int closeCode() {
      return (payload[0] & 0xff) << 8 | payload[1] & 0xff;
    }
  }

  private RawSocket(Socket socket, String headers) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
    out.write(
        ("GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Protocol: graphql-transport-ws\r\n"
                + headers
                + "\r\n")
            .getBytes(US_ASCII));
    this.answer = head();
  }

  public static RawSocket open(int port) throws IOException {
    return open(port, "127.0.0.1", "");
  }

  /**
   * @param from an address of this machine
   * @param headers of the request, each ended by CRLF
   */
  public static RawSocket open(int port, String from, String headers) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
    socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
    socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    return new RawSocket(socket, headers);
  }

  /** An open socket whose first message was acknowledged. */
  public static RawSocket acknowledged(int port, String bearer) throws IOException {
    RawSocket socket = open(port);
    socket.say(
        "{\"type\":\"connection_init\",\"payload\":{\"Authorization\":\"Bearer " + bearer + "\"}}");
    String first = socket.next().text();
    if (!first.contains("connection_ack")) {
      throw new IOException(first + " (expected: connection_ack)");
    }
    return socket;
  }

  private String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(US_ASCII).endsWith("\r\n\r\n")) {
      head.write(in.readUnsignedByte());
    }
    return head.toString(US_ASCII);
  }

  /** The head of the answer to the request that opens the socket. */
  public String answer() {
    return answer;
  }

  public void say(String text) throws IOException {
    frame(FINAL | TEXT, text.getBytes(UTF_8));
  }

  public void subscribe(String id, String query) throws IOException {
    say(
        "{\"id\":\"%s\",\"type\":\"subscribe\",\"payload\":{\"query\":\"%s\"}}"
            .formatted(id, query.replace("\"", "\\\"")));
  }

  /**
   * @param first its first byte
   */
  public void frame(int first, byte[] payload) throws IOException {
    out.write(encoded(first, payload));
  }

  /** Of a mask of zeros, which changes nothing. */
  public static byte[] encoded(int first, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(first);
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else {
      boolean isShort = payload.length < 65_536;
      frame.write(isShort ? 0x80 | 126 : 0x80 | 127);
      for (int shift = isShort ? 8 : 56; shift >= 0; shift -= 8) {
        frame.write((int) ((long) payload.length >> shift));
      }
    }
    frame.writeBytes(new byte[4]);
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  /** Bytes as they are, of frames or of no frame. */
  public void write(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /** The next frame that is no ping and no pong. */
  public Frame next() throws IOException {
    while (true) {
      int first = in.readUnsignedByte();
      int length = in.readUnsignedByte();
      long bytes = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
      byte[] payload = in.readNBytes(Math.toIntExact(bytes));
      int opcode = first & 0xf;
      if (opcode < PING) {
        return new Frame(opcode, (first & FINAL) != 0, payload);
      }
    }
  }

  /** The code of the close frame that comes, after whatever else. */
  public int closeCode() throws IOException {
    Frame frame;
    do {
      frame = next();
    } while (frame.opcode() != CLOSE);
    return frame.closeCode();
  }

  /** How long {@link #next} waits from now on. */
  public void setPatience(Duration patience) throws IOException {
    socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
  }

  /** Sends no more, and still reads. */
  public void halfClose() throws IOException {
    socket.shutdownOutput();
  }

  /** Whether the connection ends without a word; throws away what comes before. */
  public boolean ends() throws IOException {
    try {
      while (in.read() >= 0) {
        // Until there is no more.
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
