package io.keelson.serving.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.stub.StreamObserver;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import io.keelson.serving.testing.TestReplica;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests that come on a connection before the one in front of them is answered. */
@Timeout(60)
final class PipelinedRequestsIT {
  private static final String BODY =
      "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]}";
  private static final String CALL =
      "POST /v2/models/wine/infer HTTP/1.1\r\nhost: x\r\nauthorization: Bearer "
          + DataPlaneFixture.KEY
          + "\r\ncontent-length: "
          + BODY.length()
          + "\r\n\r\n"
          + BODY;
  private static final String SHORT = "GET /v2 HTTP/1.1\r\n\r\n";
  private static final String LONG =
      "GET /v2/health/live HTTP/1.1\r\nx: " + "x".repeat(10_000) + "\r\n\r\n";
  private static final int BUFFER_BYTES = 8 << 10;
  private static final int LONG_ONES = 400;

  /** What the kernel takes, and the server in its turn, and more. */
  private static final int BOUND_BYTES = 2 << 20;

  /** Within which a server that reads has read some more. */
  private static final int STILL_MS = 2_000;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<StreamObserver<byte[]>> calls = new LinkedBlockingQueue<>();
  private final AtomicBoolean atOnce = new AtomicBoolean();
  @TempDir Path folder;
  private DataPlaneFixture doors;
  private TestReplica replica;

  @BeforeEach
  void start() throws IOException {
    replica =
        new TestReplica()
            .handling(
                "ModelInfer",
                (request, out) -> {
                  if (atOnce.get()) {
                    answer(out);
                  } else {
                    calls.add(out);
                  }
                });
    doors =
        new DataPlaneFixture(folder)
            .start(DataPlaneConfig.defaults("127.0.0.1", 0).withEventLoops(1));
    doors.route("wine", replica.target(DataPlaneFixture.TENANT));
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    doors.close();
    replica.close();
  }

  private static void answer(StreamObserver<byte[]> out) {
    out.onNext(ModelInferResponse.newBuilder().setModelName("wine").build().toByteArray());
    out.onCompleted();
  }

  private SocketChannel connect() throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
    channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
    channel.connect(new InetSocketAddress("127.0.0.1", doors.plane.port()));
    return channel;
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Writes until nothing more is taken for a while. */
  private static void writeWhileTaken(SocketChannel channel, ByteBuffer all) throws IOException {
    channel.configureBlocking(false);
    try (Selector selector = Selector.open()) {
      channel.register(selector, SelectionKey.OP_WRITE);
      while (all.hasRemaining() && selector.select(STILL_MS) > 0) {
        selector.selectedKeys().clear();
        channel.write(all);
      }
    }
    channel.configureBlocking(true);
  }

  private static String answer(DataInputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    String lower = head.toString().toLowerCase(Locale.ROOT);
    String length = lower.replaceAll("(?s).*content-length: (\\d+).*", "$1");
    return head + new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.US_ASCII);
  }

  @Test
  void whatIsTooLargeInAllIsReadWhenTheCallInFrontWasAnswered() throws Exception {
    ByteBuffer all = bytes(LONG.repeat(LONG_ONES));
    try (SocketChannel channel = connect()) {
      channel.write(bytes(CALL));
      StreamObserver<byte[]> call = calls.poll(20, TimeUnit.SECONDS);
      assertThat(call).isNotNull();
      writeWhileTaken(channel, all);
      assertThat(all.position()).isLessThan(BOUND_BYTES);

      answer(call);
      Future<?> rest =
          threads.submit(
              () -> {
                while (all.hasRemaining()) {
                  channel.write(all);
                }
                return null;
              });
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(channel.socket().getInputStream()));
      assertThat(answer(in)).startsWith("HTTP/1.1 200").contains("wine");
      for (int i = 0; i < LONG_ONES; i++) {
        assertThat(answer(in)).endsWith("{\"live\":true}");
      }
      rest.get();
    }
  }

  @Test
  void tooManyEndTheConnection() throws Exception {
    ByteBuffer all = bytes(SHORT.repeat(BOUND_BYTES / SHORT.length()));
    try (SocketChannel channel = connect()) {
      channel.write(bytes(CALL));
      assertThat(calls.poll(20, TimeUnit.SECONDS)).isNotNull();

      assertThatThrownBy(() -> writeAll(channel, all)).isInstanceOf(IOException.class);
      assertThat(all.position()).isLessThan(BOUND_BYTES / 2);
    }
  }

  private static void writeAll(SocketChannel channel, ByteBuffer all) throws IOException {
    while (all.hasRemaining()) {
      channel.write(all);
    }
  }

  @Test
  void manyThatWaitForEachOtherAreAllAnswered() throws Exception {
    atOnce.set(true);
    try (Socket socket = new Socket("127.0.0.1", doors.plane.port())) {
      DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      for (int i = 0; i < 300; i++) {
        socket.getOutputStream().write(bytes(i % 2 == 0 ? CALL : LONG).array());
        assertThat(answer(in)).startsWith("HTTP/1.1 200");
      }
      socket.getOutputStream().write(bytes(CALL.repeat(100)).array());
      for (int i = 0; i < 100; i++) {
        assertThat(answer(in)).startsWith("HTTP/1.1 200");
      }
    }
  }
}
