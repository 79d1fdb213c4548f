package io.keelson.serving.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import io.keelson.serving.testing.TestReplica;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers of one piece, to callers whose window is shut: the replica is done with them. */
@Timeout(60)
final class UntakenAnswersIT {
  private static final int STREAM = 1;
  private static final int ANSWER_BYTES = 10_000;

  /** SETTINGS_INITIAL_WINDOW_SIZE: 0. */
  private static final byte[] SHUT = {0, 4, 0, 0, 0, 0};

  /** The same for ten bytes: enough for the answer to be begun. */
  private static final byte[] AJAR = {0, 4, 0, 0, 0, 10};

  private static final byte[] CANCEL = {0, 0, 0, 8};
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String REST_REQUEST =
      "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]}";

  @TempDir Path folder;
  private DataPlaneFixture doors;
  private TestReplica replica;

  @BeforeEach
  void start() throws IOException {
    byte[] answer =
        ModelInferResponse.newBuilder()
            .setModelName("wine")
            .addRawOutputContents(ByteString.copyFrom(new byte[ANSWER_BYTES]))
            .build()
            .toByteArray();
    replica = new TestReplica().answering("ModelInfer", request -> answer);
  }

  private void open(DataPlaneConfig config) {
    doors =
        new DataPlaneFixture(folder)
            .start(
                config
                    .withEventLoops(1)
                    .withTimes(
                        Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofSeconds(2)));
    doors.route("wine", replica.target(DataPlaneFixture.TENANT));
  }

  @AfterEach
  void stop() {
    doors.close();
    replica.close();
  }

  private Http2Caller call() throws IOException {
    Http2Caller caller = new Http2Caller(doors.plane.port(), SHUT);
    caller.request(
        STREAM,
        false,
        "POST",
        "/inference.GRPCInferenceService/ModelInfer",
        "content-type",
        "application/grpc",
        "authorization",
        "Bearer " + DataPlaneFixture.KEY);
    caller.lastData(
        STREAM,
        GrpcDoor.framed(ModelInferRequest.newBuilder().setModelName("wine").build()).getBytes());
    return caller;
  }

  private static void assertThatItIsCancelled(Http2Caller caller) throws IOException {
    Http2Caller.Frame frame = caller.next();
    while (frame.type() != Http2Caller.RST_STREAM) {
      frame = caller.next();
    }
    assertThat(frame.payload()).isEqualTo(CANCEL);
  }

  @Test
  void theyAreHeldBytesOfTheirTenantAndEndWithADeadline() throws IOException {
    open(DataPlaneConfig.defaults("127.0.0.1", 0));
    try (Http2Caller caller = call()) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (doors.plane.heldBytes() < ANSWER_BYTES && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertThat(doors.plane.heldBytes()).isGreaterThanOrEqualTo(ANSWER_BYTES);
      assertThatItIsCancelled(caller);
      assertThat(doors.plane.heldBytes()).isZero();
    }
  }

  @Test
  void theyAreDroppedWhereTheyFindNoRoom() throws IOException {
    open(DataPlaneConfig.defaults("127.0.0.1", 0).withHeldBytes(1 << 20, ANSWER_BYTES));
    try (Http2Caller caller = call()) {
      assertThatItIsCancelled(caller);
      assertThat(doors.plane.heldBytes()).isZero();
    }
  }

  @Test
  void anAnswerOverRestEndsWithADeadlineToo() throws IOException {
    open(DataPlaneConfig.defaults("127.0.0.1", 0));
    replica.answering(
        "ModelInfer",
        request -> ModelInferResponse.newBuilder().setModelName("wine").build().toByteArray());
    try (Http2Caller caller = new Http2Caller(doors.plane.port(), AJAR)) {
      caller.request(
          STREAM,
          false,
          "POST",
          "/v2/models/wine/infer",
          "authorization",
          "Bearer " + DataPlaneFixture.KEY);
      caller.lastData(STREAM, REST_REQUEST.getBytes(StandardCharsets.US_ASCII));
      assertThatItIsCancelled(caller);
      assertThat(doors.plane.heldBytes()).isZero();
    }
  }

  @Test
  void anAnswerThatNoReplicaWasAskedForEndsWithADeadlineToo() throws IOException {
    open(DataPlaneConfig.defaults("127.0.0.1", 0));
    for (String path : new String[] {"/v2", "/nowhere", "/v2/models/wine/infer"}) {
      try (Http2Caller caller = new Http2Caller(doors.plane.port(), SHUT)) {
        caller.request(STREAM, true, path.startsWith("/v2/m") ? "POST" : "GET", path);
        assertThatItIsCancelled(caller);
      }
    }
    try (Http2Caller caller = new Http2Caller(doors.plane.port(), SHUT)) {
      String method = "/inference.GRPCInferenceService/ServerLive";
      caller.request(STREAM, true, "POST", method, "content-type", "application/grpc");
      assertThatItIsCancelled(caller);
    }
  }
}
