package io.keelson.serving.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;

/**
 * Whether the body of a request ends where this server takes it to end. One with a transfer coding
 * that is not understood would be read by its length, or taken for none, while whoever stands in
 * between and understands the coding sees other requests in the same bytes (RFC 9112, sections 6.1
 * and 6.3). What Netty refuses by itself is not looked at again: a length beside {@code chunked},
 * and any coding with HTTP/1.0.
 */
public final class TransferCoding {
  private static final int BAD_REQUEST = 400;
  private static final Buffer EXPECTED = Buffer.buffer("Transfer-Encoding: expected chunked\n");

  private TransferCoding() {}

  /** Whether there is no coding, or {@code chunked} alone and once. */
  public static boolean isUnderstood(HttpServerRequest request) {
    List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    return codings.isEmpty()
        || codings.size() == 1 && codings.getFirst().trim().equalsIgnoreCase("chunked");
  }

  /**
   * Answers 400 and closes the connection; nothing behind the request is taken for another, neither
   * what comes now nor what has come: the response is never ended, which the next would follow.
   */
  public static void refuse(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    if (connection instanceof ConnectionBase base) {
      base.channel()
          .pipeline()
          .addBefore(base.channelHandlerContext().name(), "not-understood", new Unread());
    }
    request
        .response()
        .setStatusCode(BAD_REQUEST)
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(EXPECTED.length()))
        .write(EXPECTED)
        .onComplete(sent -> connection.close());
  }

  private static final class Unread extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }
  }
}
