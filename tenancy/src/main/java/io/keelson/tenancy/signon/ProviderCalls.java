package io.keelson.tenancy.signon;

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
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Calls to tenants' providers, within bounds of time and size. The connection goes to the address
 * that {@link ProviderAddresses} has looked at, whatever the name resolves to a moment later; the
 * certificate is still the name's. Redirects are not followed. Vert.x's client does this, since the
 * JDK's cannot be told an address beside a name.
 */
@ApplicationScoped
class ProviderCalls {
  static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int CONNECT_PATIENCE_MS = 5_000;
  private static final int MAX_ANSWER_BYTES = 1 << 20;
  private static final int MAX_HEADER_BYTES = 32 << 10;
  private static final int MAX_WAITING = 64;
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;
  private final ProviderAddresses addresses;
  private final HttpClient http;

  ProviderCalls(Vertx vertx, ProviderAddresses addresses) {
    this.addresses = addresses;
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(CONNECT_PATIENCE_MS)
                .setKeepAlive(false)
                .setVerifyHost(true)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxWaitQueueSize(MAX_WAITING));
  }

  /** An address that may not be called; nothing was sent there. */
  static final class NotAllowed extends Unavailable {
    private static final long serialVersionUID = 1L;

    NotAllowed(String url) {
      super("may not be called: " + url, null);
    }
  }

  JsonCalls.Answer get(String url) {
    return send(url, HttpMethod.GET, null);
  }

  JsonCalls.Answer post(String url, Map<String, String> form) {
    return send(url, HttpMethod.POST, JsonCalls.form(form));
  }

  /**
   * The whole answer, its body too, comes in time or not at all. Blocks.
   *
   * @throws NotAllowed for an address that tenants may not have called
   * @throws Unavailable when there is no answer in time, or a longer one
   */
  private JsonCalls.Answer send(String url, HttpMethod method, String form) {
    InetAddress address = addresses.resolved(url).orElseThrow(() -> new NotAllowed(url));
    AtomicReference<HttpClientRequest> sent = new AtomicReference<>();
    CompletableFuture<JsonCalls.Answer> answered =
        http.request(options(URI.create(url), address, method))
            .compose(
                request -> {
                  sent.set(request);
                  return form == null
                      ? request.send()
                      : request
                          .putHeader("Content-Type", "application/x-www-form-urlencoded")
                          .send(form);
                })
            .compose(
                response ->
                    body(response)
                        .map(body -> JsonCalls.Answer.of(response.statusCode(), body.getBytes())))
            .toCompletionStage()
            .toCompletableFuture();
    try {
      return answered.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      end(sent.get());
      throw new Unavailable(URI.create(url).getHost() + " does not answer", e);
    } catch (InterruptedException e) {
      end(sent.get());
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted", e);
    }
  }

  private static void end(HttpClientRequest request) {
    if (request != null) {
      request.reset();
    }
  }

  private static RequestOptions options(URI uri, InetAddress address, HttpMethod method) {
    boolean tls = "https".equals(uri.getScheme());
    int port = uri.getPort() > 0 ? uri.getPort() : tls ? HTTPS_PORT : HTTP_PORT;
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return new RequestOptions()
        .setMethod(method)
        .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, port)))
        .setHost(uri.getHost())
        .setPort(port)
        .setSsl(tls)
        .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
        .setTimeout(PATIENCE.toMillis())
        .setFollowRedirects(false)
        .putHeader("Accept", "application/json");
  }

  private static Future<Buffer> body(HttpClientResponse response) {
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response.exceptionHandler(whole::tryFail);
    response.handler(
        part -> {
          if (body.length() + part.length() > MAX_ANSWER_BYTES) {
            whole.tryFail("the answer is longer than " + MAX_ANSWER_BYTES + " bytes");
          } else {
            body.appendBuffer(part);
          }
        });
    response.endHandler(end -> whole.tryComplete(body));
    return whole.future();
  }
}
