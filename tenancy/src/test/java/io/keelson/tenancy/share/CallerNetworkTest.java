package io.keelson.tenancy.share;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CallerNetworkTest {
  @Test
  void theAddressesOfOneIpv6NetworkAreOneCaller() {
    assertThat(CallerNetwork.of("2001:db8::1")).isEqualTo(CallerNetwork.of("2001:db8:0:0:ffff::2"));
    assertThat(CallerNetwork.of("2001:db8::1")).isNotEqualTo(CallerNetwork.of("2001:db8:0:1::1"));
  }

  @Test
  void theNetworksOfOneIpv6SiteAreOneCallerWithMoreRoom() {
    assertThat(CallerNetwork.siteOf("2001:db8::1"))
        .isEqualTo(CallerNetwork.siteOf("2001:db8:0:1::1"));
    assertThat(CallerNetwork.siteOf("2001:db8::1"))
        .isNotEqualTo(CallerNetwork.siteOf("2001:db8:1::1"));
    assertThat(CallerNetwork.siteOf("2001:db8::1")).isNotEqualTo(CallerNetwork.of("2001:db8::1"));
    assertThat(CallerNetwork.siteOf("192.0.2.1")).isEqualTo(CallerNetwork.of("192.0.2.1"));
  }

  @Test
  void eachIpv4AddressIsACallerHoweverItIsWritten() {
    assertThat(CallerNetwork.of("192.0.2.1")).isNotEqualTo(CallerNetwork.of("192.0.2.2"));
    assertThat(CallerNetwork.of("::ffff:192.0.2.1")).isEqualTo(CallerNetwork.of("192.0.2.1"));
  }

  @Test
  void whatIsNoAddressCountsAsItIs() {
    assertThat(CallerNetwork.of("")).isEmpty();
    assertThat(CallerNetwork.of("unknown")).isEqualTo("unknown");
  }
}
