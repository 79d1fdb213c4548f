package io.keelson.serving.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Callers without a key who ask and ask, and do not read. */
@Tag("heavy")
@Timeout(120)
final class SilentPipelinersIT {
  private static final int CALLERS = 50;
  private static final int BUFFER_BYTES = 8 << 10;

  /** What the kernel takes of one caller, and more. */
  private static final long BOUND_BYTES = 8 << 20;

  private static final String SHORT = "GET /v2 HTTP/1.1\r\n\r\n";

  /** So little is answered to so much that the answers stay under every bound for long. */
  private static final String LONG = "GET /v2 HTTP/1.1\r\nx: " + "x".repeat(100) + "\r\n\r\n";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  @TempDir Path folder;
  private DataPlaneFixture doors;

  @BeforeEach
  void start() {
    doors =
        new DataPlaneFixture(folder)
            .start(
                DataPlaneConfig.defaults("127.0.0.1", 0)
                    .withEventLoops(1)
                    .withTimes(
                        Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofSeconds(2)));
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    doors.close();
  }

  /** How much was taken before the connection ended; the bound where it did not. */
  private long pipeline(String request) throws IOException {
    byte[] block =
        request.repeat(BUFFER_BYTES / request.length()).getBytes(StandardCharsets.US_ASCII);
    long taken = 0;
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(BUFFER_BYTES);
      socket.setSendBufferSize(BUFFER_BYTES);
      socket.connect(new InetSocketAddress("127.0.0.1", doors.plane.port()));
      OutputStream out = socket.getOutputStream();
      while (taken < BOUND_BYTES) {
        try {
          out.write(block);
        } catch (IOException ended) {
          return taken;
        }
        taken += block.length;
      }
    }
    return BOUND_BYTES;
  }

  private void assertThatTheyAreStopped(String request)
      throws ExecutionException, InterruptedException {
    List<Future<Long>> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(threads.submit(() -> pipeline(request)));
    }
    for (int i = 0; i < CALLERS; i++) {
      assertThat(doors.get(null, "/v2/health/live").statusCode()).isEqualTo(200);
    }
    for (Future<Long> caller : callers) {
      assertThat(caller.get()).isLessThan(BOUND_BYTES);
    }
  }

  @Test
  void whatTheyAskForIsReadNoFurtherAndTheirConnectionsEnd() throws Exception {
    assertThatTheyAreStopped(LONG);
  }

  @Test
  void manyAnswersToWhatWasReadAtOnceEndTheConnectionToo() throws Exception {
    assertThatTheyAreStopped(SHORT);
  }
}
