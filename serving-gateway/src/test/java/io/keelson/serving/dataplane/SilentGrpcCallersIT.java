package io.keelson.serving.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import io.keelson.serving.testing.MeteredSocket;
import io.keelson.serving.testing.TestReplica;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Callers who ask for large answers over gRPC and do not read them. */
@Timeout(60)
final class SilentGrpcCallersIT {
  private static final int ANSWER_BYTES = 15 << 20;
  private static final int CALLERS = 15;

  /** What the kernel takes for each caller is not the data plane's. */
  private static final long BOUND_BYTES = CALLERS * (ANSWER_BYTES / 2L);

  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final String SMALL = "small";
  private static final byte[] LARGE_REQUEST = request("large");

  @TempDir Path folder;
  private final List<SilentCaller> callers = new ArrayList<>();
  private DataPlaneFixture doors;
  private TestReplica replica;
  private MeteredSocket meter;

  @BeforeEach
  void start() throws IOException {
    byte[] large =
        ModelInferResponse.newBuilder()
            .setModelName("wine")
            .addRawOutputContents(ByteString.copyFrom(new byte[ANSWER_BYTES]))
            .build()
            .toByteArray();
    byte[] small = ModelInferResponse.newBuilder().setModelName("wine").build().toByteArray();
    replica =
        new TestReplica()
            .answering(
                "ModelInfer",
                bytes -> ByteString.copyFrom(bytes).toStringUtf8().contains(SMALL) ? small : large);
    meter = new MeteredSocket(folder.resolve("metered.sock"), replica);
  }

  private void open(DataPlaneConfig config) {
    doors = new DataPlaneFixture(folder).start(config.withEventLoops(1));
    doors.route("wine", meter.target(DataPlaneFixture.TENANT));
  }

  @AfterEach
  void stop() throws IOException {
    for (SilentCaller caller : callers) {
      caller.close();
    }
    doors.close();
    replica.close();
    meter.close();
  }

  private static byte[] request(String id) {
    return ModelInferRequest.newBuilder().setModelName("wine").setId(id).build().toByteArray();
  }

  private void call(int times) throws IOException {
    for (int i = 0; i < times; i++) {
      byte[] framed =
          GrpcDoor.framed(ModelInferRequest.newBuilder().setModelName("wine").build()).getBytes();
      callers.add(new SilentCaller(doors.plane.port(), DataPlaneFixture.KEY, framed));
    }
  }

  private static void await(LongSupplier value, LongPredicate reached) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!reached.test(value.getAsLong())) {
      if (System.nanoTime() > end) {
        throw new AssertionError(value.getAsLong() + " after " + LIMIT);
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void theyStopTheReplicaAndNobodyElse() throws Exception {
    open(DataPlaneConfig.defaults("127.0.0.1", 0));
    call(CALLERS);
    await(() -> doors.plane.inFlight(), calls -> calls == CALLERS);

    // Another caller of the same replica is answered meanwhile.
    for (int i = 0; i < 50; i++) {
      byte[] answer = doors.call(DataPlaneFixture.KEY, "ModelInfer", request(SMALL));
      assertThat(ModelInferResponse.parseFrom(answer).getModelName()).isEqualTo("wine");
    }

    assertThat(meter.taken()).isLessThan(BOUND_BYTES);
    assertThat(doors.plane.heldBytes()).as("what stalls is held").isPositive();
    for (SilentCaller caller : callers) {
      caller.close();
    }
    await(() -> doors.plane.heldBytes(), held -> held == 0);
  }

  @Test
  void theyHoldTheirTenantsShareAndNoMore() throws Exception {
    long share = 1 << 20;
    open(DataPlaneConfig.defaults("127.0.0.1", 0).withHeldBytes(16 << 20, share));
    call(CALLERS);

    await(() -> replica.received.size(), calls -> calls == CALLERS);
    await(() -> doors.plane.inFlight(), calls -> calls <= share / DataPlane.ANSWER_WINDOW_BYTES);
    assertThat(doors.plane.inFlight()).as("calls that have room").isPositive();
    assertThat(doors.plane.heldBytes()).isPositive().isLessThanOrEqualTo(share);
  }

  @Test
  void anAnswerThatIsNotTakenEndsWithItsDeadline() throws Exception {
    open(
        DataPlaneConfig.defaults("127.0.0.1", 0)
            .withTimes(Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofSeconds(2)));
    call(CALLERS);
    await(() -> doors.plane.heldBytes(), held -> held > 0);

    await(() -> doors.plane.inFlight(), calls -> calls == 0);
    assertThat(doors.plane.heldBytes()).isZero();
    assertThat(doors.call(DataPlaneFixture.KEY, "ModelInfer", LARGE_REQUEST))
        .hasSizeGreaterThan(ANSWER_BYTES);
  }
}
