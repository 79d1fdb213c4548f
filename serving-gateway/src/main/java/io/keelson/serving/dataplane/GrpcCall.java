package io.keelson.serving.dataplane;

import io.keelson.serving.connection.StreamReset;
import io.keelson.tenancy.access.Principal;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/**
 * A unary gRPC call that is passed to a replica byte by byte. Small messages go on in one piece;
 * the bytes of large ones go on as they come, at the pace of the slower side.
 */
final class GrpcCall extends ReplicaCall {
  /** RFC 9113, section 7. */
  private static final long CANCEL = 0x8;

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private Principal principal;
  private final Gathered pending = new Gathered();
  private int messageEnd = -1;
  private long received;
  private boolean named;
  private boolean isWhole;
  private HttpClientRequest sink;
  private Buffer heldChunk;
  private boolean answering;
  private boolean trailersOnly;
  private boolean stalled;

  GrpcCall(Lane lane, GrpcMethod method, HttpServerRequest request) {
    super(lane, method);
    this.request = request;
    this.response = request.response();
  }

  void start() {
    begin(request.getHeader("grpc-timeout"), request.getHeader("traceparent"), request::getHeader);
    response.closeHandler(closed -> callerGone());
    request.handler(this::receive);
    request.endHandler(
        ended -> {
          if (messageEnd < 0 || received < messageEnd) {
            refuse(Status.INVALID_ARGUMENT, "the request ends before its message");
          }
        });
    lane.authenticate(
        request,
        method,
        (caller, refusal) -> {
          if (caller == null) {
            refuse(refusal, Lane.refusal(refusal));
          } else {
            principal = caller;
            admit(caller);
          }
        });
  }

  private void receive(Buffer chunk) {
    if (chunk.length() == 0) {
      return; // a frame that only says that the request ends
    }
    received += chunk.length();
    if (isDone()) {
      return;
    }
    if (named) {
      forward(chunk);
      return;
    }
    if (!pending.isEmpty() && !reserve(chunk.length())) {
      return;
    }
    pending.add(chunk);
    if (messageEnd < 0 && !readPrefix()) {
      return;
    }
    if (received > messageEnd) {
      refuse(Status.INVALID_ARGUMENT, "the request is longer than its message");
      return;
    }
    MessageHead head = new MessageHead();
    switch (head.read(pending.soFar(), messageEnd)) {
      case NEED_MORE -> {}
      case MALFORMED ->
          refuse(Status.INVALID_ARGUMENT, "the message does not begin with a model's name");
      case FOUND -> {
        named = true;
        if (find(principal, head.name(), head.version())) {
          if (method == GrpcMethod.MODEL_READY && !route().isReady()) {
            whileCallerCounts(this::notReady);
            return;
          }
          if (received < messageEnd) {
            request.pause(); // until there is somewhere to send it
          }
          dispatch();
        }
      }
    }
  }

  private void notReady() {
    callerGone();
    OwnAnswer.leaving(lane, request, GrpcDoor.answerModelReady(response, false));
  }

  /** False while the prefix is not there or when it was refused. */
  private boolean readPrefix() {
    if (pending.length() < MessageHead.PREFIX_BYTES) {
      return false;
    }
    Buffer prefix = pending.soFar();
    long length = prefix.getUnsignedInt(1);
    if (prefix.getByte(0) != 0) {
      response.putHeader("grpc-accept-encoding", "identity");
      return refuse(Status.UNIMPLEMENTED, "compressed requests are not supported");
    }
    if (length > lane.config.maxMessageBytes()) {
      return refuse(
          Status.RESOURCE_EXHAUSTED,
          "the message has "
              + length
              + " bytes (expected: at most "
              + lane.config.maxMessageBytes()
              + ")");
    }
    messageEnd = MessageHead.PREFIX_BYTES + (int) length;
    return true;
  }

  @Override
  HttpServerRequest request() {
    return request;
  }

  @Override
  void send(HttpClientRequest upstream) {
    String timeout = request.getHeader("grpc-timeout");
    if (timeout != null) {
      upstream.putHeader("grpc-timeout", timeout);
    }
    String tracestate = request.getHeader("tracestate");
    if (tracestate != null) {
      upstream.putHeader("tracestate", tracestate);
    }
    Buffer first = pending.take();
    if (!maySend(first.length())) {
      return;
    }
    sending(first);
    if (received == messageEnd) {
      isWhole = true;
      upstream.end(first);
      return;
    }
    sink = upstream;
    upstream.putHeader("content-length", Integer.toString(messageEnd));
    upstream.drainHandler(
        drained -> {
          if (!isDone() && received < messageEnd) {
            Lane.resume(request);
          }
        });
    upstream.write(first);
    Lane.resume(request);
  }

  private void forward(Buffer chunk) {
    if (received > messageEnd) {
      refuse(Status.INVALID_ARGUMENT, "the request is longer than its message");
      return;
    }
    if (!maySend(chunk.length())) {
      return;
    }
    sending(chunk);
    if (received == messageEnd) {
      whileCallerCounts(
          () -> {
            isWhole = true;
            sink.end(chunk);
          });
      return;
    }
    sink.write(chunk);
    if (sink.writeQueueFull()) {
      request.pause();
    }
  }

  @Override
  boolean isSent() {
    return isWhole;
  }

  @Override
  void answerStarted(HttpClientResponse answer) {
    trailersOnly = answer.headers().contains("grpc-status");
    for (Map.Entry<String, String> header : answer.headers()) {
      if (!header.getKey().equals("content-length")) {
        response.putHeader(header.getKey(), header.getValue());
      }
    }
    if (isSent()) {
      tellInferenceId(response);
    }
    if (trailersOnly) {
      GrpcDoor.shortenMessage(response.headers());
    }
  }

  /** One chunk is held back: a small answer then leaves together with its trailers. */
  @Override
  void answerChunk(HttpClientResponse answer, Buffer chunk) {
    if (heldChunk == null && !answering) {
      heldChunk = chunk;
      return;
    }
    if (!answering) {
      answering = true;
      response.write(heldChunk);
      heldChunk = null;
    }
    response.write(chunk);
    if (response.writeQueueFull() && !stalled) {
      stall(answer);
    }
  }

  /**
   * What the replica may still send waits here until the caller takes more: room is taken for it.
   */
  private void stall(HttpClientResponse answer) {
    if (!holdsRoom(DataPlane.ANSWER_WINDOW_BYTES)) {
      refuse(
          Status.RESOURCE_EXHAUSTED, "too many callers of this tenant do not take their answers");
      return;
    }
    stalled = true;
    answer.pause();
    response.drainHandler(
        drained -> {
          if (stalled && !isDone()) {
            stalled = false;
            release(DataPlane.ANSWER_WINDOW_BYTES);
            answer.resume();
          }
        });
  }

  @Override
  void answerEnded(Status status, String message, MultiMap trailers) {
    finish(status);
    if (response.ended() || response.closed()) {
      return;
    }
    if (!isSent()) {
      Lane.resume(request); // what still comes is read and forgotten
    }
    if (!trailersOnly) {
      MultiMap out = response.trailers();
      out.addAll(trailers);
      GrpcDoor.shortenMessage(out);
      if (!trailers.contains("grpc-status")) {
        out.set("grpc-status", status.text());
      }
    }
    if (heldChunk != null) {
      leaving(heldChunk.length(), response.end(heldChunk));
      heldChunk = null;
    } else {
      leaving(answering ? DataPlane.ANSWER_WINDOW_BYTES : 0, response.end());
    }
  }

  @Override
  void notTaken() {
    StreamReset.cancel(request);
  }

  @Override
  void refused(Status status, String message) {
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten() && response.writeQueueFull()) {
      response.reset(CANCEL); // what was written is not taken, nor would this be
      return;
    }
    if (response.headWritten()) {
      response
          .putTrailer("grpc-status", status.text())
          .putTrailer("grpc-message", GrpcDoor.percentEncoded(message));
      response.end();
    } else {
      GrpcDoor.end(response, status, message);
    }
    Lane.resume(request); // what has come is read and forgotten
  }
}
