package io.keelson.serving.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

final class ConnectionSharesTest {
  private final ConnectionShares shares = new ConnectionShares(4);

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }

  @Test
  void oneAddressTakesHalfOfThemAndAllTogetherTheirNumber() throws UnknownHostException {
    InetAddress first = address("192.0.2.1");
    InetAddress second = address("192.0.2.2");

    assertThat(shares.enter(first)).isTrue();
    assertThat(shares.enter(first)).isTrue();
    assertThat(shares.enter(first)).as("more than half").isFalse();
    assertThat(shares.enter(second)).isTrue();
    assertThat(shares.enter(second)).isTrue();
    assertThat(shares.enter(address("192.0.2.3"))).as("more than all").isFalse();
    shares.leave(first);
    assertThat(shares.enter(address("192.0.2.3"))).isTrue();
  }

  @Test
  void theAddressesOfOneIpv6NetworkAreOne() throws UnknownHostException {
    shares.enter(address("2001:db8::1"));
    shares.enter(address("2001:db8::2"));

    assertThat(shares.enter(address("2001:db8::3"))).isFalse();
    assertThat(shares.enter(address("2001:db8:0:1::1"))).isTrue();
  }

  @Test
  void theDoorClosesWhatIsTooManyAndCountsWhatEnds() throws UnknownHostException {
    SocketAddress caller = new InetSocketAddress(address("192.0.2.1"), 1);
    EmbeddedChannel listening =
        new EmbeddedChannel(new AcceptingTransport.Door(1_000, false, shares));
    EmbeddedChannel first = accepted(caller);
    EmbeddedChannel second = accepted(caller);
    EmbeddedChannel third = accepted(caller);
    listening.writeInbound(first, second, third);

    assertThat(third.isOpen()).isFalse();
    second.close();
    EmbeddedChannel fourth = accepted(caller);
    listening.writeInbound(fourth);
    assertThat(fourth.isOpen()).isTrue();
  }

  private static EmbeddedChannel accepted(SocketAddress caller) {
    return new EmbeddedChannel() {
      @Override
      public SocketAddress remoteAddress() {
        return caller;
      }
    };
  }
}
