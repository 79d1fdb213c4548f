package io.keelson.serving.watch.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.keelson.serving.protocol.ProtocolError;
import io.keelson.serving.protocol.inference.InferParameter;
import io.keelson.serving.protocol.inference.InferTensorContents;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferRequest.InferInputTensor;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import io.keelson.serving.protocol.inference.ModelInferResponse.InferOutputTensor;
import io.keelson.serving.watch.capture.CapturedCall.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rows from the bytes of messages are those of {@link CaptureRow#of}, whatever the messages. */
class RowMakerTest {
  private static final int CALLS = 2_000;
  private static final List<String> NAMES =
      List.of("x", "y", "features", "", "secret", "a\"b", "ü", "tab\t", "\u007f");
  private static final List<String> DATATYPES =
      List.of(
          "BOOL", "INT8", "INT16", "INT32", "INT64", "UINT8", "UINT16", "UINT32", "UINT64", "FP16",
          "FP32", "FP64", "BF16", "BYTES", "FP99");
  private static final List<String> TEXTS =
      List.of("", "plain", "a\"b", "back\\slash", "line\n", "ü", "𝄞", "\u0000", "\u007f");

  private static final CaptureSettings SOME =
      new CaptureSettings(new UUID(0, 4), 1, Set.of("secret", "secret1", "x0", "y"));
  private static final CaptureSettings OTHERS =
      new CaptureSettings(new UUID(0, 4), 1, Set.of("secret", "x1", "features0"));

  private final Random random = new Random(47);
  private final RowMaker maker = new RowMaker();

  @Test
  void rowsAreTheSameForRandomMessages() {
    int usual = 0;
    for (int i = 0; i < CALLS; i++) {
      CapturedCall<CaptureSettings> call = call(framed(request()), framed(response()));
      assertSame(call);
      usual += maker.isUsual(call) ? 1 : 0;
    }
    assertThat(usual).isBetween(CALLS / 20, CALLS - CALLS / 20);
  }

  @Test
  void andForBrokenOnes() {
    for (int i = 0; i < CALLS; i++) {
      assertSame(call(broken(framed(request())), broken(framed(response()))));
    }
  }

  @Test
  void andForNoise() {
    for (int i = 0; i < CALLS; i++) {
      byte[] noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      for (int k = 0; k < noise.length; k += 1 + random.nextInt(3)) {
        noise[k] = (byte) (random.nextInt(9) << 3 | 2);
      }
      byte[] framed = new byte[5 + noise.length];
      System.arraycopy(noise, 0, framed, 5, noise.length);
      assertSame(call(new Message(framed, noise.length), framed(response())));
    }
  }

  @Test
  void andForThoseThatBeginAsTheOneBefore() {
    for (int i = 0; i < CALLS / 10; i++) {
      ModelInferRequest request = request();
      ModelInferResponse response = response();
      for (int k = 0; k < 10; k++) {
        Message framed = framed(again(request));
        assertSame(call(random.nextInt(4) == 0 ? broken(framed) : framed, framed(again(response))));
      }
    }
  }

  @Test
  void nothingOfWhatLiesBesideACallComesIntoItsRow() {
    for (int i = 0; i < CALLS; i++) {
      CapturedCall<CaptureSettings> apart =
          call(cut(framed(request()).bytes()), cut(framed(response()).bytes()));
      CapturedCall<CaptureSettings> beside =
          new CapturedCall<>(
              apart.source(),
              apart.settings(),
              apart.inferenceId(),
              apart.at(),
              apart.nanos(),
              besideOthers(apart.request()),
              besideOthers(apart.answer()));
      assertThat(outcome(() -> maker.of(beside))).isEqualTo(outcome(() -> CaptureRow.of(apart)));
    }
  }

  /** Its beginning, mostly all of it or all but a few bytes. */
  private Message cut(byte[] framed) {
    int lost = random.nextInt(3) == 0 ? random.nextInt(framed.length + 1) : random.nextInt(3);
    byte[] left = Arrays.copyOf(framed, Math.max(0, framed.length - lost));
    return new Message(left, left.length);
  }

  /** Behind it lies what its fields may go on with, and before it what they may follow. */
  private Message besideOthers(Message message) {
    byte[] other = framed(random.nextBoolean() ? request() : response()).bytes();
    int from = other.length;
    int to = from + message.bytes().length;
    byte[] all = Arrays.copyOf(other, to + other.length + 16);
    System.arraycopy(message.bytes(), 0, all, from, message.bytes().length);
    Arrays.fill(all, to, all.length, (byte) random.nextInt(128));
    if (random.nextBoolean()) {
      System.arraycopy(other, Math.min(5, other.length), all, to, other.length - 5);
    }
    return Message.in(all, from, to);
  }

  @Test
  void rowsStayUntilTheirMakerBeginsAnewAndThenOthersComeInTheirPlace() throws IOException {
    CapturedCall.Source source = new CapturedCall.Source(new UUID(0, 1), new UUID(0, 2), 1);
    Message answer = framed(ModelInferResponse.getDefaultInstance());
    Set<byte[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    int before = 0;
    for (int batch = 0; batch < 4; batch++) {
      List<CaptureRow> rows = new ArrayList<>();
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        Message request = framed(of("FP32", ByteBuffer.allocate(4 + i % 60 * 4)));
        CapturedCall<CaptureSettings> call =
            new CapturedCall<>(source, SOME, "id-" + i, Instant.EPOCH, 1, request, answer);
        rows.add(maker.of(call));
        expected.add(text(CaptureRow.of(call)));
      }
      assertThat(rows.stream().map(RowMakerTest::text)).isEqualTo(expected);
      rows.forEach(row -> arrays.add(row.bytes()));
      assertThat(batch < 2 || arrays.size() == before).as("no new array").isTrue();
      before = arrays.size();
      maker.reuse();
    }
    assertThat(before).isGreaterThan(1);
  }

  private static String text(CaptureRow row) {
    return new String(row.bytes(), row.from(), row.to() - row.from(), StandardCharsets.UTF_8);
  }

  @Test
  void aTensorIsRedactedAsTheCallsOwnSettingsSay() throws IOException {
    Message request = framed(of("FP32", ByteBuffer.allocate(8)));
    Message answer = framed(ModelInferResponse.getDefaultInstance());
    CapturedCall.Source source = new CapturedCall.Source(new UUID(0, 1), new UUID(0, 2), 1);
    for (int i = 0; i < 6; i++) {
      boolean isRedacted = i % 3 == 1;
      Set<String> redact = isRedacted ? Set.of("x") : Set.of("y");
      CapturedCall<CaptureSettings> call =
          new CapturedCall<>(
              source,
              new CaptureSettings(new UUID(0, 4), 1, redact),
              "id",
              Instant.EPOCH,
              1,
              request,
              answer);
      assertThat(maker.isUsual(call)).isTrue();
      assertThat(text(maker.of(call), StandardCharsets.UTF_8))
          .contains(isRedacted ? "\"redacted\":true" : "\"data\":[0.0,0.0]");
      assertSame(call);
    }
  }

  @Test
  void rowsStayAsTheyWereWhileOthersAreMadeBesideThem() throws IOException {
    List<CapturedCall<CaptureSettings>> calls = new ArrayList<>();
    List<CaptureRow> rows = new ArrayList<>();
    Message answer = framed(ModelInferResponse.getDefaultInstance());
    for (int i = 0; i < 500; i++) {
      ByteBuffer elements = ByteBuffer.allocate(Float.BYTES * (i % 100 == 0 ? 4_000 : i % 40));
      while (elements.hasRemaining()) {
        elements.putFloat(i);
      }
      calls.add(call(framed(of("FP32", elements.flip())), answer));
      Message begun = framed(of("no kind", ByteBuffer.allocate(4)));
      assertThat(maker.isUsual(call(begun, answer))).as("no row is made of it").isFalse();
      rows.add(maker.of(calls.getLast()));
    }
    for (int i = 0; i < rows.size(); i++) {
      assertThat(text(rows.get(i), StandardCharsets.UTF_8))
          .isEqualTo(text(CaptureRow.of(calls.get(i)), StandardCharsets.UTF_8));
    }
  }

  @Test
  void latenciesAreWrittenAsEver() {
    Message request = framed(of("FP32", ByteBuffer.allocate(4)));
    Message answer = framed(ModelInferResponse.getDefaultInstance());
    for (int i = 0; i < 20_000; i++) {
      long nanos =
          switch (i % 4) {
            case 0 -> i;
            case 1 -> 1_000L * random.nextInt(2_000_000);
            case 2 -> (long) Math.pow(10, random.nextInt(19)) + random.nextInt(3) - 1;
            default -> random.nextLong() >>> random.nextInt(64);
          };
      assertSame(
          new CapturedCall<>(
              new CapturedCall.Source(new UUID(0, 1), new UUID(0, 2), 1),
              SOME,
              "id",
              Instant.EPOCH,
              nanos,
              request,
              answer));
    }
  }

  @Test
  void floatsAreWrittenAsEver() {
    for (int round = 0; round < 200; round++) {
      ByteBuffer raw = ByteBuffer.allocate(4_000).order(ByteOrder.LITTLE_ENDIAN);
      while (raw.hasRemaining()) {
        raw.putFloat(aFloat());
      }
      assertSame(call(framed(of("FP32", raw)), framed(response())));
    }
  }

  @Test
  void doublesAreWrittenAsEver() {
    for (int round = 0; round < 400; round++) {
      ByteBuffer raw = ByteBuffer.allocate(4_000).order(ByteOrder.LITTLE_ENDIAN);
      while (raw.hasRemaining()) {
        raw.putDouble(aDouble());
      }
      assertSame(call(framed(of("FP64", raw)), framed(response())));
    }
  }

  @Test
  void usualMessagesTakeTheShortWay() throws IOException {
    ByteBuffer raw = ByteBuffer.allocate(13 * Float.BYTES);
    CapturedCall<CaptureSettings> call =
        call(framed(of("FP32", raw)), framed(ModelInferResponse.getDefaultInstance()));

    assertThat(maker.isUsual(call)).isTrue();
    assertThat(text(maker.of(call), StandardCharsets.UTF_8))
        .contains("\"x\":{\"datatype\":\"FP32\",\"shape\":[-1],\"data\":[0.0,0.0,");
  }

  private float aFloat() {
    return switch (random.nextInt(8)) {
      case 0 -> Float.intBitsToFloat(random.nextInt());
      case 1 -> random.nextInt(2_000_000) - 1_000_000;
      case 2 -> random.nextInt(2_000_000) / 1_000f;
      case 3 -> random.nextFloat();
      case 4 -> (random.nextInt(200_000) - 100_000) / 100_000f;
      case 5 -> List.of(0f, -0f, Float.NaN, 1e7f, 0.001f, 9_999_999f).get(random.nextInt(6));
      case 6 -> Math.nextUp(random.nextInt(2_000) / 100f);
      default -> (float) Math.pow(10, random.nextInt(20) - 10);
    };
  }

  private double aDouble() {
    return switch (random.nextInt(8)) {
      case 0 -> Double.longBitsToDouble(random.nextLong());
      case 1 -> random.nextLong();
      case 2 -> random.nextInt() / 1e6;
      case 3 -> random.nextDouble();
      case 4 -> random.nextInt(2_000_000_000) / 1e9;
      case 5 -> List.of(0d, -0d, Double.NaN, 1e7, 0.001, Double.MIN_VALUE).get(random.nextInt(6));
      case 6 -> Math.nextUp(random.nextInt(2_000) / 100d);
      default -> Math.pow(10, random.nextInt(40) - 20);
    };
  }

  private static ModelInferRequest of(String datatype, ByteBuffer raw) {
    return ModelInferRequest.newBuilder()
        .setModelName("m")
        .addInputs(InferInputTensor.newBuilder().setName("x").setDatatype(datatype).addShape(-1))
        .addRawInputContents(ByteString.copyFrom(raw.array()))
        .build();
  }

  private ModelInferRequest request() {
    ModelInferRequest.Builder request =
        ModelInferRequest.newBuilder().setModelName(any(TEXTS)).setId(any(TEXTS));
    int tensors = random.nextInt(10) == 0 ? random.nextInt(40) : random.nextInt(3);
    boolean isRaw = random.nextBoolean();
    for (int i = 0; i < tensors; i++) {
      String datatype = any(DATATYPES);
      InferInputTensor.Builder tensor =
          InferInputTensor.newBuilder().setName(any(NAMES) + name(i)).setDatatype(datatype);
      for (int k = random.nextInt(3); k > 0; k--) {
        tensor.addShape(random.nextLong() >> random.nextInt(64));
      }
      if (!isRaw || random.nextInt(8) == 0) {
        tensor.setContents(contents(datatype));
      }
      if (random.nextInt(20) == 0) {
        tensor.putParameters("p", InferParameter.newBuilder().setInt64Param(1).build());
      }
      request.addInputs(tensor);
      if (isRaw && random.nextInt(20) > 0) {
        request.addRawInputContents(raw(datatype));
      }
    }
    return request.build();
  }

  /** The same tensors, most with other elements. */
  private ModelInferRequest again(ModelInferRequest like) {
    ModelInferRequest.Builder request = like.toBuilder();
    for (InferInputTensor.Builder tensor : request.getInputsBuilderList()) {
      if (tensor.hasContents() && random.nextInt(10) > 0) {
        tensor.setContents(contents(tensor.getDatatype()));
      } else if (random.nextInt(20) == 0) {
        tensor.clearContents();
      } else if (random.nextInt(40) == 0) {
        tensor.addShape(3);
      }
    }
    for (int i = 0; i < request.getRawInputContentsCount(); i++) {
      request.setRawInputContents(i, raw(any(DATATYPES)));
    }
    return request.build();
  }

  private ModelInferResponse again(ModelInferResponse like) {
    ModelInferResponse.Builder response = like.toBuilder();
    for (InferOutputTensor.Builder tensor : response.getOutputsBuilderList()) {
      if (tensor.hasContents() && random.nextBoolean()) {
        tensor.setContents(contents(tensor.getDatatype()));
      }
    }
    return response.build();
  }

  private ModelInferResponse response() {
    ModelInferRequest like = request();
    ModelInferResponse.Builder response =
        ModelInferResponse.newBuilder().setModelName("m").setModelVersion("1");
    like.getInputsList()
        .forEach(
            input ->
                response.addOutputs(
                    InferOutputTensor.newBuilder()
                        .setName(input.getName())
                        .setDatatype(input.getDatatype())
                        .addAllShape(input.getShapeList())
                        .setContents(input.getContents())));
    return response.addAllRawOutputContents(like.getRawInputContentsList()).build();
  }

  private String name(int i) {
    return random.nextInt(30) == 0 ? "" : "" + i;
  }

  private ByteString raw(String datatype) {
    if (datatype.equals("BYTES") && random.nextInt(5) > 0) {
      ByteBuffer out = ByteBuffer.allocate(1_000).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = random.nextInt(4); i > 0; i--) {
        byte[] text = any(TEXTS).getBytes(StandardCharsets.UTF_8);
        out.putInt(text.length).put(text);
      }
      return ByteString.copyFrom(out.flip());
    }
    byte[] bytes = new byte[random.nextInt(30) == 0 ? random.nextInt(20_000) : size()];
    random.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }

  private int size() {
    return random.nextInt(10) == 0 ? random.nextInt(20) : 8 * random.nextInt(9);
  }

  private InferTensorContents contents(String datatype) {
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    int count = random.nextInt(100) == 0 ? random.nextInt(6_000) : random.nextInt(6);
    String form = random.nextInt(15) == 0 ? any(DATATYPES) : datatype;
    for (int i = 0; i < count; i++) {
      switch (form) {
        case "BOOL" -> contents.addBoolContents(random.nextBoolean());
        case "INT8", "INT16", "INT32" -> contents.addIntContents(random.nextInt());
        case "INT64" -> contents.addInt64Contents(random.nextLong() >> random.nextInt(64));
        case "UINT8", "UINT16", "UINT32" -> contents.addUintContents(random.nextInt());
        case "UINT64" -> contents.addUint64Contents(random.nextLong());
        case "FP32" -> contents.addFp32Contents(aFloat());
        case "FP64" -> contents.addFp64Contents(aDouble());
        case "BYTES" -> contents.addBytesContents(ByteString.copyFromUtf8(any(TEXTS)));
        default -> {}
      }
    }
    return contents.build();
  }

  private String any(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Some bytes changed, left out or put in. */
  private Message broken(Message whole) {
    byte[] bytes = whole.framed().clone();
    for (int i = random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
        default -> {
          byte[] more = Arrays.copyOf(bytes, bytes.length + 1);
          System.arraycopy(bytes, at, more, at + 1, bytes.length - at);
          bytes = more;
        }
      }
    }
    return new Message(bytes, bytes.length);
  }

  private static Message framed(MessageLite message) {
    byte[] bytes = message.toByteArray();
    byte[] framed =
        ByteBuffer.allocate(5 + bytes.length).put((byte) 0).putInt(bytes.length).put(bytes).array();
    return new Message(framed, bytes.length);
  }

  private CapturedCall<CaptureSettings> call(Message request, Message answer) {
    return new CapturedCall<>(
        new CapturedCall.Source(new UUID(0, 1), new UUID(0, random.nextInt(3)), random.nextInt()),
        random.nextInt(50) == 0 ? OTHERS : SOME,
        random.nextInt(5) == 0 ? any(TEXTS) : "id-1",
        Instant.ofEpochSecond(1_795_000_000L + random.nextInt(3), random.nextInt(3) * 123_456_789L),
        random.nextLong() >>> random.nextInt(64),
        request,
        answer);
  }

  private record Outcome(String row, boolean isShortened, String failure) {}

  private interface Making {
    CaptureRow row() throws IOException;
  }

  private static String text(CaptureRow row, Charset charset) {
    return new String(row.bytes(), row.from(), row.to() - row.from(), charset);
  }

  private static Outcome outcome(Making making) {
    try {
      CaptureRow row = making.row();
      return new Outcome(text(row, StandardCharsets.ISO_8859_1), row.isShortened(), null);
    } catch (IOException | ProtocolError e) {
      return new Outcome(null, false, e.toString());
    }
  }

  private void assertSame(CapturedCall<CaptureSettings> call) {
    assertThat(outcome(() -> maker.of(call))).isEqualTo(outcome(() -> CaptureRow.of(call)));
  }
}
