package io.keelson.serving.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import io.keelson.serving.protocol.inference.InferParameter;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import io.keelson.serving.protocol.inference.ModelInferResponse.InferOutputTensor;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The answer to an inference request as the REST protocol has it: JSON, and behind it the outputs
 * wanted in binary.
 */
public final class InferResponseJson {
  private InferResponseJson() {}

  /**
   * Writes the answer, the JSON first.
   *
   * @return how many of the bytes are JSON; fewer than all where an output is binary
   * @throws ProtocolError when the replica's answer contradicts itself
   * @throws IOException where {@code out} does
   */
  public static int encode(
      ModelInferResponse response, InferRequestJson.Asked asked, OutputStream out)
      throws IOException {
    List<ByteString> binary = new ArrayList<>();
    Counted json = new Counted(out);
    try (JsonGenerator generator = InferRequestJson.MAPPER.createGenerator(json)) {
      write(response, asked, generator, binary);
    }
    for (ByteString bytes : binary) {
      bytes.writeTo(out);
    }
    return json.bytes;
  }

  private static void write(
      ModelInferResponse response,
      InferRequestJson.Asked asked,
      JsonGenerator json,
      List<ByteString> binary)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("model_name", response.getModelName());
    if (!response.getModelVersion().isEmpty()) {
      json.writeStringField("model_version", response.getModelVersion());
    }
    if (!response.getId().isEmpty()) {
      json.writeStringField("id", response.getId());
    }
    writeParameters(json, response.getParametersMap(), -1);
    json.writeArrayFieldStart("outputs");
    for (int i = 0; i < response.getOutputsCount(); i++) {
      writeOutput(json, response, i, asked, binary);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static final class Counted extends FilterOutputStream {
    private int bytes;

    Counted(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      bytes++;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      out.write(from, offset, length);
      bytes += length;
    }

    /** Binary outputs follow. */
    @Override
    public void close() throws IOException {
      flush();
    }
  }

  private static void writeOutput(
      JsonGenerator json,
      ModelInferResponse response,
      int index,
      InferRequestJson.Asked asked,
      List<ByteString> binary)
      throws IOException {
    InferOutputTensor output = response.getOutputs(index);
    DataKind kind = DataKind.named(output.getName(), output.getDatatype());
    ByteString raw = raw(response, index, kind);
    boolean asBinary = asked.isBinary(output.getName());
    json.writeStartObject();
    json.writeStringField("name", output.getName());
    json.writeStringField("datatype", output.getDatatype());
    json.writeArrayFieldStart("shape");
    for (long size : output.getShapeList()) {
      json.writeNumber(size);
    }
    json.writeEndArray();
    writeParameters(json, output.getParametersMap(), asBinary ? raw.size() : -1);
    if (asBinary) {
      binary.add(raw);
    } else {
      json.writeArrayFieldStart("data");
      boolean whole = kind == DataKind.BYTES || raw.size() % kind.sizeBytes() == 0;
      if (!whole) {
        throw new ProtocolError("output \"" + output.getName() + "\" ends within an element");
      }
      kind.writeRaw(raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN), json);
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static ByteString raw(ModelInferResponse response, int index, DataKind kind) {
    if (index < response.getRawOutputContentsCount()) {
      return response.getRawOutputContents(index);
    }
    ElementBuffer out = new ElementBuffer(Integer.MAX_VALUE - Long.BYTES);
    kind.appendTyped(response.getOutputs(index).getContents(), out);
    return out.toByteString();
  }

  /**
   * @param binarySize the size of an output in binary form, or -1
   */
  private static void writeParameters(
      JsonGenerator json, Map<String, InferParameter> parameters, int binarySize)
      throws IOException {
    if (parameters.isEmpty() && binarySize < 0) {
      return;
    }
    json.writeObjectFieldStart("parameters");
    if (binarySize >= 0) {
      json.writeNumberField(InferRequestJson.BINARY_SIZE, binarySize);
    }
    for (Map.Entry<String, InferParameter> parameter : parameters.entrySet()) {
      json.writeFieldName(parameter.getKey());
      InferParameter value = parameter.getValue();
      switch (value.getParameterChoiceCase()) {
        case BOOL_PARAM -> json.writeBoolean(value.getBoolParam());
        case INT64_PARAM -> json.writeNumber(value.getInt64Param());
        case STRING_PARAM -> json.writeString(value.getStringParam());
        case DOUBLE_PARAM -> json.writeNumber(value.getDoubleParam());
        case UINT64_PARAM -> json.writeNumber(Long.toUnsignedString(value.getUint64Param()));
        case PARAMETERCHOICE_NOT_SET -> json.writeNull();
      }
    }
    json.writeEndObject();
  }

  /** How many length-prefixed elements there are; -1 where the last one is cut off. */
  static long countBytesElements(ByteString bytes) {
    ByteBuffer raw = bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long count = 0;
    while (raw.hasRemaining()) {
      int length = raw.remaining() < Integer.BYTES ? -1 : raw.getInt();
      if (length < 0 || length > raw.remaining()) {
        return -1;
      }
      raw.position(raw.position() + length);
      count++;
    }
    return count;
  }
}
