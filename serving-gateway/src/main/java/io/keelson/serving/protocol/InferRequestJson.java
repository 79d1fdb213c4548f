package io.keelson.serving.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.keelson.serving.protocol.inference.InferParameter;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferRequest.InferInputTensor;
import io.keelson.serving.protocol.inference.ModelInferRequest.InferRequestedOutputTensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An inference request of the REST protocol as one of the gRPC protocol. Tensor data may be a flat
 * or a nested array, or follow the JSON in binary form (the binary tensor data extension).
 */
public final class InferRequestJson {
  private static final int MAX_TENSORS = 1_000;
  private static final int MAX_DIMENSIONS = 32;
  private static final int MAX_NESTING = 64;
  static final String BINARY_SIZE = "binary_data_size";
  static final String BINARY_OUTPUT = "binary_data";
  static final String ALL_BINARY = "binary_data_output";
  static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
              .build());

  private InferRequestJson() {}

  /**
   * What was asked for.
   *
   * @param request with raw contents for every input
   */
  public record Decoded(ModelInferRequest request, Asked asked) {}

  /**
   * How the answer is wanted.
   *
   * @param allBinary outputs come in binary form unless an output says otherwise
   * @param binaryOutputs outputs that say themselves how they come
   */
  public record Asked(boolean allBinary, Map<String, Boolean> binaryOutputs) {
    boolean isBinary(String output) {
      return binaryOutputs.getOrDefault(output, allBinary);
    }
  }

  /**
   * @param jsonBytes how many of the bytes are JSON; tensors follow
   * @param maxTensorBytes of all tensors that are made of JSON together
   * @throws ProtocolError for anything that the protocol does not allow
   * @throws TensorsTooLarge when they take more
   */
  public static Decoded decode(byte[] body, int jsonBytes, String model, int maxTensorBytes) {
    if (jsonBytes < 0 || jsonBytes > body.length) {
      throw new ProtocolError(
          "Inference-Header-Content-Length: "
              + jsonBytes
              + " (expected: 0 to "
              + body.length
              + ")");
    }
    try (JsonParser json = MAPPER.createParser(body, 0, jsonBytes)) {
      return new Reader(body, jsonBytes, model, maxTensorBytes).read(json);
    } catch (IOException e) {
      throw new ProtocolError(
          "the request is no JSON that can be read: " + Utf16.repaired(firstLine(e.getMessage())));
    }
  }

  private static String firstLine(String message) {
    int end = message == null ? -1 : message.indexOf('\n');
    return end < 0 ? String.valueOf(message) : message.substring(0, end);
  }

  private static final class Reader {
    private final byte[] body;
    private final int maxTensorBytes;
    private int tensorBytes;
    private int binaryAt;
    private final ModelInferRequest.Builder request;
    private final Map<String, Boolean> binaryOutputs = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final List<PendingBinary> pending = new ArrayList<>();
    private boolean allBinary;

    /** Sizes are known while the JSON is read; the bytes are taken in the order of the inputs. */
    private record PendingBinary(
        int index, String name, DataKind kind, long elements, long sizeBytes) {}

    Reader(byte[] body, int jsonBytes, String model, int maxTensorBytes) {
      this.body = body;
      this.maxTensorBytes = maxTensorBytes;
      this.binaryAt = jsonBytes;
      this.request = ModelInferRequest.newBuilder().setModelName(model);
    }

    Decoded read(JsonParser json) throws IOException {
      expect(json.nextToken() == JsonToken.START_OBJECT, "the request is no JSON object");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "id" -> request.setId(text(json, "id"));
          case "parameters" -> requestParameters(json);
          case "inputs" -> array(json, "inputs", this::input);
          case "outputs" -> array(json, "outputs", this::output);
          default -> json.skipChildren();
        }
      }
      expect(json.nextToken() == null, "something follows the request's JSON object");
      expect(request.getInputsCount() > 0, "\"inputs\" is missing or empty");
      takeBinary();
      return new Decoded(request.build(), new Asked(allBinary, binaryOutputs));
    }

    private void requestParameters(JsonParser json) throws IOException {
      Map<String, InferParameter> parameters = parameters(json);
      InferParameter binary = parameters.remove(ALL_BINARY);
      allBinary = binary != null && binary.getBoolParam();
      request.putAllParameters(parameters);
    }

    private interface Item {
      void read(JsonParser json) throws IOException;
    }

    private static void array(JsonParser json, String field, Item item) throws IOException {
      expect(json.currentToken() == JsonToken.START_ARRAY, "\"" + field + "\" is no array");
      int count = 0;
      while (json.nextToken() != JsonToken.END_ARRAY) {
        expect(
            json.currentToken() == JsonToken.START_OBJECT,
            "\"" + field + "\" holds something else than objects");
        expect(
            ++count <= MAX_TENSORS,
            "\"" + field + "\" holds more than " + MAX_TENSORS + " tensors");
        item.read(json);
      }
    }

    private void input(JsonParser json) throws IOException {
      InferInputTensor.Builder tensor = InferInputTensor.newBuilder();
      TokenBuffer data = null;
      ByteString elements = null;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "name" -> tensor.setName(text(json, "name"));
          case "datatype" -> tensor.setDatatype(text(json, "datatype"));
          case "shape" -> shape(json, tensor);
          case "parameters" -> tensor.putAllParameters(parameters(json));
          case "data" -> {
            if (tensor.getDatatype().isEmpty()) {
              data = new TokenBuffer(json); // its type comes later
              data.copyCurrentStructure(json);
            } else {
              elements = elements(json, DataKind.named(tensor.getName(), tensor.getDatatype()));
            }
          }
          default -> json.skipChildren();
        }
      }
      String name = tensor.getName();
      expect(!name.isEmpty(), "an input has no name");
      expect(names.add(name), "there are two inputs \"" + name + "\"");
      DataKind kind = DataKind.named(name, tensor.getDatatype());
      if (data != null) {
        try (JsonParser later = data.asParser()) {
          later.nextToken();
          elements = elements(later, kind);
        }
      }
      add(tensor, kind, elements);
    }

    private void add(InferInputTensor.Builder tensor, DataKind kind, ByteString elements) {
      String name = tensor.getName();
      long wanted = elementsOf(name, tensor.getShapeList());
      InferParameter binary = tensor.getParametersMap().get(BINARY_SIZE);
      if (binary != null) {
        expect(elements == null, "input \"" + name + "\" has both data and " + BINARY_SIZE);
        tensor.removeParameters(BINARY_SIZE);
        pending.add(
            new PendingBinary(
                request.getInputsCount(), name, kind, wanted, binary.getInt64Param()));
        elements = ByteString.EMPTY;
      } else {
        expect(elements != null, "input \"" + name + "\" has no data");
        checkCount(name, kind, wanted, elements);
      }
      request.addInputs(tensor);
      request.addRawInputContents(elements);
    }

    private void takeBinary() {
      for (PendingBinary tensor : pending) {
        boolean fits = tensor.sizeBytes() >= 0 && tensor.sizeBytes() <= body.length - binaryAt;
        expect(fits, "input \"" + tensor.name() + "\": its binary data reaches beyond the body");
        ByteString bytes =
            UnsafeByteOperations.unsafeWrap(body, binaryAt, (int) tensor.sizeBytes());
        checkCount(tensor.name(), tensor.kind(), tensor.elements(), bytes);
        request.setRawInputContents(tensor.index(), bytes);
        binaryAt += (int) tensor.sizeBytes();
      }
      expect(
          binaryAt == body.length,
          (body.length - binaryAt) + " bytes follow that belong to no input");
    }

    private static void checkCount(String name, DataKind kind, long wanted, ByteString bytes) {
      long found =
          kind == DataKind.BYTES
              ? InferResponseJson.countBytesElements(bytes)
              : bytes.size() / kind.sizeBytes();
      boolean whole = kind == DataKind.BYTES || bytes.size() % kind.sizeBytes() == 0;
      expect(
          whole && found == wanted,
          "input \""
              + name
              + "\" has "
              + found
              + " elements (expected by its shape: "
              + wanted
              + ")");
    }

    private ByteString elements(JsonParser json, DataKind kind) throws IOException {
      expect(json.currentToken() == JsonToken.START_ARRAY, "\"data\" is no array");
      ElementBuffer out = new ElementBuffer(maxTensorBytes - tensorBytes);
      int depth = 1;
      while (depth > 0) {
        JsonToken token = json.nextToken();
        switch (token) {
          case START_ARRAY -> depth++;
          case END_ARRAY -> depth--;
          case START_OBJECT, VALUE_NULL ->
              throw new ProtocolError("\"data\" holds an object or null");
          default -> kind.append(json, out);
        }
      }
      tensorBytes += out.size();
      return out.toByteString();
    }

    private void output(JsonParser json) throws IOException {
      InferRequestedOutputTensor.Builder output = InferRequestedOutputTensor.newBuilder();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "name" -> output.setName(text(json, "name"));
          case "parameters" -> output.putAllParameters(parameters(json));
          default -> json.skipChildren();
        }
      }
      expect(!output.getName().isEmpty(), "an output has no name");
      InferParameter binary = output.getParametersMap().get(BINARY_OUTPUT);
      if (binary != null) {
        binaryOutputs.put(output.getName(), binary.getBoolParam());
        output.removeParameters(BINARY_OUTPUT);
      }
      request.addOutputs(output);
    }

    private static void shape(JsonParser json, InferInputTensor.Builder tensor) throws IOException {
      expect(json.currentToken() == JsonToken.START_ARRAY, "\"shape\" is no array");
      while (json.nextToken() != JsonToken.END_ARRAY) {
        expect(
            json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && tensor.getShapeCount() < MAX_DIMENSIONS,
            "\"shape\" holds something else than at most " + MAX_DIMENSIONS + " whole numbers");
        tensor.addShape(json.getLongValue());
      }
    }

    private static long elementsOf(String name, List<Long> shape) {
      long elements = 1;
      for (long size : shape) {
        expect(size >= 0 && size <= Integer.MAX_VALUE, "input \"" + name + "\": shape " + shape);
        elements *= size;
        expect(
            elements <= Integer.MAX_VALUE,
            "input \"" + name + "\": shape " + shape + " is too large");
      }
      return elements;
    }

    private static Map<String, InferParameter> parameters(JsonParser json) throws IOException {
      expect(json.currentToken() == JsonToken.START_OBJECT, "\"parameters\" is no object");
      Map<String, InferParameter> out = new HashMap<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = whole(json.currentName(), "the name of a parameter");
        InferParameter.Builder value = InferParameter.newBuilder();
        switch (json.nextToken()) {
          case VALUE_TRUE, VALUE_FALSE -> value.setBoolParam(json.getBooleanValue());
          case VALUE_NUMBER_INT -> value.setInt64Param(json.getLongValue());
          case VALUE_NUMBER_FLOAT -> value.setDoubleParam(json.getDoubleValue());
          case VALUE_STRING ->
              value.setStringParam(whole(json.getText(), "parameter \"" + name + "\""));
          default ->
              throw new ProtocolError(
                  "parameter \"" + name + "\" is no string, number or truth value");
        }
        out.put(name, value.build());
        expect(out.size() <= MAX_TENSORS, "there are more than " + MAX_TENSORS + " parameters");
      }
      return out;
    }

    private static String text(JsonParser json, String field) throws IOException {
      expect(json.currentToken() == JsonToken.VALUE_STRING, "\"" + field + "\" is no string");
      return whole(json.getText(), "\"" + field + "\"");
    }

    private static String whole(String text, String what) {
      expect(Utf16.isWhole(text), what + " holds a surrogate without its other half");
      return text;
    }

    private static void expect(boolean holds, String otherwise) {
      if (!holds) {
        throw new ProtocolError(otherwise);
      }
    }
  }
}
