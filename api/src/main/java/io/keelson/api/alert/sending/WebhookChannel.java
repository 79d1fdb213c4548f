package io.keelson.api.alert.sending;

import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;

/** By HTTP, signed as Standard Webhooks 1.0.0 says: by each secret that counts. */
@ApplicationScoped
public class WebhookChannel implements AlertChannel {
  private final HttpPost http;
  private final InstantSource clock;

  public WebhookChannel(HttpPost http, InstantSource clock) {
    this.http = http;
    this.clock = clock;
  }

  @Override
  public ChannelKind kind() {
    return ChannelKind.WEBHOOK;
  }

  @Override
  public Outcome send(Target target, Message message) {
    String body =
        new JsonObject()
            .put("type", message.type())
            .put("timestamp", message.occurredAt().toInstant().toString())
            .put("data", message.data())
            .encode();
    String id = "msg_" + message.id();
    long timestamp = clock.instant().getEpochSecond();
    String signatures =
        target.secrets().stream()
            .map(secret -> secret.sign(id, timestamp, body))
            .collect(Collectors.joining(" "));
    return http.post(
        target,
        Map.of(
            "Content-Type",
            "application/json",
            "User-Agent",
            "Keelson",
            "webhook-id",
            id,
            "webhook-timestamp",
            Long.toString(timestamp),
            "webhook-signature",
            signatures),
        body,
        false);
  }
}
