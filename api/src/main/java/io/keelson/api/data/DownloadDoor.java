package io.keelson.api.data;

import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.object.ObjectRef;
import io.keelson.tenancy.object.ObjectsConfig;
import io.keelson.tenancy.object.SignedUrls;
import io.keelson.tenancy.object.TenantObjects;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Objects as attachments, whole or one range of them. A download is decrypted by a virtual thread
 * of its own, which waits for the client: at most {@value #MAX_SENT_CHUNKS} chunks of {@value
 * #CHUNK_BYTES} bytes are on their way.
 */
final class DownloadDoor {
  private static final Logger LOG = Logger.getLogger(DownloadDoor.class);
  private static final int CHUNK_BYTES = 256 * 1024;
  private static final int MAX_SENT_CHUNKS = 4;

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
    if (!context.response().reset()) {
      context.request().connection().close(); // all was written, not all was sent
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
    try (InputStream plaintext = objects.open(tenantId, object.digest(), offset, length)) {
      stream(response, plaintext, length);
    }
  }

  private void stream(HttpServerResponse response, InputStream plaintext, long length)
      throws IOException {
    Semaphore sendable = new Semaphore(MAX_SENT_CHUNKS);
    AtomicBoolean gone = new AtomicBoolean();
    for (long left = length; left > 0; ) {
      byte[] chunk = plaintext.readNBytes((int) Math.min(left, CHUNK_BYTES));
      if (chunk.length == 0) {
        throw new IOException("the object ends " + left + " bytes early");
      }
      left -= chunk.length;
      await(sendable, 1);
      if (gone.get() || response.closed()) {
        return;
      }
      response
          .write(Buffer.buffer(chunk))
          .onComplete(
              sent -> {
                if (sent.failed()) {
                  gone.set(true);
                }
                sendable.release();
              });
      // Decrypting never waits: other virtual threads want their turn.
      Thread.yield();
    }
    response.end();
    await(sendable, MAX_SENT_CHUNKS);
  }

  private void await(Semaphore sendable, int chunks) throws IOException {
    try {
      if (!sendable.tryAcquire(chunks, idleTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("the client took nothing for " + idleTimeout.toMillis() + " ms");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
