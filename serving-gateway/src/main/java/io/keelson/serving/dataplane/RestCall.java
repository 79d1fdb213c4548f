package io.keelson.serving.dataplane;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.keelson.serving.connection.ConnectionCut;
import io.keelson.serving.connection.StreamReset;
import io.keelson.serving.protocol.InferRequestJson;
import io.keelson.serving.protocol.InferResponseJson;
import io.keelson.serving.protocol.ModelJson;
import io.keelson.serving.protocol.ProtocolError;
import io.keelson.serving.protocol.TensorsTooLarge;
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
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * A REST request for a model: read in full, asked of a replica over gRPC, and answered as JSON.
 * What it holds of request and answer is taken from {@link HeldBytes} before it is read or made;
 * what the answer holds is released as the caller takes it.
 */
final class RestCall extends ReplicaCall {
  private static final Logger LOG = Logger.getLogger(RestCall.class);
  private static final int MAX_BYTES_ON_EVENT_LOOP = 64 << 10;

  /** What numbers take while they are text and tensor at once, in bytes for each byte of text. */
  private static final int CONVERSION_FACTOR = 3;

  /** What a model says of itself. */
  private static final int MAX_DESCRIPTION_BYTES = 256 << 10;

  private static final String NO_ROOM =
      "too many large answers are on their way to callers of this tenant; smaller or binary ones"
          + " take less room";
  private static final long NO_TIMER = -1;

  private static final String JSON_LENGTH = "Inference-Header-Content-Length";

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final RestPath path;
  private final Gathered body = new Gathered();
  private InferRequestJson.Asked asked;
  private Buffer message;
  private HeldBytes.Hold answerHold;
  private ReplicaAnswer answer;
  private Queue<Buffer> pieces;
  private boolean tooLarge;
  private long waiting = NO_TIMER;

  RestCall(Lane lane, GrpcMethod method, HttpServerRequest request, RestPath path) {
    super(lane, method);
    this.request = request;
    this.response = request.response();
    this.path = path;
  }

  void start() {
    begin(null, request.getHeader("traceparent"), request::getHeader);
    response.closeHandler(
        closed -> {
          callerGone();
          endAnswer();
        });
    request.handler(this::receive);
    request.endHandler(
        ended -> {
          if (!isDone()) {
            whileCallerCounts(this::received);
          }
        });
    lane.authenticate(
        request,
        method,
        (caller, refusal) -> {
          if (caller == null) {
            refuse(refusal, Lane.refusal(refusal));
          } else {
            authenticated(caller);
          }
        });
  }

  private void authenticated(Principal caller) {
    admit(caller);
    answerHold = lane.held.hold(caller.tenantId());
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
      body.add(chunk);
    }
  }

  private void received() {
    if (method == GrpcMethod.MODEL_READY && !route().isReady()) {
      callerGone();
      JsonObject notReady = new JsonObject().put("name", path.model()).put("ready", false);
      OwnAnswer.leaving(lane, request, RestDoor.json(response, 503, notReady));
      return;
    }
    if (method != GrpcMethod.MODEL_INFER) {
      // The requests of all the other methods have the same fields: a name and a version.
      message = GrpcDoor.framed(ModelReadyRequest.newBuilder().setName(path.model()).build());
      dispatch();
      return;
    }
    byte[] bytes = body.take().getBytes();
    long conversion = CONVERSION_FACTOR * (long) bytes.length;
    if (!reserve(conversion)) {
      return;
    }
    work(
        bytes.length,
        () ->
            InferRequestJson.decode(
                bytes, jsonBytes(bytes.length), path.model(), lane.config.maxMessageBytes()),
        decoded -> {
          asked = decoded.asked();
          message = GrpcDoor.framed(decoded.request());
          release(bytes.length + conversion);
          dispatchMessage();
        });
  }

  private void dispatchMessage() {
    if (message.length() - MessageHead.PREFIX_BYTES > lane.config.maxMessageBytes()) {
      tensorsTooLarge();
    } else if (!isDone() && reserve(message.length())) {
      dispatch();
    }
  }

  private void tensorsTooLarge() {
    tooLarge = true;
    problem(
        Status.RESOURCE_EXHAUSTED,
        "the tensors take more than " + lane.config.maxMessageBytes() + " bytes");
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
    } catch (TensorsTooLarge e) {
      back.accept(this::tensorsTooLarge);
    } catch (HeldOutput.NoRoom e) {
      back.accept(() -> problem(Status.RESOURCE_EXHAUSTED, NO_ROOM));
    } catch (InvalidProtocolBufferException e) {
      back.accept(() -> problem(Status.INTERNAL, "the replica's answer is no message"));
    } catch (Exception e) {
      LOG.errorf(e, "a %s for %s could not be converted", method, path.model());
      back.accept(() -> problem(Status.INTERNAL, "the request could not be converted"));
    }
  }

  /** An answer that cannot be told is an error of the replica's: its caller gets nothing of it. */
  private void problem(Status status, String text) {
    boolean replicas = answer != null && status == Status.INVALID_ARGUMENT;
    refuse(replicas ? Status.INTERNAL : status, text);
  }

  @Override
  HttpServerRequest request() {
    return request;
  }

  @Override
  void send(HttpClientRequest upstream) {
    if (maySend(message.length())) {
      sending(message);
      upstream.end(message);
      message = null;
    }
  }

  @Override
  boolean isSent() {
    return message == null;
  }

  @Override
  void answerStarted(HttpClientResponse replica) {
    boolean binary = asked != null && asked.allBinary();
    answer = new ReplicaAnswer(maxAnswerBytes(), answerHold, binary ? 0 : CONVERSION_FACTOR);
  }

  private int maxAnswerBytes() {
    int most = lane.config.maxMessageBytes();
    return method == GrpcMethod.MODEL_INFER ? most : Math.min(most, MAX_DESCRIPTION_BYTES);
  }

  @Override
  void answerChunk(HttpClientResponse replica, Buffer chunk) {
    switch (answer.add(chunk)) {
      case TAKEN -> {}
      case NO_ROOM -> refuse(Status.RESOURCE_EXHAUSTED, NO_ROOM);
      case TOO_LARGE ->
          refuse(Status.INTERNAL, "the answer has more than " + maxAnswerBytes() + " bytes");
      case MALFORMED -> refuse(Status.INTERNAL, "the replica's answer is no single message");
    }
  }

  @Override
  void answerEnded(Status status, String message, MultiMap trailers) {
    if (status != Status.OK) {
      finish(status);
      refused(status, GrpcDoor.shortened(GrpcDoor.percentDecoded(message)));
      return;
    }
    if (!answer.isComplete()) {
      refuse(Status.INTERNAL, "the replica's answer is no single message");
      return;
    }
    ReplicaAnswer complete = answer;
    work(
        complete.sizeBytes(),
        () -> {
          HeldOutput out = complete.output();
          int jsonBytes = write(complete, out);
          complete.release();
          return new Body(out.finished(), out.size(), jsonBytes);
        },
        this::write);
  }

  /**
   * What the caller gets.
   *
   * @param jsonBytes how many of the bytes are JSON; -1 where only a status may tell
   */
  private record Body(Queue<Buffer> pieces, long sizeBytes, int jsonBytes) {}

  private int write(ReplicaAnswer complete, HeldOutput out) throws IOException {
    if (method == GrpcMethod.MODEL_INFER) {
      CodedInputStream in =
          complete.input(ModelInferResponse.getDescriptor(), MessageWeight.OF_TENSOR_BYTES);
      ModelInferResponse parsed = ModelInferResponse.parseFrom(in);
      return InferResponseJson.encode(parsed, asked, out);
    }
    JsonObject json = json(complete.input(description(), MessageWeight.OF_TREE_BYTES));
    out.write(json.toBuffer().getBytes());
    return method == GrpcMethod.MODEL_READY && !json.getBoolean("ready") ? -1 : (int) out.size();
  }

  private Descriptor description() {
    return switch (method) {
      case MODEL_METADATA -> ModelMetadataResponse.getDescriptor();
      case MODEL_CONFIG -> ModelConfigResponse.getDescriptor();
      case MODEL_STATISTICS -> ModelStatisticsResponse.getDescriptor();
      default -> ModelReadyResponse.getDescriptor();
    };
  }

  private JsonObject json(CodedInputStream bytes) throws IOException {
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

  private void write(Body body) {
    if (isDone()) { // the deadline passed, or the caller went, while it was made
      endAnswer();
      return;
    }
    finish(Status.OK);
    if (response.ended() || response.closed()) {
      endAnswer();
      return;
    }
    boolean notReady = body.jsonBytes() < 0;
    boolean binary = !notReady && body.jsonBytes() < body.sizeBytes();
    response.setStatusCode(notReady ? 503 : 200);
    response.putHeader("content-type", binary ? "application/octet-stream" : "application/json");
    response.putHeader("content-length", Long.toString(body.sizeBytes()));
    tellInferenceId(response);
    if (binary) {
      response.putHeader(JSON_LENGTH, Integer.toString(body.jsonBytes()));
    }
    pieces = body.pieces();
    writeMore();
  }

  /**
   * At the pace of the caller; what has gone out is not held any more. One who takes nothing for as
   * long as a call may last has gone.
   */
  private void writeMore() {
    stopWaiting();
    while (pieces != null && !pieces.isEmpty()) {
      if (response.writeQueueFull()) {
        response.drainHandler(drained -> writeMore());
        long limitMs = lane.config.maxDeadline().toMillis();
        waiting = lane.context.owner().setTimer(limitMs, late -> notTaken());
        return;
      }
      Buffer piece = pieces.poll();
      int bytes = piece.length();
      if (pieces.isEmpty()) {
        leaving(0, response.end(piece).onComplete(written -> endAnswer()));
      } else {
        response.write(piece).onComplete(written -> answerHold.release(bytes));
      }
    }
  }

  @Override
  void notTaken() {
    endAnswer();
    if (request.version() == HttpVersion.HTTP_2) {
      StreamReset.cancel(request);
    } else {
      ConnectionCut.cut(request.connection());
    }
  }

  private void endAnswer() {
    stopWaiting();
    pieces = null;
    if (answerHold != null) {
      answerHold.end();
    }
  }

  private void stopWaiting() {
    if (waiting != NO_TIMER) {
      lane.context.owner().cancelTimer(waiting);
      waiting = NO_TIMER;
    }
  }

  @Override
  void refused(Status status, String text) {
    endAnswer();
    if (response.ended() || response.closed()) {
      return;
    }
    if (status == Status.UNAUTHENTICATED) {
      response.putHeader("www-authenticate", "Bearer");
    }
    boolean later = status == Status.RESOURCE_EXHAUSTED || status == Status.UNAVAILABLE;
    if (later && !tooLarge) {
      response.putHeader("retry-after", "1");
    }
    if (tooLarge && request.version() != HttpVersion.HTTP_2) {
      response.putHeader("connection", "close"); // what is still to come is not wanted
    }
    int code = tooLarge ? 413 : status.http();
    OwnAnswer.leaving(
        lane, request, RestDoor.error(response, code, text == null ? status.name() : text));
  }
}
