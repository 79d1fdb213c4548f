package io.keelson.serving.dataplane;

import com.google.protobuf.MessageLite;
import io.keelson.serving.protocol.inference.ModelReadyResponse;
import io.keelson.serving.protocol.inference.ServerLiveResponse;
import io.keelson.serving.protocol.inference.ServerMetadataResponse;
import io.keelson.serving.protocol.inference.ServerReadyResponse;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** Where {@code inference.GRPCInferenceService} comes in. */
final class GrpcDoor {
  /** Percent-encoded at worst still within the 8 KiB of headers that clients take. */
  private static final int MAX_MESSAGE_CHARACTERS = 512;

  private static final String MESSAGE = "grpc-message";

  private final Lane lane;
  private final BooleanSupplier serving;

  /**
   * @param serving false while the data plane drains
   */
  GrpcDoor(Lane lane, BooleanSupplier serving) {
    this.lane = lane;
    this.serving = serving;
  }

  /** Whether a request is gRPC by its content type. */
  static boolean isGrpc(HttpServerRequest request) {
    String contentType = request.getHeader("content-type");
    return contentType != null && contentType.startsWith("application/grpc");
  }

  void handle(HttpServerRequest request) {
    if (request.version() != HttpVersion.HTTP_2) {
      request.response().setStatusCode(505).end("gRPC needs HTTP/2");
      return;
    }
    GrpcMethod method = GrpcMethod.at(request.path());
    if (method == null) {
      end(request.response(), Status.UNIMPLEMENTED, "no such method");
    } else if (method.namesModel()) {
      new GrpcCall(lane, method, request).start();
    } else {
      OwnAnswer.leaving(lane, request, answerServer(request.response(), method));
    }
  }

  /** Whether the server lives is no secret: no credential is asked for. */
  private Future<Void> answerServer(HttpServerResponse response, GrpcMethod method) {
    MessageLite message =
        switch (method) {
          case SERVER_LIVE -> ServerLiveResponse.newBuilder().setLive(true).build();
          case SERVER_READY ->
              ServerReadyResponse.newBuilder().setReady(serving.getAsBoolean()).build();
          default ->
              ServerMetadataResponse.newBuilder()
                  .setName(ServerIdentity.NAME)
                  .setVersion(ServerIdentity.VERSION)
                  .addAllExtensions(ServerIdentity.EXTENSIONS)
                  .build();
        };
    return answer(response, message);
  }

  static Future<Void> answerModelReady(HttpServerResponse response, boolean ready) {
    return answer(response, ModelReadyResponse.newBuilder().setReady(ready).build());
  }

  private static Future<Void> answer(HttpServerResponse response, MessageLite message) {
    response.putHeader("content-type", "application/grpc");
    response.putTrailer("grpc-status", Status.OK.text());
    return response.end(framed(message));
  }

  /** A message behind its five bytes of prefix. */
  static Buffer framed(MessageLite message) {
    byte[] bytes = message.toByteArray();
    return Buffer.buffer(MessageHead.PREFIX_BYTES + bytes.length)
        .appendByte((byte) 0)
        .appendInt(bytes.length)
        .appendBytes(bytes);
  }

  /** An error in the trailers-only form, which no window holds back. */
  static void end(HttpServerResponse response, Status status, String message) {
    response
        .putHeader("content-type", "application/grpc")
        .putHeader("grpc-status", status.text())
        .putHeader(MESSAGE, percentEncoded(shortened(message)))
        .end();
  }

  /** Cuts what a replica says of an error, where it says more than a client's headers take. */
  static void shortenMessage(MultiMap headers) {
    String message = headers.get(MESSAGE);
    if (message != null && message.length() > MAX_MESSAGE_CHARACTERS) {
      headers.set(MESSAGE, percentEncoded(shortened(percentDecoded(message))));
    }
  }

  static String shortened(String message) {
    return message == null || message.length() <= MAX_MESSAGE_CHARACTERS
        ? message
        : message.substring(0, MAX_MESSAGE_CHARACTERS) + "…";
  }

  /** As the gRPC over HTTP/2 protocol wants it for {@code grpc-message}. */
  static String percentEncoded(String message) {
    StringBuilder out = new StringBuilder(message.length());
    for (byte b : message.getBytes(StandardCharsets.UTF_8)) {
      if (b >= 0x20 && b <= 0x7e && b != '%') {
        out.append((char) b);
      } else {
        out.append('%').append(String.format("%02X", b));
      }
    }
    return out.toString();
  }

  /** The reverse, for REST; malformed escapes stay as they are. */
  static String percentDecoded(String message) {
    if (message == null || message.indexOf('%') < 0) {
      return message;
    }
    byte[] out = new byte[message.length()];
    int length = 0;
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      boolean escape =
          c == '%'
              && i + 2 < message.length()
              && Character.digit(message.charAt(i + 1), 16) >= 0
              && Character.digit(message.charAt(i + 2), 16) >= 0;
      if (escape) {
        out[length++] = (byte) Integer.parseInt(message.substring(i + 1, i + 3), 16);
        i += 2;
      } else {
        out[length++] = (byte) c;
      }
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }
}
