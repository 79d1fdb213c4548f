package io.keelson.serving.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import io.keelson.serving.testing.TestReplica;
import io.keelson.serving.watch.capture.CaptureQueue;
import io.keelson.serving.watch.capture.CaptureSettings;
import io.keelson.serving.watch.capture.CapturedCall;
import io.keelson.serving.watch.capture.Sampled;
import io.keelson.serving.watch.tally.DriftTarget;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answered requests are handed on to be counted, whether or not they are kept. */
class CountedRequestsIT {
  private static final int MAX_BYTES = 1 << 20;
  private static final DriftTarget ALL = new DriftTarget(new UUID(0, 7), 1, 60);
  private static final String REST =
      "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[3],\"data\":[0.5,1.5,2.5]}]}";

  @TempDir private Path folder;
  private final CaptureQueue<CaptureSettings> captures = queue();
  private final CaptureQueue<DriftTarget> counted = queue();
  private DataPlaneFixture doors;
  private TestReplica replica;

  private static <S extends Sampled> CaptureQueue<S> queue() {
    return new CaptureQueue<>(MAX_BYTES, MAX_BYTES, InstantSource.system());
  }

  @BeforeEach
  void start() throws IOException {
    doors = new DataPlaneFixture(folder);
    doors.start(DataPlaneConfig.defaults("127.0.0.1", 0).withEventLoops(1), captures, counted);
    replica =
        new TestReplica()
            .answering(
                "ModelInfer",
                request ->
                    ModelInferResponse.newBuilder().setModelName("wine").build().toByteArray());
  }

  @AfterEach
  void stop() {
    doors.close();
    replica.close();
  }

  private HttpResponse<String> ask() {
    HttpResponse<String> answer = doors.post(DataPlaneFixture.KEY, "/v2/models/wine/infer", REST);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer;
  }

  private ModelInferRequest first() throws IOException {
    List<CapturedCall<DriftTarget>> waiting = counted.first(DataPlaneFixture.TENANT, 1, MAX_BYTES);
    assertThat(waiting).hasSize(1);
    assertThat(waiting.getFirst().settings()).isEqualTo(ALL);
    assertThat(ModelInferResponse.parseFrom(waiting.getFirst().answer().content()).getModelName())
        .isEqualTo("wine");
    return ModelInferRequest.parseFrom(waiting.getFirst().request().content());
  }

  @Test
  void whatIsCountedAloneTellsNoIdThatNothingIsKeptUnder() throws IOException {
    doors.route("wine", null, ALL, replica.target(DataPlaneFixture.TENANT));

    HttpResponse<String> answer = ask();

    assertThat(answer.headers().firstValue("keelson-inference-id")).isEmpty();
    assertThat(first().getInputs(0).getName()).isEqualTo("x");
    assertThat(captures.waiting()).isZero();
  }

  @Test
  void whatIsKeptIsCountedToo() throws IOException {
    CaptureSettings keep = new CaptureSettings(new UUID(0, 8), 1, Set.of());
    doors.route("wine", keep, ALL, replica.target(DataPlaneFixture.TENANT));

    assertThat(ask().headers().firstValue("keelson-inference-id")).isPresent();

    assertThat(first().getInputs(0).getShape(0)).isEqualTo(3);
    assertThat(captures.waiting()).isEqualTo(1);
  }

  @Test
  void withoutAProfileNothingIsTaken() {
    doors.route("wine", null, (DriftTarget) null, replica.target(DataPlaneFixture.TENANT));

    ask();

    assertThat(counted.waiting()).isZero();
    assertThat(counted.heldBytes()).isZero();
  }
}
