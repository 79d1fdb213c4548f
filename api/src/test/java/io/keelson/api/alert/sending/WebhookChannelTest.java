package io.keelson.api.alert.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.failure.Invalid;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class WebhookChannelTest {
  private final Vertx vertx = Vertx.vertx();
  private final Receiver receiver = new Receiver();
  private final WebhookSecret secret = WebhookSecret.generate();
  private final WebhookSecret before = WebhookSecret.generate();

  @AfterEach
  void close() {
    receiver.close();
    vertx.close();
  }

  private HttpPost http(boolean privateAddresses) {
    return new HttpPost(vertx, new ChannelAddresses(privateAddresses), InstantSource.system());
  }

  private Outcome send(boolean privateAddresses, String url) {
    return new WebhookChannel(http(privateAddresses), InstantSource.system())
        .send(target(ChannelKind.WEBHOOK, url), message());
  }

  private Outcome send() {
    return send(true, receiver.url());
  }

  private Target target(ChannelKind kind, String url) {
    return new Target(
        Ids.next(),
        Ids.next(),
        kind,
        url,
        List.of(secret, before),
        List.of(),
        Permission.ALERT_READ);
  }

  private static Message message() {
    return new Message(
        Ids.next(),
        "alert.firing",
        OffsetDateTime.parse("2026-11-19T14:32:00Z"),
        "p95 of <demand> & more",
        "It is “slow”.",
        new JsonObject().put("value", 1.5));
  }

  private void verify(WebhookSecret by, String body) throws Exception {
    Receiver.Received call = receiver.received().getFirst();
    Map<String, List<String>> headers =
        Map.of(
            "webhook-id", List.of(call.header("webhook-id")),
            "webhook-timestamp", List.of(call.header("webhook-timestamp")),
            "webhook-signature", List.of(call.header("webhook-signature")));
    new Webhook(by.value()).verify(body, headers);
  }

  @Test
  void itIsSignedByEachSecretThatCountsAndByNoOther() throws Exception {
    assertThat(send()).isEqualTo(new Outcome.Delivered(204));

    Receiver.Received call = receiver.received().getFirst();
    verify(secret, call.body());
    verify(before, call.body());
    assertThatThrownBy(() -> verify(secret, call.body() + " ")).isNotNull();
    assertThatThrownBy(() -> verify(WebhookSecret.generate(), call.body())).isNotNull();
    assertThat(call.header("webhook-id")).matches("msg_[0-9a-f-]{36}");
    assertThat(new JsonObject(call.body()))
        .isEqualTo(
            new JsonObject()
                .put("type", "alert.firing")
                .put("timestamp", "2026-11-19T14:32:00Z")
                .put("data", new JsonObject().put("value", 1.5)));
  }

  @Test
  void aRedirectIsAFailureAndLeadsNowhere() {
    receiver.answers(302, Map.of("Location", receiver.url()), "");
    assertThat(send())
        .isEqualTo(
            new Outcome.Failed(302, "it answers 302, and redirects are not followed", null, false));
    assertThat(receiver.received()).hasSize(1);
  }

  @Test
  void whoWantsNothingAnyMoreSays410() {
    receiver.answers(410);
    assertThat(send()).isEqualTo(new Outcome.Gone(410));
  }

  @Test
  void whoIsBusySaysForHowLong() {
    receiver.answers(429, Map.of("Retry-After", "120"), "");
    assertThat(send())
        .isEqualTo(new Outcome.Failed(429, "it answers 429", Duration.ofMinutes(2), true));
    receiver.answers(503, Map.of("Retry-After", "9999999"), "");
    assertThat(send())
        .as("a day at most")
        .isEqualTo(new Outcome.Failed(503, "it answers 503", Duration.ofDays(1), true));
    receiver.answers(500, Map.of("Retry-After", "soon"), "secret of an inner server");
    assertThat(send())
        .as("what it says is not shown")
        .isEqualTo(new Outcome.Failed(500, "it answers 500", null, false));
  }

  @Test
  void anAnswerOfAnyLengthIsReadToItsBoundOnly() {
    receiver.answers(200, Map.of(), "x".repeat(1 << 20));
    assertThat(send()).isEqualTo(new Outcome.Delivered(200));
  }

  @Test
  void whereNobodyListensItSaysSo() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThat(send(true, "http://localhost:" + port + "/"))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.error()).contains("localhost does not answer", "refused"));
    assertThat(send(true, "https://no-such-name.invalid/"))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.error()).contains("no-such-name.invalid"));
  }

  @Test
  void nothingIsSentIntoThePlatformsOwnNetwork() {
    String tls = receiver.url().replace("http:", "https:");
    for (String url :
        List.of(
            tls,
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://10.1.2.3/",
            "https://169.254.169.254/latest/meta-data/",
            "https://[fd00::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://0.0.0.0/")) {
      assertThat(send(false, url))
          .as(url)
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> assertThat(failed.error()).contains("not on the open internet"));
    }
    assertThat(receiver.received()).isEmpty();
  }

  private Outcome send(boolean privateAddresses, ChannelAddresses.Resolver resolver, String url) {
    HttpPost http =
        new HttpPost(
            vertx, new ChannelAddresses(privateAddresses, resolver), InstantSource.system());
    return new WebhookChannel(http, InstantSource.system())
        .send(target(ChannelKind.WEBHOOK, url), message());
  }

  /** The system knows no such name: only what was looked at can be where it went. */
  @Test
  void whatWasLookedAtIsWhatIsCalledWhateverTheNameSaysNext() {
    AtomicInteger lookUps = new AtomicInteger();
    ChannelAddresses.Resolver moving =
        host ->
            new InetAddress[] {
              InetAddress.getByName(lookUps.incrementAndGet() == 1 ? "127.0.0.1" : "127.0.0.2")
            };
    String url = "http://moving.invalid:" + URI.create(receiver.url()).getPort() + "/";

    assertThat(send(true, moving, url)).isEqualTo(new Outcome.Delivered(204));
    assertThat(lookUps).hasValue(1);
    assertThat(receiver.received()).hasSize(1);

    assertThat(send(true, moving, url))
        .as("an attempt of its own")
        .isInstanceOf(Outcome.Failed.class);
    assertThat(receiver.received()).hasSize(1);
  }

  @Test
  void aNameThatMovesInwardsIsRefusedWithTheNextAttempt() {
    ChannelAddresses.Resolver inwards =
        host -> new InetAddress[] {InetAddress.getByName("127.0.0.1")};
    assertRefused(send(false, inwards, "https://moving.invalid/"));
    assertThat(receiver.received()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"93.184.216.34,127.0.0.1", "127.0.0.1,93.184.216.34", "2606:4700::1111,fd00::1"})
  void aNameOfWhichOneAddressIsInsideIsRefused(String one, String other) {
    AtomicInteger lookUps = new AtomicInteger();
    ChannelAddresses.Resolver both =
        host -> {
          lookUps.incrementAndGet();
          return new InetAddress[] {InetAddress.getByName(one), InetAddress.getByName(other)};
        };
    int port = URI.create(receiver.url()).getPort();
    assertRefused(send(false, both, "https://two-faced.invalid:" + port + "/"));
    assertThat(lookUps).hasValue(1);
    assertThat(receiver.received()).isEmpty();
  }

  private static void assertRefused(Outcome outcome) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.error()).contains("not on the open internet"));
  }

  @Test
  void anAddressIsOfTheWebAndOfItsKind() {
    ChannelAddresses strict = new ChannelAddresses(false);
    assertThat(strict.require("url", ChannelKind.WEBHOOK, "https://hooks.example/a?b=c"))
        .isEqualTo(URI.create("https://hooks.example/a?b=c"));
    for (String url :
        new String[] {
          null,
          "",
          "hooks.example",
          "http://hooks.example/",
          "https://me:it@hooks.example/",
          "ftp://hooks.example/",
          "https://hooks.example/#x",
          "https:///x",
          "https://a b/",
          "https://hooks.example/" + "x".repeat(2_000)
        }) {
      assertThatThrownBy(() -> strict.require("url", ChannelKind.WEBHOOK, url))
          .as(url)
          .isInstanceOf(Invalid.class);
    }
    assertThatThrownBy(() -> strict.require("url", ChannelKind.SLACK, "https://hooks.example/a"))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("hooks.slack.com");
    assertThat(
            strict.require("url", ChannelKind.SLACK, "https://hooks.slack.com/services/T0/B0/xyz"))
        .isNotNull();
  }

  @Test
  void whatGoesToSlackMentionsNobodyAndSlacksOwnWordsAreShown() {
    receiver.answers(404, Map.of(), "no_service\n");
    Outcome outcome =
        new SlackChannel(http(true)).send(target(ChannelKind.SLACK, receiver.url()), message());
    assertThat(outcome)
        .isEqualTo(new Outcome.Failed(404, "it answers 404: no_service", null, false));
    assertThat(new JsonObject(receiver.received().getFirst().body()).getString("text"))
        .isEqualTo("*p95 of &lt;demand&gt; &amp; more*\nIt is “slow”.");
    assertThat(SlackChannel.escaped("<!channel>")).isEqualTo("&lt;!channel&gt;");
  }
}
