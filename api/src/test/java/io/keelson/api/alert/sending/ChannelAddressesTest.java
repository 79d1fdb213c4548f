package io.keelson.api.alert.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.Invalid;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Name servers of one tenant that answer nothing are no other tenant's trouble. */
@Timeout(60)
class ChannelAddressesTest {
  private static final UUID SLOW = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);
  private final CountDownLatch never = new CountDownLatch(1);
  private final AtomicInteger hanging = new AtomicInteger();
  private final ChannelAddresses addresses = new ChannelAddresses(true, this::resolve);

  private InetAddress[] resolve(String host) throws UnknownHostException {
    if (host.startsWith("hangs")) {
      hanging.incrementAndGet();
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return new InetAddress[] {InetAddress.getLoopbackAddress()};
  }

  @AfterEach
  void close() {
    never.countDown();
    addresses.close();
  }

  private void hang() throws InterruptedException {
    for (int i = 0; i < 400; i++) {
      URI uri = URI.create("https://hangs-" + i + ".example/");
      Thread.ofVirtual().start(() -> resolvedOrNot(uri));
    }
    int before = -1;
    while (hanging.get() == 0 || hanging.get() != before) {
      before = hanging.get();
      Thread.sleep(200);
    }
  }

  private void resolvedOrNot(URI uri) {
    try {
      addresses.resolved(SLOW, uri);
    } catch (RuntimeException expected) {
      // It hangs, or finds no room.
    }
  }

  @Test
  void namesOfOneTenantThatHangLeaveLookUpsToOthers() throws InterruptedException {
    hang();

    assertThat(addresses.resolved(OTHER, URI.create("https://fine.example/")))
        .isEqualTo(InetAddress.getLoopbackAddress());
    assertThatThrownBy(() -> addresses.resolved(SLOW, URI.create("https://fine.example/")))
        .as("it is not tried")
        .isInstanceOf(ChannelAddresses.NoRoom.class);
  }

  @Test
  void aPortIsOneThatThereIs() {
    for (String port : new String[] {"0", "65536", "99999"}) {
      assertThatThrownBy(
              () ->
                  addresses.require(
                      "url", ChannelKind.WEBHOOK, "https://hooks.example:" + port + "/"))
          .as(port)
          .isInstanceOf(Invalid.class);
    }
    assertThat(addresses.require("url", ChannelKind.WEBHOOK, "https://hooks.example:65535/"))
        .isNotNull();
  }
}
