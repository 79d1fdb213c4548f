package io.keelson.tenancy.signon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.Unavailable;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a name server answers, and what becomes of one that does not. */
class DnsRecordsTest {
  private static final String PROVED = "_keelson.proved.example";
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aRecordIsFoundAndANameWithoutOneHasNone() throws Exception {
    try (NameServer server = new NameServer("a-token")) {
      DnsRecords records = new DnsRecords(vertx, List.of(server.address()));

      assertThat(records.texts(PROVED)).containsExactly("a-token");
      assertThat(records.texts("_keelson.other.example")).isEmpty();
    }
  }

  @Test
  void theNextServerIsAskedWhereOneIsSilent() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        NameServer server = new NameServer("a-token")) {
      InetSocketAddress first = (InetSocketAddress) silent.getLocalSocketAddress();

      assertThat(new DnsRecords(vertx, List.of(first, server.address())).texts(PROVED))
          .containsExactly("a-token");
      assertThatThrownBy(() -> new DnsRecords(vertx, List.of(first)).texts(PROVED))
          .isInstanceOf(Unavailable.class);
    }
  }

  /** Knows the text of one name (RFC 1035); every other name is not there. */
  private static final class NameServer implements AutoCloseable {
    private static final int HEADER_BYTES = 12;
    private static final short ANSWERED = (short) 0x8580;
    private static final short NO_SUCH_NAME = (short) 0x8583;
    private final DatagramSocket socket;
    private final String text;

    NameServer(String text) throws IOException {
      this.text = text;
      socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(this::serve);
    }

    InetSocketAddress address() {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private void serve() {
      try {
        while (true) {
          DatagramPacket query = new DatagramPacket(new byte[512], 512);
          socket.receive(query);
          byte[] answer = answer(Arrays.copyOf(query.getData(), query.getLength()));
          socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
        }
      } catch (IOException closed) {
        // the test is over
      }
    }

    private byte[] answer(byte[] query) {
      int end = HEADER_BYTES;
      while (query[end] != 0) {
        end += 1 + query[end];
      }
      end += 5;
      boolean isKnown = new String(query, StandardCharsets.US_ASCII).contains("proved");
      ByteBuffer answer = ByteBuffer.allocate(512);
      answer.put(query, 0, 2).putShort(isKnown ? ANSWERED : NO_SUCH_NAME);
      answer.putShort((short) 1).putShort((short) (isKnown ? 1 : 0)).putInt(0);
      answer.put(query, HEADER_BYTES, end - HEADER_BYTES);
      if (isKnown) {
        answer.putShort((short) (0xc000 + HEADER_BYTES)).putShort((short) 16).putShort((short) 1);
        answer.putInt(0).putShort((short) (text.length() + 1)).put((byte) text.length());
        answer.put(text.getBytes(StandardCharsets.US_ASCII));
      }
      return Arrays.copyOf(answer.array(), answer.position());
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
