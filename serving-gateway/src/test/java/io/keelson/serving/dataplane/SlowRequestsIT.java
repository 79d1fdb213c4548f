package io.keelson.serving.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import io.keelson.serving.testing.TestReplica;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that come so slowly that their caller's right may end meanwhile. */
@Timeout(60)
final class SlowRequestsIT {
  private static final int PATIENCE_MS = 20_000;
  private static final int FRAME_BYTES = 10_000;
  private static final Duration STALE = Duration.ofMillis(1_001);
  private static final String REQUEST =
      "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[0.5]}]}";

  @TempDir Path folder;
  private DataPlaneFixture doors;
  private TestReplica replica;

  @BeforeEach
  void start() throws IOException {
    byte[] answer = ModelInferResponse.newBuilder().setModelName("wine").build().toByteArray();
    replica = new TestReplica().answering("ModelInfer", bytes -> answer);
    doors = new DataPlaneFixture(folder);
    doors.start(DataPlaneConfig.defaults("127.0.0.1", 0).withEventLoops(1));
    doors.route("wine", replica.target(DataPlaneFixture.TENANT));
  }

  @AfterEach
  void stop() {
    doors.close();
    replica.close();
  }

  private void awaitRecognised() {
    while (doors.recognised.get() == 0) {
      Thread.onSpinWait();
    }
  }

  /** A second later than it was. */
  private void endRight(String key) {
    doors.revoke(key);
    doors.letPass(STALE);
  }

  private int rest(String key, Runnable meanwhile) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", doors.plane.port())) {
      socket.setSoTimeout(PATIENCE_MS);
      String head =
          "POST /v2/models/wine/infer HTTP/1.1\r\nhost: x\r\nauthorization: Bearer %s\r\ncontent-length: %d\r\n\r\n"
              .formatted(key, REQUEST.length());
      int last = REQUEST.length() - 1;
      socket
          .getOutputStream()
          .write((head + REQUEST.substring(0, last)).getBytes(StandardCharsets.US_ASCII));
      awaitRecognised();
      meanwhile.run();
      socket.getOutputStream().write(REQUEST.charAt(last));
      byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      return Integer.parseInt(new String(line, StandardCharsets.US_ASCII).substring(9));
    }
  }

  /** In frames, the last of which comes after what happens meanwhile. */
  private void grpc(String key, int tensorBytes, Runnable meanwhile) throws IOException {
    byte[] message =
        GrpcDoor.framed(
                ModelInferRequest.newBuilder()
                    .setModelName("wine")
                    .addRawInputContents(ByteString.copyFrom(new byte[tensorBytes]))
                    .build())
            .getBytes();
    try (Http2Caller caller = new Http2Caller(doors.plane.port())) {
      caller.request(
          1,
          false,
          "POST",
          "/inference.GRPCInferenceService/ModelInfer",
          "content-type",
          "application/grpc",
          "authorization",
          "Bearer " + key);
      int last = message.length - 1;
      for (int from = 0; from < last; from += FRAME_BYTES) {
        caller.data(1, Arrays.copyOfRange(message, from, Math.min(last, from + FRAME_BYTES)));
      }
      awaitRecognised();
      meanwhile.run();
      caller.lastData(1, new byte[] {message[last]});
      Http2Caller.Frame frame = caller.next();
      while (frame.stream() != 1 || !frame.endsStream()) {
        frame = caller.next();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {DataPlaneFixture.KEY, DataPlaneFixture.SLOW_KEY})
  void overRestAreRefusedOnceTheirRightHasEnded(String key) throws IOException {
    assertThat(rest(key, () -> endRight(key))).isEqualTo(401);
    assertThat(replica.received.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {DataPlaneFixture.KEY, DataPlaneFixture.SLOW_KEY})
  void overRestAreAnsweredWhileTheyHaveIt(String key) throws IOException {
    assertThat(rest(key, () -> doors.letPass(STALE))).isEqualTo(200);
    assertThat(replica.received.size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    DataPlaneFixture.KEY + ",10",
    DataPlaneFixture.SLOW_KEY + ",10",
    DataPlaneFixture.KEY + ",40000",
    DataPlaneFixture.SLOW_KEY + ",40000"
  })
  void overGrpcNeverReachTheModelWholeOnceTheirRightHasEnded(String key, int tensorBytes)
      throws IOException {
    grpc(key, tensorBytes, () -> endRight(key));
    assertThat(replica.received.size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    DataPlaneFixture.KEY + ",10",
    DataPlaneFixture.SLOW_KEY + ",10",
    DataPlaneFixture.KEY + ",40000",
    DataPlaneFixture.SLOW_KEY + ",40000"
  })
  void overGrpcAreAnsweredWhileTheyHaveIt(String key, int tensorBytes) throws IOException {
    grpc(key, tensorBytes, () -> doors.letPass(STALE));
    assertThat(replica.received.size()).isEqualTo(1);
  }
}
