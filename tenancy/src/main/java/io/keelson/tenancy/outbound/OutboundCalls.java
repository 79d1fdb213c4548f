package io.keelson.tenancy.outbound;

import io.keelson.tenancy.failure.Unavailable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Calls to addresses that tenants have named, within bounds of time and size. The connection goes
 * to the address that the caller has looked at, whatever the name resolves to a moment later; the
 * certificate is still the name's. Redirects are not followed, and no connection is kept. Vert.x's
 * client does this, since the JDK's cannot be told an address beside a name.
 */
public final class OutboundCalls {
  private static final int CONNECT_PATIENCE_MS = 5_000;
  private static final int MAX_HEADER_BYTES = 32 << 10;
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;
  private final HttpClient http;

  /**
   * @param maxConnections to one host at a time; as many calls wait for one
   */
  public OutboundCalls(Vertx vertx, int maxConnections) {
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(CONNECT_PATIENCE_MS)
                .setKeepAlive(false)
                .setVerifyHost(true)
                .setMaxHeaderSize(MAX_HEADER_BYTES),
            new PoolOptions().setHttp1MaxSize(maxConnections).setMaxWaitQueueSize(maxConnections));
  }

  /**
   * A call.
   *
   * @param uri absolute, of http or https
   * @param address where its host is
   * @param body null for none
   * @param patience until the whole answer is there
   * @param maxAnswerBytes of its body
   * @param cutsLongAnswers whether of a longer one the rest is left unread; else it is none
   */
  public record Call(
      HttpMethod method,
      URI uri,
      InetAddress address,
      Map<String, String> headers,
      Buffer body,
      Duration patience,
      int maxAnswerBytes,
      boolean cutsLongAnswers) {}

  /**
   * An answer.
   *
   * @param retryAfter the header of this name; null for none
   */
  public record Answer(int status, String retryAfter, byte[] body) {}

  /**
   * The whole answer, its body too, comes in time or not at all. Blocks.
   *
   * @throws Unavailable when there is no answer in time, or a longer one
   */
  public Answer send(Call call) {
    AtomicReference<HttpClientRequest> sent = new AtomicReference<>();
    AtomicBoolean isOver = new AtomicBoolean();
    CompletableFuture<Answer> answered =
        http.request(options(call))
            .compose(
                request -> {
                  sent.set(request);
                  if (isOver.get()) {
                    request.reset();
                    return Future.failedFuture("the connection came too late");
                  }
                  // Heard before it is sent: an answer may be over before anybody asks for it.
                  Future<Answer> answer =
                      request.response().compose(response -> answer(response, call));
                  if (call.body() == null) {
                    request.send();
                  } else {
                    request.send(call.body());
                  }
                  return answer;
                })
            .toCompletionStage()
            .toCompletableFuture();
    try {
      return answered.get(call.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new Unavailable(call.uri().getHost() + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted", e);
    } finally {
      isOver.set(true);
      end(sent.get());
    }
  }

  /** Nothing happens where the answer is there. */
  private static void end(HttpClientRequest request) {
    if (request != null) {
      request.reset();
    }
  }

  private static RequestOptions options(Call call) {
    URI uri = call.uri();
    boolean tls = "https".equals(uri.getScheme());
    int port = uri.getPort() > 0 ? uri.getPort() : tls ? HTTPS_PORT : HTTP_PORT;
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    RequestOptions options =
        new RequestOptions()
            .setMethod(call.method())
            .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(call.address(), port)))
            .setHost(uri.getHost())
            .setPort(port)
            .setSsl(tls)
            .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
            .setTimeout(call.patience().toMillis())
            .setFollowRedirects(false);
    call.headers().forEach(options::putHeader);
    return options;
  }

  private static Future<Answer> answer(HttpClientResponse response, Call call) {
    return body(response, call)
        .map(
            body ->
                new Answer(
                    response.statusCode(), response.getHeader("Retry-After"), body.getBytes()));
  }

  private static Future<Buffer> body(HttpClientResponse response, Call call) {
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response.exceptionHandler(whole::tryFail);
    response.handler(
        part -> {
          int room = call.maxAnswerBytes() - body.length();
          if (part.length() <= room) {
            body.appendBuffer(part);
          } else if (call.cutsLongAnswers()) {
            body.appendBuffer(part, 0, room);
            whole.tryComplete(body.copy());
          } else {
            whole.tryFail("the answer is longer than " + call.maxAnswerBytes() + " bytes");
          }
        });
    response.endHandler(end -> whole.tryComplete(body));
    return whole.future();
  }
}
