package io.keelson.serving.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.keelson.serving.protocol.inference.InferTensorContents;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import io.keelson.serving.protocol.inference.ModelInferResponse.InferOutputTensor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InferJsonTest {
  private static final int MAX_TENSOR_BYTES = 1 << 20;

  private static InferRequestJson.Decoded decode(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return InferRequestJson.decode(bytes, bytes.length, "wine", MAX_TENSOR_BYTES);
  }

  private static String input(String datatype, String shape, String data) {
    return "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"%s\",\"shape\":%s,\"data\":%s}]}"
        .formatted(datatype, shape, data);
  }

  private static ByteBuffer raw(InferRequestJson.Decoded decoded) {
    return decoded
        .request()
        .getRawInputContents(0)
        .asReadOnlyByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** What a model would answer that gives its inputs back. */
  private static ModelInferResponse echo(ModelInferRequest request) {
    ModelInferResponse.Builder out =
        ModelInferResponse.newBuilder().setModelName("wine").setId(request.getId());
    request
        .getInputsList()
        .forEach(
            in ->
                out.addOutputs(
                    InferOutputTensor.newBuilder()
                        .setName(in.getName())
                        .setDatatype(in.getDatatype())
                        .addAllShape(in.getShapeList())));
    return out.addAllRawOutputContents(request.getRawInputContentsList()).build();
  }

  private record Encoded(byte[] body, int jsonBytes) {}

  private static Encoded encode(ModelInferResponse response, InferRequestJson.Decoded decoded) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      int jsonBytes = InferResponseJson.encode(response, decoded.asked(), out);
      return new Encoded(out.toByteArray(), jsonBytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject json(Encoded encoded) {
    return new JsonObject(
        new String(encoded.body(), 0, encoded.jsonBytes(), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BOOL|[true,false]",
        "INT8|[-128,127]",
        "INT16|[-32768,32767]",
        "INT32|[-2147483648,2147483647]",
        "INT64|[-9223372036854775808,9223372036854775807]",
        "UINT8|[0,255]",
        "UINT16|[0,65535]",
        "UINT32|[0,4294967295]",
        "UINT64|[0,18446744073709551615]",
        "FP16|[0.5,-2.0]",
        "FP32|[0.1,-1.5E10]",
        "FP64|[0.1,1.7976931348623157E308]",
        "BYTES|[\"größe\",\"\"]"
      })
  void everyDatatypeComesBackAsItWent(String datatype, String data) {
    InferRequestJson.Decoded decoded = decode(input(datatype, "[2]", data));

    JsonObject answer = json(encode(echo(decoded.request()), decoded));

    JsonObject output = answer.getJsonArray("outputs").getJsonObject(0);
    assertThat(output.getString("datatype")).isEqualTo(datatype);
    assertThat(output.getJsonArray("shape")).isEqualTo(new JsonArray(List.of(2)));
    assertThat(output.getJsonArray("data").encode()).isEqualTo(new JsonArray(data).encode());
  }

  @Test
  void numbersThatTakeMoreAsTensorsThanTheyMayAreRefusedWhileTheyAreRead() {
    int half = MAX_TENSOR_BYTES / 2 / Double.BYTES;
    String numbers = "0,".repeat(half - 1) + "0";
    String first = "{\"name\":\"x\",\"datatype\":\"FP64\",\"shape\":[%d],\"data\":[%s]}";
    String second = first.replace("x", "y");

    String fits = (first + "," + second).formatted(half, numbers, half, numbers);
    assertThat(decode("{\"inputs\":[" + fits + "]}").request().getInputsCount()).isEqualTo(2);
    String over = (first + "," + second).formatted(half, numbers, half + 1, numbers + ",0");
    assertThatThrownBy(() -> decode("{\"inputs\":[" + over + "]}"))
        .isInstanceOf(TensorsTooLarge.class);
  }

  @Test
  void numbersThatJsonCannotSpellComeBackAsWords() {
    InferRequestJson.Decoded decoded =
        decode(input("FP32", "[3]", "[\"NaN\",\"Infinity\",\"-Infinity\"]"));
    assertThat(raw(decoded).getFloat()).isNaN();
    assertThat(
            json(encode(echo(decoded.request()), decoded))
                .getJsonArray("outputs")
                .getJsonObject(0)
                .getJsonArray("data"))
        .containsExactly("NaN", "Infinity", "-Infinity");
  }

  @Test
  void everyFloatComesBackBitForBit() {
    Random random = new Random(11);
    JsonArray data = new JsonArray();
    float[] sent = new float[2_000];
    for (int i = 0; i < sent.length; i++) {
      do {
        sent[i] = Float.intBitsToFloat(random.nextInt());
      } while (!Float.isFinite(sent[i]));
      data.add(sent[i]);
    }
    InferRequestJson.Decoded decoded = decode(input("FP32", "[2000]", data.encode()));

    ByteBuffer raw = raw(decoded);
    for (float value : sent) {
      assertThat(raw.getFloat()).isEqualTo(value);
    }
  }

  @Test
  void nestedDataIsTheSameAsFlatDataAndFieldsComeInAnyOrder() {
    ByteString flat =
        decode(input("FP32", "[2,3]", "[1,2,3,4,5,6]")).request().getRawInputContents(0);
    ByteString nested =
        decode(
                """
                {"inputs":[{"data":[[1,2,3],[4,5,6]],"parameters":{"a":1,"b":true,"c":"x","d":0.5},"shape":[2,3],
                            "datatype":"FP32","ignored":{"deep":[1,{}]},"name":"x"}],
                 "id":"7","outputs":[{"name":"y","parameters":{"k":1}}],"unknown":[1,2]}
                """)
            .request()
            .getRawInputContents(0);

    assertThat(nested).isEqualTo(flat);
  }

  @Test
  void requestFieldsArrive() {
    ModelInferRequest request =
        decode(
                """
                {"id":"7","parameters":{"p":3},"outputs":[{"name":"y"}],
                 "inputs":[{"name":"x","datatype":"INT64","shape":[1],"data":[5],"parameters":{"a":"b"}}]}
                """)
            .request();

    assertThat(request.getModelName()).isEqualTo("wine");
    assertThat(request.getId()).isEqualTo("7");
    assertThat(request.getParametersOrThrow("p").getInt64Param()).isEqualTo(3);
    assertThat(request.getOutputs(0).getName()).isEqualTo("y");
    assertThat(request.getInputs(0).getParametersOrThrow("a").getStringParam()).isEqualTo("b");
    assertThat(request.getInputs(0).getShapeList()).containsExactly(1L);
  }

  @Test
  void binaryTensorsFollowTheJsonInBothDirections() {
    String json =
        """
        {"inputs":[{"name":"a","datatype":"FP32","shape":[2],"parameters":{"binary_data_size":8}},
                   {"name":"b","datatype":"INT32","shape":[1],"data":[9]},
                   {"name":"c","datatype":"BYTES","shape":[1],"parameters":{"binary_data_size":6}}],
         "outputs":[{"name":"b","parameters":{"binary_data":false}}],
         "parameters":{"binary_data_output":true}}
        """;
    byte[] head = json.getBytes(StandardCharsets.UTF_8);
    byte[] tail =
        ByteBuffer.allocate(14)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putFloat(1.5f)
            .putFloat(-2f)
            .putInt(2)
            .put((byte) 'h')
            .put((byte) 'i')
            .array();
    byte[] body = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, body, head.length, tail.length);

    InferRequestJson.Decoded decoded =
        InferRequestJson.decode(body, head.length, "wine", MAX_TENSOR_BYTES);
    assertThat(decoded.request().getRawInputContents(0).toByteArray())
        .isEqualTo(Arrays.copyOf(tail, 8));
    assertThat(decoded.request().getRawInputContents(2).toByteArray())
        .isEqualTo(Arrays.copyOfRange(tail, 8, 14));
    assertThat(decoded.request().getInputs(0).getParametersMap()).isEmpty();

    Encoded encoded = encode(echo(decoded.request()), decoded);
    assertThat((encoded.jsonBytes() < encoded.body().length)).isTrue();
    assertThat(Arrays.copyOfRange(encoded.body(), encoded.jsonBytes(), encoded.body().length))
        .isEqualTo(tail);
    JsonArray outputs = json(encoded).getJsonArray("outputs");
    assertThat(outputs.getJsonObject(0).getJsonObject("parameters").getInteger("binary_data_size"))
        .isEqualTo(8);
    assertThat(outputs.getJsonObject(0).containsKey("data")).isFalse();
    assertThat(outputs.getJsonObject(1).getJsonArray("data")).containsExactly(9);
  }

  @Test
  void typedContentsAreReadLikeRawOnes() {
    ModelInferResponse response =
        ModelInferResponse.newBuilder()
            .setModelName("wine")
            .setModelVersion("3")
            .addOutputs(
                InferOutputTensor.newBuilder()
                    .setName("label")
                    .setDatatype("BYTES")
                    .addShape(1)
                    .setContents(
                        InferTensorContents.newBuilder()
                            .addBytesContents(ByteString.copyFromUtf8("red"))))
            .addOutputs(
                InferOutputTensor.newBuilder()
                    .setName("p")
                    .setDatatype("FP64")
                    .addShape(2)
                    .setContents(
                        InferTensorContents.newBuilder()
                            .addFp64Contents(0.25)
                            .addFp64Contents(0.75)))
            .build();

    JsonObject json = json(encode(response, decode(input("INT8", "[1]", "[1]"))));

    assertThat(json.getString("model_version")).isEqualTo("3");
    assertThat(json.getJsonArray("outputs").getJsonObject(0).getJsonArray("data"))
        .containsExactly("red");
    assertThat(json.getJsonArray("outputs").getJsonObject(1).getJsonArray("data"))
        .containsExactly(0.25, 0.75);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{\"inputs\":[]}",
        "{\"inputs\":{}}",
        "{\"inputs\":[1]}",
        "{\"inputs\":[{}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP31\",\"shape\":[1],\"data\":[1]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[2],\"data\":[1]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[-1],\"data\":[1]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[4294967296,4294967296],\"data\":[]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[\"a\"]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[null]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[{}]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":7}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"INT8\",\"shape\":[1],\"data\":[128]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"INT8\",\"shape\":[1],\"data\":[1.5]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"UINT64\",\"shape\":[1],\"data\":[-1]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"INT64\",\"shape\":[1],\"data\":[9223372036854775808]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"BOOL\",\"shape\":[1],\"data\":[1]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[1]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":\"1\",\"data\":[1]}]}",
        "{\"inputs\":[{\"name\":7,\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"parameters\":{\"binary_data_size\":4}}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"parameters\":{\"binary_data_size\":-4}}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]},"
            + "{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]} trailing",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]}{}"
      })
  void whatTheProtocolDoesNotAllowIsRefused(String json) {
    assertThatThrownBy(() -> decode(json))
        .isInstanceOf(ProtocolError.class)
        .hasMessageNotContaining("Exception");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"id":"\\ud800",@}                                     | "id"
          {"id":"\\udc00\\ud800",@}                              | "id"
          {@,"outputs":[{"name":"y\\udfff"}]}                    | "name"
          {@,"parameters":{"p":"\\ud83d"}}                       | parameter "p"
          {@,"parameters":{"p\\ud83d":1}}                        | field name
          {@,"outputs":[{"name":"y","parameters":{"p":"\\ud800x"}}]} | parameter "p"
          {"inputs":[{"name":"\\ud800","datatype":"FP32","shape":[1],"data":[1]}]} | "name"
          {"inputs":[{"name":"x","datatype":"\\ud800","shape":[1],"data":[1]}]}    | "datatype"
          {"inputs":[{"name":"x","datatype":"BYTES","shape":[1],"data":["\\ud800"]}]} | BYTES data
          {"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":["\\ud800"]}]}  | FP32 data
          """)
  void halfACharacterIsRefusedWhereverItIs(String json, String field) {
    String whole =
        json.replace(
            "@", "\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]");
    assertThatThrownBy(() -> decode(whole))
        .isInstanceOf(ProtocolError.class)
        .hasMessageContaining(field)
        .satisfies(
            refusal ->
                assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(refusal.getMessage()))
                    .isTrue());
  }

  @Test
  void aPairOfSurrogatesIsOneCharacter() {
    String id = "\\ud83d\\ude00";
    assertThat(
            decode(
                    "{\"id\":\""
                        + id
                        + "\",\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]}")
                .request()
                .getId())
        .isEqualTo("\ud83d\ude00");
  }

  @Test
  void endlessNestingIsRefused() {
    assertThatThrownBy(() -> decode(input("FP32", "[1]", "[".repeat(5_000) + "]".repeat(5_000))))
        .isInstanceOf(ProtocolError.class);
  }

  @Test
  void randomDamageNeverEndsInAnotherException() {
    byte[] whole = input("FP32", "[2,2]", "[[1.5,2],[3,-4e3]]").getBytes(StandardCharsets.UTF_8);
    Random random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      byte[] damaged = whole.clone();
      for (int n = 0; n <= random.nextInt(3); n++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(128);
      }
      try {
        InferRequestJson.decode(damaged, damaged.length, "wine", MAX_TENSOR_BYTES);
      } catch (ProtocolError e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }
}
