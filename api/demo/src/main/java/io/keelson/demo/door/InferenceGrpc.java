package io.keelson.demo.door;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.keelson.demo.door.inference.GRPCInferenceServiceGrpc;
import io.keelson.demo.door.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.keelson.demo.door.inference.ModelInferRequest;
import io.keelson.demo.door.inference.ModelInferRequest.InferInputTensor;
import io.keelson.demo.door.inference.ModelInferResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

/** The gateway's gRPC form, with raw tensors: little-endian FP32 and INT64. */
public final class InferenceGrpc implements Inference, AutoCloseable {
  private static final long TIMEOUT_S = 20;
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final ManagedChannel channel;
  private final GRPCInferenceServiceBlockingStub stub;

  /** Connects with the first call. */
  public InferenceGrpc(Addresses addresses, String apiKey) {
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + apiKey);
    this.channel = NettyChannelBuilder.forTarget(addresses.gatewayGrpc()).usePlaintext().build();
    this.stub =
        GRPCInferenceServiceGrpc.newBlockingStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  @Override
  public Predictions predict(String model, float[][] rows) {
    ModelInferRequest request =
        ModelInferRequest.newBuilder()
            .setModelName(model)
            .addInputs(
                InferInputTensor.newBuilder()
                    .setName(INPUT)
                    .setDatatype("FP32")
                    .addShape(rows.length)
                    .addShape(rows[0].length))
            .addRawInputContents(raw(rows))
            .build();
    ModelInferResponse answer;
    try {
      answer = stub.withDeadlineAfter(TIMEOUT_S, TimeUnit.SECONDS).modelInfer(request);
    } catch (StatusRuntimeException e) {
      String said = String.valueOf(e.getStatus().getDescription());
      throw new Refused(e.getStatus().getCode().name(), Json.shown(said));
    }
    return Predictions.of(floats(answer), labels(answer), rows.length);
  }

  private static ByteString raw(float[][] rows) {
    ByteBuffer bytes = littleEndian(rows.length * rows[0].length * Float.BYTES);
    for (float[] row : rows) {
      for (float value : row) {
        bytes.putFloat(value);
      }
    }
    return ByteString.copyFrom(bytes.flip());
  }

  private static float[] floats(ModelInferResponse answer) {
    ByteBuffer bytes = output(answer, PROBABILITIES);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  private static long[] labels(ModelInferResponse answer) {
    ByteBuffer bytes = output(answer, LABEL);
    long[] values = new long[bytes.remaining() / Long.BYTES];
    bytes.asLongBuffer().get(values);
    return values;
  }

  private static ByteBuffer output(ModelInferResponse answer, String name) {
    for (int i = 0; i < answer.getRawOutputContentsCount(); i++) {
      if (answer.getOutputs(i).getName().equals(name)) {
        byte[] bytes = answer.getRawOutputContents(i).toByteArray();
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      }
    }
    throw new Refused("PROTOCOL", "the answer has no raw output " + name);
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
