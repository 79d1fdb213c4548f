package io.keelson.serving.watch.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import io.keelson.serving.protocol.inference.ModelInferResponse.InferOutputTensor;
import io.keelson.serving.watch.quality.Predictions.Prediction;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.Unavailable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Captures of several tenants on their way, also of one whose cannot be kept. */
@Timeout(60)
class CaptureLoopTest {
  private static final UUID ONE = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);
  private static final CaptureSettings SETTINGS =
      new CaptureSettings(new UUID(0, 4), 1, Set.of(), "y");

  private final CaptureQueue queue = new CaptureQueue(64 << 20, 32 << 20, InstantSource.system());
  private final Queue<String> kept = new ConcurrentLinkedQueue<>();
  private final Queue<List<Prediction>> predicted = new ConcurrentLinkedQueue<>();
  private final Queue<CaptureCount> counted = new ConcurrentLinkedQueue<>();
  private CaptureLoop loop;

  @AfterEach
  void stop() {
    loop.close();
  }

  private void start(CaptureSink sink) {
    loop =
        new CaptureLoop(
            queue,
            sink,
            (tenant, endpoint, predictions) -> predicted.add(predictions),
            (tenant, counts) -> counted.addAll(counts.values()));
    loop.start();
  }

  private int keep(List<CaptureSink.Row> rows) {
    rows.forEach(row -> kept.add(row.inferenceId()));
    return rows.size();
  }

  private static byte[] framed(MessageLite message) {
    byte[] bytes = message.toByteArray();
    return ByteBuffer.allocate(5 + bytes.length)
        .put((byte) 0)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  private void captured(UUID tenant, String id, int elements) {
    CaptureTap tap = queue.tap(tenant, new UUID(tenant.getLeastSignificantBits(), 3), 1, SETTINGS);
    tap.request(framed(ModelInferRequest.newBuilder().setId(id).build()));
    tap.answer(
        framed(
            ModelInferResponse.newBuilder()
                .addOutputs(
                    InferOutputTensor.newBuilder()
                        .setName("y")
                        .setDatatype("INT8")
                        .addShape(elements))
                .addRawOutputContents(ByteString.copyFrom(new byte[elements]))
                .build()));
    tap.answered(1);
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(25).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited long enough").isLessThan(end);
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private long refused() {
    return counted.stream().mapToLong(CaptureCount::refused).sum();
  }

  @Test
  void aTenantWhoseCapturesFailHoldsUpItsOwn() {
    for (int i = 0; i < 1_500; i++) {
      captured(ONE, "one-" + i, 1);
    }
    captured(OTHER, "other", 1);
    start(
        (tenant, endpoint, collector, rows) -> {
          if (tenant.equals(ONE)) {
            throw new Unavailable("its connections are used up", null);
          }
          return keep(rows);
        });

    await(() -> kept.contains("other"));
    assertThat(queue.waiting()).as("what may work later waits").isEqualTo(1_500);
  }

  @Test
  void aTenantWhoseCapturesAreSlowHoldsUpItsOwn() {
    CountDownLatch slow = new CountDownLatch(1);
    captured(ONE, "one", 1);
    captured(OTHER, "other", 1);
    start(
        (tenant, endpoint, collector, rows) -> {
          if (tenant.equals(ONE)) {
            try {
              slow.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
          return keep(rows);
        });

    try {
      await(() -> kept.contains("other"));
    } finally {
      slow.countDown();
    }
    await(() -> kept.contains("one"));
  }

  @Test
  void aCallThatFailsAgainAndAgainIsDroppedAndCountedAndTheOthersAreKept() {
    for (int i = 0; i < 20; i++) {
      captured(ONE, i == 0 ? "poison" : "sound-" + i, 1);
    }
    start(
        (tenant, endpoint, collector, rows) -> {
          if (rows.stream().anyMatch(row -> row.inferenceId().equals("poison"))) {
            throw new OutOfMemoryError("as tests do");
          }
          return keep(rows);
        });

    await(() -> kept.size() == 19);
    await(() -> refused() == 1);
    assertThat(queue.heldBytes()).isZero();
  }

  @Test
  void rowsThatFailedOnTheirWayStayAsTheyWere() {
    Queue<CaptureSink.Row> failed = new ConcurrentLinkedQueue<>();
    Queue<String> texts = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 500; i++) {
      captured(ONE, "one-" + i, 100);
    }
    start(
        (tenant, endpoint, collector, rows) -> {
          if (failed.isEmpty()) {
            rows.forEach(row -> texts.add(text(row)));
            failed.addAll(rows);
            throw new Unavailable("away", null);
          }
          return keep(rows);
        });
    await(() -> !failed.isEmpty());
    for (int i = 0; i < 500; i++) {
      captured(OTHER, "other-" + i, 100);
    }

    await(() -> kept.size() == 1_000);
    assertThat(failed.stream().map(CaptureLoopTest::text)).containsExactlyElementsOf(texts);
  }

  private static String text(CaptureSink.Row row) {
    return new String(row.bytes(), row.from(), row.to() - row.from(), StandardCharsets.UTF_8);
  }

  @Test
  void whatComesWhileOthersAreKeptIsKeptWithoutACrowd() {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    captured(ONE, "first", 1);
    start(
        (tenant, endpoint, collector, rows) -> {
          first.countDown();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return keep(rows);
        });

    await(() -> first.getCount() == 0);
    captured(ONE, "second", 1);
    goOn.countDown();
    await(() -> kept.contains("second"));
    await(() -> queue.heldBytes() == 0);
  }

  @Test
  void predictionsAreKeptOfRowsAloneThatTheSinkTook() {
    captured(ONE, "one", 1);
    captured(OTHER, "other", 1);
    start(
        (tenant, endpoint, collector, rows) -> {
          if (tenant.equals(ONE)) {
            throw new NotFound("collector");
          }
          return keep(rows);
        });

    await(() -> refused() == 1 && !predicted.isEmpty());
    assertThat(predicted)
        .allSatisfy(
            some -> assertThat(some).extracting(Prediction::inferenceId).containsOnly("other"));
  }

  @Test
  void howManyPredictionsGoAtATimeIsBounded() {
    for (int i = 0; i < 40; i++) {
      captured(ONE, "i" + i, 1_000);
    }
    start((tenant, endpoint, collector, rows) -> keep(rows));

    await(() -> predicted.stream().mapToInt(List::size).sum() == 40_000);
    assertThat(predicted).allSatisfy(some -> assertThat(some).hasSizeLessThan(6_000));
    await(() -> queue.heldBytes() == 0);
  }
}
