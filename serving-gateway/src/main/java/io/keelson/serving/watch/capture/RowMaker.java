package io.keelson.serving.watch.capture;

import io.keelson.serving.protocol.ProtocolError;
import io.keelson.serving.protocol.RowBytes;
import io.keelson.serving.protocol.WireTensors;
import io.keelson.serving.watch.capture.CapturedCall.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Makes rows of captured calls, straight from the bytes of their messages where those are of the
 * usual form; of others {@link CaptureRow#of} makes the same rows at a higher price. Rows of one
 * maker lie in the same few arrays: it is for those that go together, and for one thread at a time.
 */
final class RowMaker {
  private static final byte[] ID = ascii("{\"id\":\"");
  private static final byte[] LATENCY = ascii("\",\"latency_ms\":");
  private static final byte[] INPUTS = ascii(",\"inputs\":");
  private static final byte[] OUTPUTS = ascii(",\"outputs\":");

  private final RowBytes out = new RowBytes();
  private final WireTensors tensors = new WireTensors(CaptureRow.MAX_TENSOR_BYTES, out);
  private CapturedCall.Source source;
  private byte[] sourceFields;

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Begins anew: nobody looks any more at rows that were made. */
  void reuse() {
    out.reuse();
  }

  /**
   * @throws IOException when its messages are none of the protocol
   * @throws ProtocolError when they contradict themselves
   */
  CaptureRow of(CapturedCall<CaptureSettings> call) throws IOException {
    return isUsual(call) ? out.take(CaptureRow::usual) : CaptureRow.of(call);
  }

  /** Writes it, where it is. */
  boolean isUsual(CapturedCall<CaptureSettings> call) {
    if (!call.request().isPlain() || !call.answer().isPlain() || !call.isPlainId()) {
      return false;
    }
    out.clear();
    out.put(ID);
    out.putAscii(call.inferenceId());
    out.put(source(call.source()));
    CaptureTime.put(call.at(), out);
    out.put(LATENCY);
    out.putMillionths(call.nanos());
    tensors.begin(call.settings().redact(), CaptureRow.MAX_ROW_BYTES);
    out.put(INPUTS);
    Message request = call.request();
    if (!tensors.inputs(request.bytes(), request.from() + Message.PREFIX_BYTES, request.to())) {
      return false;
    }
    out.put(OUTPUTS);
    Message answer = call.answer();
    if (!tensors.outputs(answer.bytes(), answer.from() + Message.PREFIX_BYTES, answer.to())) {
      return false;
    }
    out.put('}');
    return true;
  }

  /** What a row says of it; most are of the same one as the one before. */
  private byte[] source(CapturedCall.Source of) {
    if (of != source) {
      source = of;
      sourceFields =
          ascii(
              "\",\"endpoint\":\""
                  + of.endpointId()
                  + "\",\"revision\":"
                  + of.revision()
                  + ",\"time\":\"");
    }
    return sourceFields;
  }
}
