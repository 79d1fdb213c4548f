package io.keelson.serving.watch.capture;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.keelson.serving.hash.KeyHash;
import io.keelson.serving.protocol.ProtocolError;
import io.keelson.serving.protocol.TensorsJson;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * A captured call as a row: {@code id}, {@code endpoint}, {@code revision}, {@code time}, {@code
 * latency_ms}, {@code inputs} and {@code outputs}. In the place of a message that was too large
 * stand {@code request_bytes} or {@code answer_bytes}.
 *
 * @param bytes in which it is, beside others
 * @param from where it begins in them
 * @param to where it ends
 * @param isShortened whether elements are left out because they are too many
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record CaptureRow(byte[] bytes, int from, int to, boolean isShortened) {
  /** Of a tensor's elements in raw form: of a larger one its size and digest are kept. */
  static final int MAX_TENSOR_BYTES = 16 << 10;

  /** Of all elements that are kept of a call. As text they are up to six times as many. */
  static final int MAX_ROW_BYTES = 40 << 10;

  static final double NANOS_PER_MS = 1e6;
  private static final JsonFactory JSON = new JsonFactory();

  /** With all of its elements. */
  static CaptureRow usual(byte[] bytes, int from, int to) {
    return new CaptureRow(bytes, from, to, false);
  }

  /**
   * @throws IOException when its messages are none of the protocol
   * @throws ProtocolError when they contradict themselves
   */
  static CaptureRow of(CapturedCall<CaptureSettings> call) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TensorsJson tensors =
        new TensorsJson(call.settings().redact(), MAX_TENSOR_BYTES, MAX_ROW_BYTES, KeyHash::sha256);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("id", call.inferenceId());
      json.writeStringField("endpoint", call.source().endpointId().toString());
      json.writeNumberField("revision", call.source().revision());
      json.writeStringField("time", CaptureTime.text(call.at()));
      json.writeNumberField("latency_ms", call.nanos() / NANOS_PER_MS);
      if (call.request().isWhole()) {
        json.writeFieldName("inputs");
        tensors.inputs(ModelInferRequest.parseFrom(call.request().content()), json);
      } else {
        json.writeNumberField("request_bytes", call.request().sizeBytes());
      }
      if (call.answer().isWhole()) {
        json.writeFieldName("outputs");
        tensors.outputs(ModelInferResponse.parseFrom(call.answer().content()), json);
      } else {
        json.writeNumberField("answer_bytes", call.answer().sizeBytes());
      }
      json.writeEndObject();
    }
    boolean isWhole = call.request().isWhole() && call.answer().isWhole();
    byte[] row = out.toByteArray();
    return new CaptureRow(row, 0, row.length, !isWhole || tensors.shortened() > 0);
  }
}
