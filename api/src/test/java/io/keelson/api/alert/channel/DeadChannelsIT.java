package io.keelson.api.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.alert.sending.Receiver;
import io.keelson.api.catalog.CatalogFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hundred receivers that answer nothing, beside one that does. */
@Timeout(180)
class DeadChannelsIT {
  private static final Logger LOG = Logger.getLogger(DeadChannelsIT.class);
  private static final int DEAD = 100;
  private static final int MESSAGES = 100;
  private static final Duration BAR = Duration.ofSeconds(1);

  @Test
  void aHundredDeadWebhooksDelayNoLiveOne() throws Exception {
    try (CatalogFixture fixture = new CatalogFixture();
        ChannelParts parts = new ChannelParts(fixture);
        Receiver live = new Receiver();
        ServerSocket silent = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress())) {
      UUID projectId = fixture.project("live").id();
      UUID deadId = fixture.project("dead").id();
      List<UUID> dead = new ArrayList<>();
      for (int i = 0; i < DEAD; i++) {
        UUID project = i < DEAD - 1 ? deadId : projectId;
        dead.add(parts.webhook(project, "dead " + i, url(silent, i)).channel().id());
      }
      UUID channel = parts.webhook(projectId, "live", live.url()).channel().id();
      parts.loop.start();
      for (UUID id : dead) {
        parts.message(id);
      }

      Map<String, Long> begun = new HashMap<>();
      for (int i = 0; i < MESSAGES; i++) {
        if (i % 10 == 0) {
          parts.message(dead.get(i));
        }
        Delivery delivery = parts.message(channel);
        begun.put("msg_" + delivery.id(), System.nanoTime());
        Thread.sleep(20);
      }
      for (int i = 0; i < 500 && live.received().size() < MESSAGES; i++) {
        Thread.sleep(20);
      }

      List<Duration> latencies =
          live.received().stream()
              .map(call -> Duration.ofNanos(call.atNanos() - begun.get(call.header("webhook-id"))))
              .sorted()
              .toList();
      assertThat(latencies).hasSize(MESSAGES);
      Duration p99 = latencies.get(MESSAGES * 99 / 100 - 1);
      LOG.infof("beside %d dead webhooks: p50 %s, p99 %s", DEAD, latencies.get(MESSAGES / 2), p99);
      assertThat(p99).isLessThan(BAR);
    }
  }

  /** Most take the connection and say nothing; some have no name that leads anywhere. */
  private static String url(ServerSocket silent, int i) throws IOException {
    return i % 10 == 9
        ? "http://no-such-name-" + i + ".invalid/"
        : "http://localhost:" + silent.getLocalPort() + "/" + i;
  }
}
