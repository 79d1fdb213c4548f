package io.keelson.api.http;

import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.failure.Failure;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Reads the body of a request into memory of its payer's share: what is announced is taken before
 * any of it is read, what is not, as it comes.
 */
public final class HeldBody implements Handler<RoutingContext> {
  private static final String KEY = "keelson.held-body";
  private static final int TOO_LARGE_STATUS = 413;

  /** A body is put together in a buffer that grows by doubling. */
  private static final int COPIES = 2;

  private static final int FIRST_BYTES = 1 << 10;

  private final long maxBytes;
  private final Function<RoutingContext, SharedBytes.Use> memory;
  private final BiConsumer<RoutingContext, Failure> noRoom;

  /**
   * @param memory what the body of a request uses, and what comes of it; ended here when there is
   *     no end of the body
   * @param noRoom answers
   */
  public HeldBody(
      long maxBytes,
      Function<RoutingContext, SharedBytes.Use> memory,
      BiConsumer<RoutingContext, Failure> noRoom) {
    this.maxBytes = maxBytes;
    this.memory = memory;
    this.noRoom = noRoom;
  }

  /** The body of a request that was read; once. What it uses is released by who takes it. */
  public static byte[] take(RoutingContext context) {
    Reading reading = context.remove(KEY);
    byte[] body = reading.bytes.getBytes();
    reading.use.release(COPIES * reading.heldBytes - body.length);
    return body;
  }

  /** Whether a body was read, or is, that nobody has taken or given up. */
  public static boolean isThere(RoutingContext context) {
    return context.get(KEY) != null;
  }

  /** The body is not waited for any more, or does not come; nothing happens for other requests. */
  public static void giveUp(RoutingContext context) {
    Reading reading = context.remove(KEY);
    if (reading != null) {
      reading.refuse();
      reading.use.end();
    }
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    long announcedBytes = announcedBytes(request);
    if (announcedBytes > maxBytes) {
      context.fail(TOO_LARGE_STATUS);
      return;
    }
    Reading reading = new Reading(context, memory.apply(context));
    context.put(KEY, reading);
    if (!reading.holds(announcedBytes)) {
      return;
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      context.response().writeContinue();
    }
    if (request.isEnded()) {
      context.next();
    } else {
      request
          .handler(reading::add)
          .endHandler(end -> reading.end())
          .exceptionHandler(gone -> giveUp(context))
          .resume();
    }
  }

  /** 0 for a body that does not say how long it is. */
  private static long announcedBytes(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Math.max(0, Long.parseLong(length));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private final class Reading {
    private final RoutingContext context;
    private final SharedBytes.Use use;
    private Buffer bytes = Buffer.buffer(FIRST_BYTES);
    private long heldBytes;
    private boolean isRefused;

    Reading(RoutingContext context, SharedBytes.Use use) {
      this.context = context;
      this.use = use;
    }

    /** False when it was refused. */
    boolean holds(long wantedBytes) {
      if (wantedBytes <= heldBytes) {
        return true;
      }
      try {
        use.add(COPIES * (wantedBytes - heldBytes), "the body");
        heldBytes = wantedBytes;
        return true;
      } catch (Failure refusal) {
        refuse();
        noRoom.accept(context, refusal);
        return false;
      }
    }

    void add(Buffer more) {
      if (isRefused) {
        return;
      }
      long length = (long) bytes.length() + more.length();
      if (length > maxBytes) {
        refuse();
        context.fail(TOO_LARGE_STATUS);
      } else if (holds(length)) {
        bytes.appendBuffer(more);
      }
    }

    /** The request may stay for a while: what came of its body does not. */
    void refuse() {
      isRefused = true;
      bytes = Buffer.buffer();
    }

    void end() {
      if (!isRefused) {
        context.next();
      }
    }
  }
}
