package io.keelson.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustedProxiesTest {
  private final TrustedProxies proxies =
      TrustedProxies.of(List.of("10.0.0.1", " 10.1.0.0/16", "2001:db8::/48", "proxy.example"));

  private boolean isOne(String address) {
    return proxies.test(InetAddress.ofLiteral(address));
  }

  @Test
  void addressesAndNetworksOfTheListAreProxiesAndNoOthers() {
    assertThat(isOne("10.0.0.1")).isTrue();
    assertThat(isOne("10.1.255.7")).isTrue();
    assertThat(isOne("2001:db8:0:7::1")).isTrue();
    assertThat(isOne("10.0.0.2")).isFalse();
    assertThat(isOne("10.2.0.1")).isFalse();
    assertThat(isOne("2001:db9::1")).isFalse();
  }
}
