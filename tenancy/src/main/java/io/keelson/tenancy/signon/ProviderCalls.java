package io.keelson.tenancy.signon;

import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.outbound.OutboundCalls;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Calls to tenants' providers: to the address that {@link ProviderAddresses} has looked at. */
@ApplicationScoped
class ProviderCalls {
  static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MAX_ANSWER_BYTES = 1 << 20;
  private static final int MAX_CONNECTIONS = 64;
  private final ProviderAddresses addresses;
  private final OutboundCalls calls;

  ProviderCalls(Vertx vertx, ProviderAddresses addresses) {
    this.addresses = addresses;
    this.calls = new OutboundCalls(vertx, MAX_CONNECTIONS);
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
    Map<String, String> headers = new HashMap<>(Map.of("Accept", "application/json"));
    if (form != null) {
      headers.put("Content-Type", "application/x-www-form-urlencoded");
    }
    OutboundCalls.Answer answer =
        calls.send(
            new OutboundCalls.Call(
                method,
                URI.create(url),
                address,
                headers,
                form == null ? null : Buffer.buffer(form),
                PATIENCE,
                MAX_ANSWER_BYTES,
                false));
    return JsonCalls.Answer.of(answer.status(), answer.body());
  }
}
