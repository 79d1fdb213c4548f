package io.keelson.api.alert.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keelson.api.testing.NodeScript;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.Ids;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signatures as npm's {@code standardwebhooks} verifies them; {@link WebhookChannelTest} asks the
 * library for Java.
 */
class StandardWebhooksIT {
  @TempDir Path folder;

  @Test
  void theLibraryForJavaScriptVerifiesEachSignatureOfARotation() throws Exception {
    String lacking = NodeScript.missing().orElse(null);
    assumeTrue(lacking == null, lacking);
    Vertx vertx = Vertx.vertx();
    WebhookSecret secret = WebhookSecret.generate();
    WebhookSecret before = WebhookSecret.generate();
    JsonArray calls = new JsonArray();
    try (Receiver receiver = new Receiver()) {
      HttpPost http = new HttpPost(vertx, new ChannelAddresses(true), InstantSource.system());
      new WebhookChannel(http, InstantSource.system())
          .send(
              new Target(
                  Ids.next(),
                  Ids.next(),
                  ChannelKind.WEBHOOK,
                  receiver.url(),
                  List.of(secret, before),
                  List.of(),
                  Permission.ALERT_READ),
              new Message(
                  Ids.next(),
                  "channel.test",
                  OffsetDateTime.now(ZoneOffset.UTC),
                  "Grüße",
                  "",
                  new JsonObject().put("name", "Grüße „αβγ“ 🚢")));
      Receiver.Received call = receiver.received().getFirst();
      calls.add(call(secret, call, call.body()));
      calls.add(call(before, call, call.body()));
      calls.add(call(WebhookSecret.generate(), call, call.body()));
      calls.add(call(secret, call, call.body().replace("Gr", "gr")));
    } finally {
      vertx.close();
    }
    Path file = Files.writeString(folder.resolve("calls.json"), calls.encode());

    String said =
        new NodeScript("standard-webhooks").run("verify.js", Map.of("CALLS", file.toString()));

    assertThat(said).isEqualTo("[true,true,false,false]");
  }

  private static JsonObject call(WebhookSecret secret, Receiver.Received call, String body) {
    return new JsonObject()
        .put("secret", secret.value())
        .put("body", body)
        .put(
            "headers",
            new JsonObject()
                .put("webhook-id", call.header("webhook-id"))
                .put("webhook-timestamp", call.header("webhook-timestamp"))
                .put("webhook-signature", call.header("webhook-signature")));
  }
}
