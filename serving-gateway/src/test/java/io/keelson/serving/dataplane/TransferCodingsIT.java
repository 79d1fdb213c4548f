package io.keelson.serving.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body ends where every server on its way takes it to end, or is not taken. */
@Timeout(60)
final class TransferCodingsIT {
  private static final String CHUNKS = "3\r\nabc\r\n0\r\n\r\n";
  private static final String NEXT = "GET /v2 HTTP/1.1\r\nhost: x\r\n\r\n";
  @TempDir Path folder;
  private DataPlaneFixture doors;

  @BeforeEach
  void start() {
    doors = new DataPlaneFixture(folder);
    doors.start(DataPlaneConfig.defaults("127.0.0.1", 0).withEventLoops(1));
  }

  @AfterEach
  void stop() {
    doors.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "transfer-encoding: xchunked\r\ncontent-length: 3",
        "transfer-encoding: chunked\r\ncontent-length: 3",
        "transfer-encoding: identity\r\ncontent-length: 3",
        "transfer-encoding:\r\ncontent-length: 3",
        "transfer-encoding: gzip",
        "transfer-encoding: gzip, chunked",
        "transfer-encoding: chunked,xchunked",
        "transfer-encoding: chunked\r\ntransfer-encoding: chunked"
      })
  void aCodingThatIsNotUnderstoodIsRefusedAndNothingBehindItIsRead(String codings)
      throws IOException {
    String body = codings.contains("content-length") ? "abc" : CHUNKS;
    String head = "POST /v2/models/wine/infer HTTP/1.1\r\nhost: x\r\n" + codings + "\r\n\r\n";

    String answers = answers(head + body + NEXT);

    assertThat(answers).startsWith("HTTP/1.1 400").containsOnlyOnce("HTTP/1.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chunked", "Chunked"})
  void chunksAreUnderstood(String coding) throws IOException {
    String answers =
        answers(
            "POST /v2 HTTP/1.1\r\nhost: x\r\ntransfer-encoding: "
                + coding
                + "\r\n\r\n"
                + CHUNKS
                + NEXT.replace("host", "connection: close\r\nhost"));

    assertThat(answers).startsWith("HTTP/1.1 405").contains("HTTP/1.1 200");
  }

  /** Until the server closes the connection, or resets it. */
  private String answers(String requests) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Socket caller = new Socket("127.0.0.1", doors.plane.port())) {
      caller.setSoTimeout(20_000);
      caller.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
      for (int next = caller.getInputStream().read(); next >= 0; ) {
        all.append((char) next);
        next = caller.getInputStream().read();
      }
    } catch (SocketException reset) {
      return all.toString();
    }
    return all.toString();
  }
}
