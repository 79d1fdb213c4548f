package io.keelson.serving.dataplane;

import com.google.protobuf.InvalidProtocolBufferException;
import io.keelson.serving.protocol.InferRequestJson;
import io.keelson.serving.protocol.InferResponseJson;
import io.keelson.serving.protocol.ModelJson;
import io.keelson.serving.protocol.ProtocolError;
import io.keelson.serving.protocol.inference.ModelConfigResponse;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import io.keelson.serving.protocol.inference.ModelMetadataResponse;
import io.keelson.serving.protocol.inference.ModelReadyRequest;
import io.keelson.serving.protocol.inference.ModelReadyResponse;
import io.keelson.serving.protocol.inference.ModelStatisticsResponse;
import io.keelson.tenancy.access.Principal;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** A REST request for a model: read in full, asked of a replica over gRPC, and answered as JSON. */
final class RestCall extends ReplicaCall {
  private static final Logger LOG = Logger.getLogger(RestCall.class);
  private static final int MAX_BYTES_ON_EVENT_LOOP = 64 << 10;
  private static final String JSON_LENGTH = "Inference-Header-Content-Length";

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final RestPath path;
  private Buffer body = Buffer.buffer();
  private InferRequestJson.Decoded asked;
  private Buffer message;
  private Buffer answer;
  private boolean tooLarge;

  RestCall(Lane lane, GrpcMethod method, HttpServerRequest request, RestPath path) {
    super(lane, method);
    this.request = request;
    this.response = request.response();
    this.path = path;
  }

  void start() {
    begin(null, request.getHeader("traceparent"));
    response.closeHandler(closed -> callerGone());
    request.handler(this::receive);
    request.endHandler(ended -> received());
    lane.authenticate(
        request,
        (caller, refusal) -> {
          if (caller == null) {
            refuse(refusal, Lane.refusal(refusal));
          } else {
            authenticated(caller);
          }
        });
  }

  private void authenticated(Principal caller) {
    boolean found = !isDone() && find(caller, path.model(), path.version());
    if (found && announcedBytes() > lane.config.maxMessageBytes()) {
      refuseTooLarge();
    }
  }

  private long announcedBytes() {
    String value = request.getHeader("content-length");
    try {
      return value == null ? 0 : Long.parseLong(value);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private void refuseTooLarge() {
    tooLarge = true;
    refuse(
        Status.RESOURCE_EXHAUSTED,
        "the body is too large (expected: at most " + lane.config.maxMessageBytes() + " bytes)");
  }

  private void receive(Buffer chunk) {
    if (isDone()) {
      return;
    }
    if (body.length() + chunk.length() > lane.config.maxMessageBytes()) {
      refuseTooLarge();
      return;
    }
    if (reserve(chunk.length())) {
      body = body.length() == 0 ? chunk : body.appendBuffer(chunk);
    }
  }

  private void received() {
    if (isDone()) {
      return;
    }
    if (method == GrpcMethod.MODEL_READY && !route().isReady()) {
      callerGone();
      RestDoor.json(response, 503, new JsonObject().put("name", path.model()).put("ready", false));
      return;
    }
    if (method != GrpcMethod.MODEL_INFER) {
      // The requests of all the other methods have the same fields: a name and a version.
      message = GrpcDoor.framed(ModelReadyRequest.newBuilder().setName(path.model()).build());
      dispatch();
      return;
    }
    byte[] bytes = body.getBytes();
    body = null;
    work(
        bytes.length,
        () -> InferRequestJson.decode(bytes, jsonBytes(bytes.length), path.model()),
        decoded -> {
          asked = decoded;
          message = GrpcDoor.framed(decoded.request());
          dispatch();
        });
  }

  private int jsonBytes(int all) {
    String value = request.getHeader(JSON_LENGTH);
    try {
      return value == null ? all : Integer.parseInt(value.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Small things are done at once; large ones would hold up everybody on this event loop. */
  private <T> void work(int bytes, Callable<T> work, Consumer<T> then) {
    if (bytes <= MAX_BYTES_ON_EVENT_LOOP) {
      run(work, then, Runnable::run);
    } else {
      Thread.startVirtualThread(
          () -> run(work, then, action -> lane.context.runOnContext(resumed -> action.run())));
    }
  }

  private <T> void run(Callable<T> work, Consumer<T> then, Consumer<Runnable> back) {
    try {
      T result = work.call();
      back.accept(() -> then.accept(result));
    } catch (ProtocolError e) {
      back.accept(() -> problem(Status.INVALID_ARGUMENT, e.getMessage()));
    } catch (Exception e) {
      LOG.errorf(e, "a %s for %s could not be converted", method, path.model());
      back.accept(() -> problem(Status.INTERNAL, "the request could not be converted"));
    }
  }

  /**
   * Before the replica has answered this ends the call; afterwards only the caller is left to tell.
   */
  private void problem(Status status, String text) {
    if (!isDone()) {
      refuse(status, text);
    } else {
      refused(answer == null ? status : Status.INTERNAL, text);
    }
  }

  @Override
  void send(HttpClientRequest upstream) {
    upstream.end(message);
    message = null;
  }

  @Override
  void answerStarted(HttpClientResponse replica) {
    answer = Buffer.buffer();
  }

  @Override
  void answerChunk(HttpClientResponse replica, Buffer chunk) {
    if (answer.length() + chunk.length()
        > lane.config.maxMessageBytes() + MessageHead.PREFIX_BYTES) {
      refuse(
          Status.INTERNAL, "the answer has more than " + lane.config.maxMessageBytes() + " bytes");
      return;
    }
    answer = answer.length() == 0 ? chunk : answer.appendBuffer(chunk);
  }

  @Override
  void answerEnded(Status status, String message, MultiMap trailers) {
    if (status != Status.OK) {
      refused(status, GrpcDoor.percentDecoded(message));
      return;
    }
    int length = answer.length() - MessageHead.PREFIX_BYTES;
    if (length < 0 || answer.getByte(0) != 0 || answer.getUnsignedInt(1) != length) {
      refused(Status.INTERNAL, "the replica's answer is no single message");
      return;
    }
    byte[] bytes = answer.getBytes(MessageHead.PREFIX_BYTES, answer.length());
    if (method == GrpcMethod.MODEL_INFER) {
      work(
          bytes.length,
          () -> InferResponseJson.encode(ModelInferResponse.parseFrom(bytes), asked),
          this::writeInference);
    } else {
      work(bytes.length, () -> json(bytes), body -> write(200, body));
    }
  }

  private JsonObject json(byte[] bytes) throws InvalidProtocolBufferException {
    return switch (method) {
      case MODEL_METADATA -> ModelJson.metadata(ModelMetadataResponse.parseFrom(bytes));
      case MODEL_CONFIG -> ModelJson.config(ModelConfigResponse.parseFrom(bytes).getConfig());
      case MODEL_STATISTICS -> ModelJson.statistics(ModelStatisticsResponse.parseFrom(bytes));
      default ->
          new JsonObject()
              .put("name", path.model())
              .put("ready", ModelReadyResponse.parseFrom(bytes).getReady());
    };
  }

  private void writeInference(InferResponseJson.Encoded encoded) {
    if (response.ended() || response.closed()) {
      return;
    }
    if (encoded.hasBinary()) {
      response.putHeader("content-type", "application/octet-stream");
      response.putHeader(JSON_LENGTH, Integer.toString(encoded.jsonBytes()));
    } else {
      response.putHeader("content-type", "application/json");
    }
    response.end(Buffer.buffer(encoded.body()));
  }

  private void write(int status, JsonObject json) {
    if (!response.ended() && !response.closed()) {
      boolean notReady = method == GrpcMethod.MODEL_READY && !json.getBoolean("ready");
      RestDoor.json(response, notReady ? 503 : status, json);
    }
  }

  @Override
  void refused(Status status, String text) {
    if (response.ended() || response.closed()) {
      return;
    }
    if (status == Status.UNAUTHENTICATED) {
      response.putHeader("www-authenticate", "Bearer");
    }
    boolean http2 = request.version() == HttpVersion.HTTP_2;
    if (tooLarge && !http2) {
      response.putHeader("connection", "close"); // what is still to come is not wanted
    }
    RestDoor.error(response, tooLarge ? 413 : status.http(), text == null ? status.name() : text);
    if (tooLarge && http2) {
      response.reset(0);
    }
  }
}
