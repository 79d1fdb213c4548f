package io.keelson.api.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * The proxies in front, by the addresses and networks of {@code keelson.http.trusted-proxies}. Any
 * other form that the framework takes there, such as a host's name, is none of these.
 */
record TrustedProxies(List<IpSubnetFilterRule> networks) implements Predicate<InetAddress> {
  private static final int ANY_PORT = 0;

  static TrustedProxies of(Collection<String> listed) {
    List<IpSubnetFilterRule> networks = new ArrayList<>();
    for (String one : listed) {
      String[] parts = one.strip().split("/", 2);
      byte[] address = NetUtil.createByteArrayFromIpAddressString(parts[0]);
      if (address != null) {
        int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : 8 * address.length;
        networks.add(new IpSubnetFilterRule(parts[0], bits, IpFilterRuleType.ACCEPT));
      }
    }
    return new TrustedProxies(List.copyOf(networks));
  }

  @Override
  public boolean test(InetAddress address) {
    InetSocketAddress from = new InetSocketAddress(address, ANY_PORT);
    return networks.stream().anyMatch(network -> network.matches(from));
  }
}
