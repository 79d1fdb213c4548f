package io.keelson.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.PlatformServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class UnreadAnswersIT {
  private static final String REQUEST = "GET /nothing.js HTTP/1.1\r\nhost: localhost\r\n\r\n";
  private static final int BUFFER_BYTES = 8 << 10;

  /** What the kernel takes, and more. */
  private static final int BOUND_BYTES = 4 << 20;

  /** Within which a server that reads has read some more. */
  private static final int STILL_MS = 5_000;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Test
  void aClientThatAsksAndDoesNotReadIsHeardNoFurther() throws IOException {
    byte[] block = REQUEST.repeat(100).getBytes(StandardCharsets.US_ASCII);
    try (SocketChannel client = SocketChannel.open();
        Selector selector = Selector.open()) {
      client.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
      client.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
      client.connect(new InetSocketAddress("localhost", port));
      client.configureBlocking(false);
      client.register(selector, SelectionKey.OP_WRITE);
      long taken = 0;
      ByteBuffer next = ByteBuffer.wrap(block);
      while (taken < BOUND_BYTES && selector.select(STILL_MS) > 0) {
        selector.selectedKeys().clear();
        taken += client.write(next);
        if (!next.hasRemaining()) {
          next.rewind();
        }
      }
      assertThat(taken).isLessThan(BOUND_BYTES);
      assertThat(RestAssured.get("/nothing.js").statusCode()).as("others").isEqualTo(404);
    }
  }

  @Test
  void manyThatAreAskedForAheadOfTheirAnswersAreAllAnswered() throws IOException {
    int asked = 500;
    try (Socket client = new Socket("localhost", port)) {
      client.setSoTimeout(STILL_MS);
      String last = REQUEST.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n");
      String all = REQUEST.repeat(asked - 1) + last;
      client.getOutputStream().write(all.getBytes(StandardCharsets.US_ASCII));
      String answers =
          new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answers.split("HTTP/1.1 404", -1)).hasSize(asked + 1);
    }
  }
}
