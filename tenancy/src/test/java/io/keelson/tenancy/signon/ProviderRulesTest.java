package io.keelson.tenancy.signon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProviderRulesTest {
  private static final UUID TENANT = UUID.fromString("01900000-0000-7000-8000-00000000000a");

  @Test
  void anAliasNamesOneTenantAndNoOtherTextDoes() {
    assertThat(ProviderAlias.tenant(ProviderAlias.of(TENANT))).contains(TENANT);
    for (String other :
        new String[] {
          null,
          "",
          "google",
          "tenant-",
          "tenant-1-1-1-1-1",
          "tenant-01900000-0000-7000-8000-00000000000A",
          "tenant-01900000-0000-7000-8000-00000000000a ",
          "x-tenant-01900000-0000-7000-8000-00000000000a"
        }) {
      assertThat(ProviderAlias.tenant(other)).as("%s", other).isEmpty();
    }
  }

  @Test
  void tenantsHaveThePlatformCallTheOpenInternetThroughTlsAlone() {
    ProviderAddresses addresses = new ProviderAddresses(false);
    assertThat(addresses.isAllowed("https://1.1.1.1/realms/x")).isTrue();
    assertThat(addresses.isAllowed("https://[2606:4700:4700::1111]/realms/x")).isTrue();
    for (String url :
        new String[] {
          null,
          "",
          "issuer",
          "http://1.1.1.1",
          "file:///etc/passwd",
          "https://127.0.0.1:7180/realms/keelson",
          "https://localhost",
          "https://10.0.0.1",
          "https://192.168.1.1",
          "https://169.254.169.254/latest/meta-data",
          "https://0.0.0.0",
          "https://[::1]",
          "https://[fd00::1]",
          "https://[::ffff:127.0.0.1]",
          "https://100.64.0.1",
          "https://172.31.255.255",
          "https://192.0.0.1",
          "https://192.0.2.1",
          "https://192.88.99.1",
          "https://198.19.0.1",
          "https://198.51.100.1",
          "https://203.0.113.1",
          "https://224.0.0.1",
          "https://255.255.255.255",
          "https://2130706433",
          "https://[::]",
          "https://[::127.0.0.1]",
          "https://[::ffff:10.0.0.1]",
          "https://[64:ff9b::7f00:1]",
          "https://[64:ff9b:1::7f00:1]",
          "https://[100::1]",
          "https://[2001::1]",
          "https://[2001:db8::1]",
          "https://[2002:7f00:1::]",
          "https://[3fff::1]",
          "https://[5f00::1]",
          "https://[fe80::1]",
          "https://[fec0::1]",
          "https://[ff02::1]",
          "https://somebody@1.1.1.1",
          "https://1.1.1.1#fragment"
        }) {
      assertThat(addresses.isAllowed(url)).as("%s", url).isFalse();
    }
    assertThat(new ProviderAddresses(true).isAllowed("http://127.0.0.1:7180")).isTrue();
  }

  @Test
  void theDomainOfAnAddressIsWhatFollowsItsLastSign() {
    assertThat(SignOnRows.domainOf("ann@Example.COM")).isEqualTo("example.com");
    assertThat(SignOnRows.domainOf("\"a@example.com\"@evil.example")).isEqualTo("evil.example");
    assertThat(SignOnRows.domainOf("@example.com")).isEmpty();
    assertThat(SignOnRows.domainOf("example.com")).isEmpty();
    assertThat(SignOnRows.domainOf(null)).isEmpty();
  }

  @Test
  void whatFailsIsTriedLaterAndLaterButNeverNever() {
    assertThat(ProviderTelling.pause(0)).isEqualTo(Duration.ofSeconds(2));
    assertThat(ProviderTelling.pause(3)).isEqualTo(Duration.ofSeconds(16));
    assertThat(ProviderTelling.pause(1_000))
        .isBetween(Duration.ofMinutes(8), Duration.ofMinutes(15));
  }
}
