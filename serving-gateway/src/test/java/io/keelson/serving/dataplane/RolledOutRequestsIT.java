package io.keelson.serving.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grpc.ManagedChannel;
import io.keelson.serving.metering.RevisionCounter;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.rollout.tally.StepTallies;
import io.keelson.serving.rollout.tally.StepTally;
import io.keelson.serving.testing.TestReplica;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who takes a request while a rollout is under way, and what is counted of it. */
@Timeout(60)
final class RolledOutRequestsIT {
  private static final String REQUEST =
      "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]}";
  private static final int CALLS = 400;

  @TempDir Path folder;
  private DataPlaneFixture doors;
  private TestReplica baseline;
  private TestReplica candidate;
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  /** Writes nothing, since no loop runs. */
  private final StepTally tally =
      new StepTallies(null, UUID.randomUUID(), InstantSource.system())
          .of(new StepTally.Key(DataPlaneFixture.TENANT, UUID.randomUUID(), 1), 50);

  @BeforeEach
  void start() throws IOException {
    doors = new DataPlaneFixture(folder);
    doors.start(
        DataPlaneConfig.defaults("127.0.0.1", 0).withEventLoops(2).withBounds(1 << 20, 1, CALLS));
    baseline = new TestReplica();
    candidate = new TestReplica();
  }

  @AfterEach
  void stop() {
    callers.shutdownNow();
    doors.close();
    baseline.close();
    candidate.close();
  }

  private List<RevisionCounter> route() {
    return doors.routeStep(
        "wine",
        tally,
        baseline.target(DataPlaneFixture.TENANT),
        candidate.target(DataPlaneFixture.TENANT));
  }

  private static void pause(int ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aRequestThatWaitsForABusyRevisionStaysWithIt() throws Exception {
    route();
    Function<byte[], byte[]> empty = request -> new byte[0];
    baseline.answering(
        "ModelInfer",
        request -> {
          pause(12);
          return empty.apply(request);
        });
    candidate.answering("ModelInfer", empty);
    ManagedChannel channel = doors.channel(DataPlaneFixture.KEY);
    byte[] request = ModelInferRequest.newBuilder().setModelName("wine").build().toByteArray();

    List<Future<byte[]>> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      calls.add(
          callers.submit(
              () -> DataPlaneFixture.call(channel, TestReplica.within(30), "ModelInfer", request)));
      pause(4); // the baseline has more to do than it can, and the candidate has room
    }
    for (Future<byte[]> call : calls) {
      call.get();
    }

    // Four standard deviations of a binomial.
    assertThat(candidate.received.size()).isCloseTo(CALLS / 2, within(40));
    assertThat(baseline.received.size()).isEqualTo(CALLS - candidate.received.size());
  }

  @Test
  void allRequestsOfACallerGoToOneRevisionByTheHeaderThatTheRolloutNames() {
    route();
    for (TestReplica replica : List.of(baseline, candidate)) {
      replica.answering("ModelInfer", request -> new byte[0]);
    }

    for (int caller = 0; caller < 20; caller++) {
      int before = candidate.received.size();
      for (int i = 0; i < 5; i++) {
        doors.postOf("user-" + caller, "/v2/models/wine/infer", REQUEST);
      }
      assertThat(candidate.received.size() - before).isIn(0, 5);
    }
    assertThat(candidate.received.size()).isStrictlyBetween(0, 100);
  }

  @Test
  void anAnswerThatNoCallerCanReadIsAnErrorOfTheRevision() {
    List<RevisionCounter> counters = route();
    byte[] large = new byte[100_000]; // converted off the event loop
    Arrays.fill(large, (byte) -1);
    List<byte[]> broken = List.of(large, new byte[] {-1, -1, -1});
    for (TestReplica replica : List.of(baseline, candidate)) {
      replica.answering("ModelInfer", request -> broken.get(replica.received.size() % 2));
    }

    for (int i = 0; i < 20; i++) {
      assertThat(doors.post(DataPlaneFixture.KEY, "/v2/models/wine/infer", REQUEST).statusCode())
          .isEqualTo(500);
    }

    assertThat(counters).extracting(RevisionCounter::answeredRequests).containsOnly(0L);
    assertThat(counters.stream().mapToLong(RevisionCounter::errors).sum()).isEqualTo(20);
  }
}
