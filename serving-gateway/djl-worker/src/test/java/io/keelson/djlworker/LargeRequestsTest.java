package io.keelson.djlworker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.keelson.djlworker.protocol.GRPCInferenceServiceGrpc;
import io.keelson.djlworker.protocol.InferTensorContents;
import io.keelson.djlworker.protocol.ModelInferRequest;
import io.keelson.djlworker.protocol.ModelInferRequest.InferInputTensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests that together, or once they are read, are larger than the worker's memory, and such that
 * are none.
 */
@Timeout(120)
class LargeRequestsTest {
  private static final int LARGE_BYTES = 16_000_000;
  @TempDir static Path folder;
  private static WorkerProcess worker;
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean over = new AtomicBoolean();
  private Future<List<String>> neighbour;

  @BeforeAll
  static void start() throws Exception {
    worker = WorkerProcess.start(folder, Wine.folder(), "wine").awaitReady();
  }

  @AfterAll
  static void stop() throws Exception {
    worker.close();
  }

  /** Somebody else, whose small requests are to be answered whatever the others send. */
  @BeforeEach
  void callFromNextDoor() {
    ManagedChannel shared = worker.overSocket();
    neighbour =
        callers.submit(
            () -> {
              List<String> answers = new ArrayList<>();
              while (!over.get()) {
                answers.add(infer(shared, Wine.raw(new float[13]).build().toByteArray()));
              }
              return answers;
            });
  }

  @AfterEach
  void end() {
    over.set(true);
    callers.shutdownNow();
  }

  private void assertThatTheNeighbourWasAnswered() throws Exception {
    over.set(true);
    assertThat(neighbour.get()).isNotEmpty().containsOnly("OK");
    assertThat(worker.process.isAlive()).isTrue();
    assertThat(worker.log()).doesNotContain("OutOfMemory");
  }

  @Test
  void manyAtOnceAreRefusedBeforeTheyFillTheMemory() throws Exception {
    byte[] large = raw(LARGE_BYTES);

    List<String> answers = atOnce(16, () -> infer(worker.overSocket(), large));

    assertThatTheNeighbourWasAnswered();
    assertThat(answers)
        .contains("RESOURCE_EXHAUSTED")
        .isSubsetOf("RESOURCE_EXHAUSTED", "INVALID_ARGUMENT");
  }

  @Test
  void manyAtOnceOnOneConnectionAreRefusedToo() throws Exception {
    ManagedChannel channel = worker.overSocket();
    byte[] large = raw(LARGE_BYTES);

    for (int round = 0; round < 5; round++) {
      assertThat(atOnce(16, () -> infer(channel, large)))
          .isSubsetOf("RESOURCE_EXHAUSTED", "INVALID_ARGUMENT");
    }
    assertThatTheNeighbourWasAnswered();
    assertThat(infer(channel, large)).as("one alone").isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void requestsThatGrowWhenTheyAreReadAreRefused() throws Exception {
    List<byte[]> growing =
        List.of(
            repeated(new byte[] {0x2a, 0x00}), // an input
            repeated(new byte[] {0x32, 0x00}), // an output
            repeated(new byte[] {0x3a, 0x00}), // raw contents
            repeated(new byte[] {0x78, 0x00}), // a field that is none
            contents(InferTensorContents.INT64_CONTENTS_FIELD_NUMBER, new byte[LARGE_BYTES]),
            contents(InferTensorContents.INT_CONTENTS_FIELD_NUMBER, new byte[LARGE_BYTES]));

    for (byte[] request : growing) {
      List<String> answers = atOnce(4, () -> infer(worker.overSocket(), request));
      assertThat(answers).containsOnly("RESOURCE_EXHAUSTED");
    }
    assertThatTheNeighbourWasAnswered();
  }

  @Test
  void aRequestThatIsNoMessageIsItsCallersMistake() throws Exception {
    byte[] cut = raw(100);
    List<byte[]> malformed =
        List.of(
            Arrays.copyOf(cut, cut.length - 1),
            new byte[] {0x0a, 0x7f, 1, 2},
            new byte[] {0x0b, 0x0c}, // a group
            new byte[] {0x0a, 0x02, (byte) 0xc3, (byte) 0x28}); // a name that is not UTF-8

    for (byte[] request : malformed) {
      assertThat(infer(worker.overSocket(), request)).isEqualTo("INVALID_ARGUMENT");
    }
    assertThatTheNeighbourWasAnswered();
  }

  private List<String> atOnce(int callsAtATime, Callable<String> call) throws Exception {
    List<Future<String>> running = new ArrayList<>();
    for (int i = 0; i < callsAtATime; i++) {
      running.add(callers.submit(call));
    }
    List<String> answers = new ArrayList<>();
    for (Future<String> one : running) {
      answers.add(one.get());
    }
    return answers;
  }

  private static byte[] raw(int bytes) {
    return ModelInferRequest.newBuilder()
        .setModelName("wine")
        .addInputs(
            InferInputTensor.newBuilder().setName("features").setDatatype("FP32").addShape(1))
        .addRawInputContents(ByteString.copyFrom(new byte[bytes]))
        .build()
        .toByteArray();
  }

  private static byte[] repeated(byte[] field) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ModelInferRequest.newBuilder().setModelName("wine").build().toByteArray());
    while (out.size() < LARGE_BYTES) {
      out.writeBytes(field);
    }
    return out.toByteArray();
  }

  /** One input whose contents hold packed numbers of one byte each. */
  private static byte[] contents(int field, byte[] packed) throws IOException {
    byte[] contents = delimited(field, packed);
    byte[] tensor = delimited(InferInputTensor.CONTENTS_FIELD_NUMBER, contents);
    return delimited(ModelInferRequest.INPUTS_FIELD_NUMBER, tensor);
  }

  private static byte[] delimited(int field, byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CodedOutputStream coded = CodedOutputStream.newInstance(out);
    coded.writeByteArray(field, bytes);
    coded.flush();
    return out.toByteArray();
  }

  /** The code of the answer. */
  private static String infer(ManagedChannel channel, byte[] request) {
    try {
      ClientCalls.blockingUnaryCall(
          channel, AS_BYTES, WorkerProcess.stub(channel).getCallOptions(), request);
      return Status.Code.OK.name();
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode().name();
    }
  }

  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        }
      };

  private static final MethodDescriptor<byte[], byte[]> AS_BYTES =
      GRPCInferenceServiceGrpc.getModelInferMethod().toBuilder(BYTES, BYTES).build();
}
