package io.keelson.api.data;

import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.object.LinkRefused;
import io.keelson.tenancy.object.ObjectsConfig;
import io.keelson.tenancy.object.SignedUrls;
import io.keelson.tenancy.object.Upload;
import io.keelson.tenancy.object.UploadStatus;
import io.keelson.tenancy.object.UploadWriter;
import io.keelson.tenancy.object.Uploads;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Uploads by tus 1.0.0 with the extensions expiration and termination; uploads are created by the
 * API, whose signed URL is all that a client needs. Bodies are hashed, encrypted and written by a
 * virtual thread each.
 */
final class UploadDoor {
  private static final String ALLOWED = "OPTIONS, HEAD, PATCH, DELETE";

  private final Uploads uploads;
  private final SignedUrls urls;
  private final OpenLinks links;
  private final Transfers transfers;
  private final Set<BodyQueue> open = ConcurrentHashMap.newKeySet();
  private final long maxUploadBytes;
  private final Duration idleTimeout;

  UploadDoor(
      Uploads uploads,
      SignedUrls urls,
      OpenLinks links,
      ObjectsConfig config,
      Transfers transfers) {
    this.uploads = uploads;
    this.urls = urls;
    this.links = links;
    this.transfers = transfers;
    this.maxUploadBytes = config.maxUploadBytes();
    this.idleTimeout = config.idleTimeout();
  }

  /** Takes nothing new, and makes durable what has come. */
  void stop() {
    transfers.close();
    open.forEach(BodyQueue::stop);
  }

  /** On the event loop. */
  void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    HttpServerResponse response = context.response();
    Answers.guard(response);
    response.putHeader(Tus.RESUMABLE, Tus.VERSION);
    String method = Tus.method(request);
    if (method.equals("OPTIONS")) {
      options(response);
      return;
    }
    if (!Tus.isOurVersion(request)) {
      response.putHeader("Tus-Version", Tus.VERSION);
      Answers.refuse(response, 412, ErrorCode.VALIDATION, "Tus-Resumable: expected " + Tus.VERSION);
      return;
    }
    switch (method) {
      case "HEAD" -> aside(context, () -> head(context));
      case "DELETE" -> aside(context, () -> delete(context));
      case "PATCH" -> patch(context);
      default -> {
        response.putHeader("Allow", ALLOWED);
        Answers.refuse(
            response,
            405,
            ErrorCode.VALIDATION,
            "method: " + method + " (expected: " + ALLOWED + ")");
      }
    }
  }

  private void options(HttpServerResponse response) {
    response
        .putHeader("Tus-Version", Tus.VERSION)
        .putHeader("Tus-Extension", Tus.EXTENSIONS)
        .putHeader("Tus-Max-Size", Long.toString(maxUploadBytes))
        .putHeader("Allow", ALLOWED)
        .setStatusCode(204)
        .end();
  }

  private static void aside(RoutingContext context, Runnable work) {
    Thread.ofVirtual()
        .name("upload-door")
        .start(
            () -> {
              try {
                work.run();
              } catch (RuntimeException | Error e) {
                Answers.failure(context.response(), e);
              }
            });
  }

  private void head(RoutingContext context) {
    SignedLink link = SignedLink.of(context);
    UUID id = opened(context, link);
    Upload upload = uploads.resume(link.tenantId(), id);
    answer(context.response(), upload)
        .putHeader(Tus.UPLOAD_LENGTH, Long.toString(upload.sizeBytes()))
        .setStatusCode(200)
        .end();
  }

  /** The upload that the link is for, when its maker still counts. */
  private UUID opened(RoutingContext context, SignedLink link) {
    UUID id = link.upload(context, urls);
    links.require(link.maker());
    return id;
  }

  private void delete(RoutingContext context) {
    SignedLink link = SignedLink.of(context);
    uploads.terminate(link.tenantId(), opened(context, link));
    context.response().setStatusCode(204).end();
  }

  private void patch(RoutingContext context) {
    HttpServerRequest request = context.request();
    HttpServerResponse response = context.response();
    BodyQueue body = new BodyQueue(request, context.vertx());
    if (!Tus.hasBodyType(request)) {
      Answers.refuse(
          response, 415, ErrorCode.VALIDATION, "Content-Type: expected " + Tus.BODY_TYPE);
      body.discardRest();
      return;
    }
    aside(
        context,
        () -> {
          try {
            receive(context, body);
          } finally {
            body.discardRest();
          }
        });
  }

  private void receive(RoutingContext context, BodyQueue body) {
    SignedLink link = SignedLink.of(context);
    UUID id = link.upload(context, urls);
    if (!transfers.tryBegin(link.tenantId(), context.response())) {
      return;
    }
    open.add(body);
    try {
      if (transfers.isClosing()) {
        body.stop();
      }
      receive(context, link, id, body);
    } finally {
      open.remove(body);
      transfers.end(link.tenantId());
    }
  }

  private void receive(RoutingContext context, SignedLink link, UUID id, BodyQueue body) {
    HttpServerRequest request = context.request();
    try (OpenLinks.Transfer transfer = links.begin(link.maker(), body::stop);
        UploadWriter writer = uploads.write(link.tenantId(), id, Tus.offset(request))) {
      Tus.contentLength(request).ifPresent(writer::expect);
      body.open();
      BodyQueue.State end = pump(body, writer);
      // However the body ended: what came of it is kept.
      Upload upload = writer.finish();
      if (transfer.isEnded()) {
        throw new LinkRefused();
      }
      respond(context.response(), upload, end);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** OPEN: nothing came for too long. */
  private BodyQueue.State pump(BodyQueue body, UploadWriter writer) throws InterruptedException {
    long lastArrival = System.nanoTime();
    while (true) {
      List<ByteBuffer> chunks = body.take(BodyQueue.pulse());
      if (!chunks.isEmpty()) {
        writer.append(chunks);
        lastArrival = System.nanoTime();
        // Hashing and encrypting never wait: other virtual threads want their turn.
        Thread.yield();
        continue;
      }
      BodyQueue.State state = body.state();
      if (state != BodyQueue.State.OPEN) {
        return state;
      }
      writer.stayAlive();
      if (System.nanoTime() - lastArrival > idleTimeout.toNanos()) {
        return state;
      }
    }
  }

  private void respond(HttpServerResponse response, Upload upload, BodyQueue.State end) {
    if (response.closed() || end == BodyQueue.State.BROKEN) {
      return;
    }
    answer(response, upload);
    if (end == BodyQueue.State.ENDED || upload.status() == UploadStatus.FINISHED) {
      response.setStatusCode(204).end();
    } else if (end == BodyQueue.State.STOPPED) {
      response.putHeader("Retry-After", "5").putHeader("Connection", "close");
      Answers.refuse(
          response, 503, ErrorCode.UNAVAILABLE, "the server is about to end; resume the upload");
    } else {
      response.putHeader("Connection", "close");
      Answers.refuse(
          response, 408, ErrorCode.VALIDATION, "no bytes for " + idleTimeout.toSeconds() + " s");
    }
  }

  private static HttpServerResponse answer(HttpServerResponse response, Upload upload) {
    response.putHeader(Tus.UPLOAD_OFFSET, Long.toString(upload.offsetBytes()));
    if (upload.status() == UploadStatus.OPEN) {
      response.putHeader(Tus.UPLOAD_EXPIRES, Tus.date(upload.expiresAt()));
    }
    return response;
  }
}
