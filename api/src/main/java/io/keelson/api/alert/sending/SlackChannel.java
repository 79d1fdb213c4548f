package io.keelson.api.alert.sending;

import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** To a room of Slack, by its incoming webhook. */
@ApplicationScoped
public class SlackChannel implements AlertChannel {
  private final HttpPost http;

  public SlackChannel(HttpPost http) {
    this.http = http;
  }

  @Override
  public ChannelKind kind() {
    return ChannelKind.SLACK;
  }

  @Override
  public Outcome send(Target target, Message message) {
    String text = "*" + escaped(message.title()) + "*\n" + escaped(message.body());
    return http.post(
        target,
        Map.of("Content-Type", "application/json", "User-Agent", "Keelson"),
        new JsonObject().put("text", text).encode(),
        true);
  }

  /** Slack's three characters of control: what a tenant wrote mentions nobody and links nowhere. */
  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
