package io.keelson.demo.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TusClientTest {
  private static final byte[] FILE = "0123456789".getBytes(UTF_8);
  private final HttpClient http = HttpClient.newHttpClient();
  private final TusClient tus = new TusClient(http);
  private TusServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TusServer();
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  @Test
  void resumesWhereTheServerStands() throws Exception {
    assertThat(tus.append(server.at("/upload"), 0, FILE, 0, 4)).isEqualTo(4);
    long held = tus.offsetBytes(server.at("/upload"));
    assertThat(held).isEqualTo(4);
    assertThat(tus.append(server.at("/upload"), held, FILE, 4, 6)).isEqualTo(10);
    assertThat(server.held.toByteArray()).isEqualTo(FILE);
  }

  @Test
  void saysThatAnOffsetWasRefused() {
    assertThatThrownBy(() -> tus.append(server.at("/upload"), 3, FILE, 3, 1))
        .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo("HTTP 409"))
        .hasMessageContaining("PATCH");
  }

  @Test
  void refusesAnAnswerWithoutAnOffset() {
    assertThatThrownBy(() -> tus.offsetBytes(server.at("/broken")))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("Upload-Offset");
  }

  @Test
  void saysThatThereIsNoUpload() {
    assertThatThrownBy(() -> tus.offsetBytes(server.at("/nothing")))
        .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo("HTTP 404"));
  }
}
