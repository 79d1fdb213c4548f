package io.keelson.serving.dataplane;

import io.keelson.serving.watch.capture.CaptureQueue;
import io.keelson.serving.watch.capture.CaptureSettings;
import io.keelson.serving.watch.capture.CaptureTap;
import io.keelson.serving.watch.tally.DriftTarget;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;

/** What looks at the messages of one call as they pass; it costs the call no time. */
final class CallTaps {
  /** Where calls go that are looked at. */
  record Queues(CaptureQueue<CaptureSettings> captures, CaptureQueue<DriftTarget> drift) {}

  private final CaptureTap<CaptureSettings> capture;
  private final CaptureTap<DriftTarget> drift;

  /**
   * @param capture null where no request is kept
   * @param drift null where none is counted
   */
  private CallTaps(CaptureTap<CaptureSettings> capture, CaptureTap<DriftTarget> drift) {
    this.capture = capture;
    this.drift = drift;
  }

  /** Null where nobody looks at calls of this revision. */
  static CallTaps of(Queues queues, Route route, Route.Revision revision) {
    if (route.capture() == null && revision.drift() == null) {
      return null;
    }
    CaptureTap<CaptureSettings> capture =
        route.capture() == null
            ? null
            : queues.captures().tap(route.source(revision), route.capture());
    CaptureTap<DriftTarget> drift =
        revision.drift() == null
            ? null
            : queues.drift().tap(route.source(revision), revision.drift());
    return new CallTaps(capture, drift);
  }

  /** The next piece of the request, from the prefix of its message on. */
  void request(Buffer piece) {
    byte[] bytes = bytes(piece);
    if (capture != null) {
      capture.request(bytes);
    }
    if (drift != null) {
      drift.request(bytes);
    }
  }

  /** The next piece of the answer, likewise; the request has been sent. */
  void answer(Buffer piece) {
    byte[] bytes = bytes(piece);
    if (capture != null) {
      capture.answer(bytes);
    }
    if (drift != null) {
      drift.answer(bytes);
    }
  }

  /**
   * As a rule the piece's own, which nobody writes to: it was copied off the connection into an
   * array of its size. A part of a larger one would keep all of that.
   */
  private static byte[] bytes(Buffer piece) {
    if (piece instanceof BufferImpl whole) {
      ByteBuf content = whole.byteBuf();
      if (content.hasArray()
          && content.readableBytes() == content.array().length
          && piece.length() == content.array().length) {
        return content.array();
      }
    }
    return piece.getBytes();
  }

  /** What a header tells of a kept inference's id; null where it is not kept, or none can tell. */
  CharSequence headerId() {
    return capture == null ? null : capture.headerId();
  }

  /** The call was answered with success. */
  void answered(long nanos) {
    if (capture != null) {
      capture.answered(nanos);
    }
    if (drift != null) {
      drift.answered(nanos);
    }
  }

  /** The call ended in another way. */
  void failed() {
    if (capture != null) {
      capture.failed();
    }
    if (drift != null) {
      drift.failed();
    }
  }
}
