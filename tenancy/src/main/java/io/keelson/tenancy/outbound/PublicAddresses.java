package io.keelson.tenancy.outbound;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses of the open internet: all but what IANA lists in its special-purpose address
 * registries (RFC 6890, RFC 8190) and multicast. Of IPv6 only global unicast counts (2000::/3, RFC
 * 4291), which leaves out those that carry an IPv4 address for a translator (::ffff:0:0/96,
 * 64:ff9b::/96, 64:ff9b:1::/48), local ones and multicast; and of that no tunnels (Teredo, 6to4),
 * which lead to IPv4 addresses of anybody's choice.
 *
 * <p>Ranges are compared here, for Netty's rule of subnets takes fd00::1 for one of 2000::/3.
 */
public final class PublicAddresses {
  private static final List<Range> NOT_PUBLIC =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.31.196.0/24",
              "192.52.193.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "192.175.48.0/24",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/4",
              "240.0.0.0/4",
              "2001::/23",
              "2001:db8::/32",
              "2002::/16",
              "2620:4f:8000::/48",
              "3fff::/20")
          .map(Range::of)
          .toList();
  private static final Range GLOBAL_UNICAST = Range.of("2000::/3");

  private PublicAddresses() {}

  public static boolean contain(InetAddress address) {
    return (!(address instanceof Inet6Address) || GLOBAL_UNICAST.has(address))
        && NOT_PUBLIC.stream().noneMatch(range -> range.has(address));
  }

  /** Addresses of one kind that begin with the same bits. */
  private record Range(InetAddress first, int bits) {
    static Range of(String text) {
      int slash = text.indexOf('/');
      try {
        // A literal, for which nobody is asked.
        InetAddress first = InetAddress.getByName(text.substring(0, slash));
        return new Range(first, Integer.parseInt(text.substring(slash + 1)));
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException(text + " (expected: a range of addresses)", e);
      }
    }

    boolean has(InetAddress address) {
      byte[] one = address.getAddress();
      byte[] other = first.getAddress();
      if (one.length != other.length) {
        return false;
      }
      int whole = bits / Byte.SIZE;
      int rest = 0xff << (Byte.SIZE - bits % Byte.SIZE) & 0xff;
      return Arrays.equals(one, 0, whole, other, 0, whole)
          && (rest == 0 || (one[whole] & rest) == (other[whole] & rest));
    }
  }
}
