package io.keelson.api.data;

import io.keelson.serving.connection.ConnectionCut;
import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.object.ObjectRef;
import io.keelson.tenancy.object.ObjectsConfig;
import io.keelson.tenancy.object.PartsReader;
import io.keelson.tenancy.object.SignedUrls;
import io.keelson.tenancy.object.TenantObjects;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Objects as attachments, whole or one range of them. A download is decrypted by a virtual thread
 * of its own, which reads the next {@value #PIECE_BYTES} bytes when the last have been sent. A
 * client that is slow to take them costs no more than them: what decrypting holds is let go.
 */
final class DownloadDoor {
  private static final Logger LOG = Logger.getLogger(DownloadDoor.class);
  private static final int PIECE_BYTES = 256 * 1024;

  /** Long enough that a client cannot make the same bytes be decrypted often. */
  private static final Duration SLOW_AFTER = Duration.ofSeconds(1);

  private final TenantObjects objects;
  private final SignedUrls urls;
  private final OpenLinks links;
  private final Transfers transfers;
  private final Duration idleTimeout;

  DownloadDoor(
      TenantObjects objects,
      SignedUrls urls,
      OpenLinks links,
      ObjectsConfig config,
      Transfers transfers) {
    this.objects = objects;
    this.urls = urls;
    this.links = links;
    this.transfers = transfers;
    this.idleTimeout = config.idleTimeout();
  }

  /** On the event loop. */
  void handle(RoutingContext context) {
    HttpServerResponse response = context.response();
    Answers.guard(response);
    HttpMethod method = context.request().method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      response.putHeader("Allow", "GET, HEAD");
      Answers.refuse(
          response, 405, ErrorCode.VALIDATION, "method: " + method + " (expected: GET or HEAD)");
      return;
    }
    Thread.ofVirtual()
        .name("download-door")
        .start(
            () -> {
              try {
                send(context);
              } catch (IOException | RuntimeException | Error e) {
                fail(context, e);
              }
            });
  }

  /** Whatever the client has not taken yet does not come any more. */
  private static void breakOff(RoutingContext context) {
    if (context.request().version() == HttpVersion.HTTP_2) {
      context.response().reset(); // of this stream; what waits for it is dropped
    } else {
      ConnectionCut.cut(context.request().connection());
    }
  }

  /** Once bytes are out, only a broken connection tells the client that they are not all. */
  private static void fail(RoutingContext context, Throwable failure) {
    if (context.response().headWritten()) {
      LOG.errorf("a download was broken off: %s", failure.getMessage());
      context.response().reset();
    } else {
      Answers.failure(context.response(), failure);
    }
  }

  private void send(RoutingContext context) throws IOException {
    SignedLink link = SignedLink.of(context);
    String digest = link.object(context, urls);
    if (!transfers.tryBegin(link.tenantId(), context.response())) {
      return;
    }
    try (OpenLinks.Transfer open = links.begin(link.maker(), () -> breakOff(context))) {
      send(context, link, digest);
    } finally {
      transfers.end(link.tenantId());
    }
  }

  private void send(RoutingContext context, SignedLink link, String digest) throws IOException {
    ObjectRef object =
        objects.find(link.tenantId(), digest).orElseThrow(() -> new NotFound("object"));
    HttpServerResponse response = context.response();
    String tag = '"' + object.digest() + '"';
    response
        .putHeader("ETag", tag)
        .putHeader("Accept-Ranges", "bytes")
        .putHeader("Cache-Control", "private, no-store, no-transform");
    if (matches(context.request().getHeader("If-None-Match"), tag)) {
      response.setStatusCode(304).end();
      return;
    }
    String condition = context.request().getHeader("If-Range");
    boolean rangeCounts = condition == null || condition.equals(tag);
    ByteRange range =
        ByteRange.of(rangeCounts ? context.request().getHeader("Range") : null, object.sizeBytes());
    switch (range) {
      case ByteRange.Outside outside -> {
        response.putHeader("Content-Range", "bytes */" + object.sizeBytes());
        Answers.refuse(
            response, 416, ErrorCode.VALIDATION, "Range: nothing of it lies in the object");
      }
      case ByteRange.Whole whole -> body(context, link, object, 0, object.sizeBytes());
      case ByteRange.Part part -> {
        long last = part.first() + part.length() - 1;
        response
            .setStatusCode(206)
            .putHeader(
                "Content-Range", "bytes " + part.first() + "-" + last + "/" + object.sizeBytes());
        body(context, link, object, part.first(), part.length());
      }
    }
  }

  private static boolean matches(String header, String tag) {
    return header != null
        && Arrays.stream(header.split(","))
            .map(String::strip)
            .anyMatch(t -> t.equals(tag) || t.equals("*"));
  }

  private void body(
      RoutingContext context, SignedLink link, ObjectRef object, long offset, long length)
      throws IOException {
    HttpServerResponse response = context.response();
    response
        .putHeader("Content-Type", "application/octet-stream")
        .putHeader("Content-Disposition", Attachment.header(link.name()))
        .putHeader("Content-Length", Long.toString(length))
        // Keeps the server's compression away from bytes whose length and ranges are promised; it
        // does not leave here.
        .putHeader("Content-Encoding", "identity");
    if (context.request().method().equals(HttpMethod.HEAD) || length == 0) {
      response.end();
      return;
    }
    UUID tenantId = link.tenantId();
    try (PartsReader plaintext = objects.open(tenantId, object.digest(), offset, length)) {
      stream(context, plaintext, length);
    }
  }

  private void stream(RoutingContext context, PartsReader plaintext, long length)
      throws IOException {
    HttpServerResponse response = context.response();
    for (long left = length; left > 0; ) {
      Buffer piece = next(plaintext, left);
      left -= piece.length();
      if (response.closed() || !isSent(response.write(piece), plaintext)) {
        breakOff(context);
        return;
      }
      // Decrypting never waits: other virtual threads want their turn.
      Thread.yield();
    }
    response.end();
  }

  private static Buffer next(PartsReader plaintext, long left) throws IOException {
    byte[] bytes = plaintext.readNBytes((int) Math.min(left, PIECE_BYTES));
    if (bytes.length == 0) {
      throw new IOException("the object ends " + left + " bytes early");
    }
    return Buffer.buffer(bytes);
  }

  /** Waits until the piece has left; false when the client is gone, or takes nothing. */
  private boolean isSent(Future<Void> piece, PartsReader plaintext) throws IOException {
    CompletableFuture<Void> sent = piece.toCompletionStage().toCompletableFuture();
    long endNanos = System.nanoTime() + idleTimeout.toNanos();
    try {
      if (!isDone(sent, Math.min(SLOW_AFTER.toNanos(), idleTimeout.toNanos()))) {
        plaintext.release();
        return isDone(sent, endNanos - System.nanoTime());
      }
      return true;
    } catch (ExecutionException gone) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static boolean isDone(CompletableFuture<Void> sent, long withinNanos)
      throws InterruptedException, ExecutionException {
    try {
      sent.get(withinNanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException notYet) {
      return false;
    }
  }
}
