package io.keelson.serving.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.VertxBuilder;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** First requests of real connections, whose server tells nobody that they have come. */
@Timeout(60)
final class FirstRequestTest {
  private static final Duration HEAD_LIMIT = Duration.ofMillis(500);
  private static final int BETWEEN_BYTES_MS = 50;
  private static final int BODY_BYTES = (int) (3 * HEAD_LIMIT.toMillis()) / BETWEEN_BYTES_MS;
  private static final int MAX_UNFINISHED_HEADS = 8;
  private static final int PATIENCE_MS = 10_000;
  private static final String REFUSED = "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n";
  private static final String UPLOAD =
      "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: " + BODY_BYTES + "\r\n\r\n";
  private static final String DOWNLOAD = "GET /download HTTP/1.1\r\nHost: x\r\n\r\n";

  private Vertx vertx;
  private int port;

  @BeforeEach
  void start() {
    vertx =
        new VertxBuilder(new VertxOptions().setPreferNativeTransport(true))
            .findTransport(
                AcceptingTransport.fromTheFirstByteOn(
                    new DoorBounds(HEAD_LIMIT, 1_000, MAX_UNFINISHED_HEADS, address -> false)))
            .init()
            .vertx();
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(this::answer)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    port = server.actualPort();
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private void answer(HttpServerRequest request) {
    if (request.path().equals("/download")) {
      request.response().putHeader("Content-Length", Integer.toString(BODY_BYTES));
      trickle(request, BODY_BYTES);
    } else {
      request.body().onSuccess(body -> request.response().end(body));
    }
  }

  private void trickle(HttpServerRequest request, int left) {
    if (left == 0) {
      request.response().end();
    } else {
      request.response().write("x");
      vertx.setTimer(BETWEEN_BYTES_MS, later -> trickle(request, left - 1));
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(PATIENCE_MS);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  /** Head and body of an answer that has the length of a whole body. */
  private static String answer(Socket socket) throws IOException {
    StringBuilder answer = new StringBuilder();
    for (int c = socket.getInputStream().read(); c >= 0; c = socket.getInputStream().read()) {
      answer.append((char) c);
      if (answer.toString().endsWith("\r\n\r\n" + "x".repeat(BODY_BYTES))) {
        break;
      }
    }
    return answer.toString();
  }

  private static void assertThatItIsAnswered(Socket socket) throws IOException {
    assertThat(answer(socket)).startsWith("HTTP/1.1 200").endsWith("x".repeat(BODY_BYTES));
  }

  private static void sendInTwoPieces(Socket socket) throws Exception {
    send(socket, UPLOAD.substring(0, 20));
    Thread.sleep(BETWEEN_BYTES_MS);
    send(socket, UPLOAD.substring(20) + "x".repeat(BODY_BYTES));
  }

  @Test
  void requestsThatAreRefusedAsTheyComeKeepNoOtherHeadOut() throws Exception {
    for (int i = 0; i < 300; i++) {
      try (Socket refused = connect()) {
        send(refused, REFUSED);
        assertThat(answer(refused)).startsWith("HTTP/1.1 400");
      }
    }
    try (Socket next = connect()) {
      sendInTwoPieces(next);
      assertThatItIsAnswered(next);
    }
  }

  @Test
  void anUploadThatTricklesIsNotAHeadThatDoes() throws Exception {
    try (Socket first = connect()) {
      send(first, UPLOAD);
      for (int i = 0; i < BODY_BYTES; i++) {
        Thread.sleep(BETWEEN_BYTES_MS);
        send(first, "x");
      }
      assertThatItIsAnswered(first);
    }
  }

  @Test
  void norIsADownload() throws Exception {
    try (Socket first = connect()) {
      send(first, DOWNLOAD);
      assertThatItIsAnswered(first);
    }
  }

  @Test
  void bodiesTakeNothingFromUnfinishedHeads() throws Exception {
    Socket[] uploads = new Socket[2 * MAX_UNFINISHED_HEADS];
    try {
      for (int i = 0; i < uploads.length; i++) {
        uploads[i] = connect();
        send(uploads[i], UPLOAD + "x");
      }
      try (Socket next = connect()) {
        sendInTwoPieces(next);
        assertThatItIsAnswered(next);
      }
      for (Socket upload : uploads) {
        send(upload, "x".repeat(BODY_BYTES - 1));
        assertThatItIsAnswered(upload);
      }
    } finally {
      for (Socket upload : uploads) {
        if (upload != null) {
          upload.close();
        }
      }
    }
  }

  @Test
  void aFirstHeadThatTricklesIsStillCut() throws Exception {
    try (Socket first = connect()) {
      send(first, UPLOAD.substring(0, 20));
      assertThat(answer(first)).isEmpty();
    }
  }
}
