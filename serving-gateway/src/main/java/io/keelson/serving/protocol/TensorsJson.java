package io.keelson.serving.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import io.keelson.serving.protocol.inference.InferTensorContents;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import java.io.IOException;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Tensors as they are kept: by their names, each with its type, its shape and its elements in the
 * order of rows. Of large ones the size and a digest stand for the elements, and of redacted ones
 * nothing does.
 */
public final class TensorsJson {
  private static final int MAX_TENSORS = 1_000;

  private final Set<String> redact;
  private final int maxTensorBytes;
  private final Supplier<MessageDigest> digests;
  private long bytesLeft;
  private int shortened;

  /**
   * @param redact names whose elements are not written
   * @param maxTensorBytes of a tensor's elements in raw form: of a larger one none are written
   * @param maxBytes of all that are written
   * @param digests makes that of elements in raw form, little-endian, where one is wanted
   */
  public TensorsJson(
      Set<String> redact, int maxTensorBytes, long maxBytes, Supplier<MessageDigest> digests) {
    this.redact = redact;
    this.maxTensorBytes = maxTensorBytes;
    this.bytesLeft = maxBytes;
    this.digests = digests;
  }

  /** How many tensors were too large. */
  public int shortened() {
    return shortened;
  }

  /**
   * Writes an object with a field for each input; of several with one name the first.
   *
   * @throws ProtocolError where the message contradicts itself
   */
  public void inputs(ModelInferRequest request, JsonGenerator json) throws IOException {
    bounded(request.getInputsCount());
    Set<String> names = new HashSet<>();
    json.writeStartObject();
    for (int i = 0; i < request.getInputsCount(); i++) {
      ModelInferRequest.InferInputTensor input = request.getInputs(i);
      ByteString raw =
          i < request.getRawInputContentsCount() ? request.getRawInputContents(i) : null;
      if (names.add(input.getName())) {
        write(
            input.getName(),
            input.getDatatype(),
            input.getShapeList(),
            raw,
            input.getContents(),
            json);
      }
    }
    json.writeEndObject();
  }

  /** Likewise for the outputs of an answer. */
  public void outputs(ModelInferResponse response, JsonGenerator json) throws IOException {
    bounded(response.getOutputsCount());
    Set<String> names = new HashSet<>();
    json.writeStartObject();
    for (int i = 0; i < response.getOutputsCount(); i++) {
      ModelInferResponse.InferOutputTensor output = response.getOutputs(i);
      ByteString raw =
          i < response.getRawOutputContentsCount() ? response.getRawOutputContents(i) : null;
      if (names.add(output.getName())) {
        write(
            output.getName(),
            output.getDatatype(),
            output.getShapeList(),
            raw,
            output.getContents(),
            json);
      }
    }
    json.writeEndObject();
  }

  private static void bounded(int tensors) {
    if (tensors > MAX_TENSORS) {
      throw new ProtocolError(tensors + " tensors (expected: at most " + MAX_TENSORS + ")");
    }
  }

  /**
   * @param raw null where the elements are typed
   */
  private void write(
      String name,
      String datatype,
      List<Long> shape,
      ByteString raw,
      InferTensorContents typed,
      JsonGenerator json)
      throws IOException {
    DataKind kind = DataKind.named(name, datatype);
    json.writeObjectFieldStart(name);
    json.writeStringField("datatype", kind.name());
    json.writeArrayFieldStart("shape");
    for (long size : shape) {
      json.writeNumber(size);
    }
    json.writeEndArray();
    if (redact.contains(name)) {
      json.writeBooleanField("redacted", true);
    } else {
      elements(name, kind, raw == null ? raw(kind, typed) : raw, json);
    }
    json.writeEndObject();
  }

  private static ByteString raw(DataKind kind, InferTensorContents typed) {
    ElementBuffer out = new ElementBuffer(Integer.MAX_VALUE - Long.BYTES);
    kind.appendTyped(typed, out);
    return out.toByteString();
  }

  private void elements(String name, DataKind kind, ByteString raw, JsonGenerator json)
      throws IOException {
    if (raw.size() > Math.min(maxTensorBytes, bytesLeft)) {
      shortened++;
      MessageDigest digest = digests.get();
      raw.asReadOnlyByteBufferList().forEach(digest::update);
      json.writeNumberField("size_bytes", raw.size());
      json.writeStringField("sha256", HexFormat.of().formatHex(digest.digest()));
      return;
    }
    if (kind != DataKind.BYTES && raw.size() % kind.sizeBytes() != 0) {
      throw new ProtocolError("tensor \"" + name + "\" ends within an element");
    }
    bytesLeft -= raw.size();
    json.writeArrayFieldStart("data");
    kind.writeRaw(raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN), json);
    json.writeEndArray();
  }
}
