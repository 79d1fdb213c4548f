package io.keelson.tenancy.share;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/**
 * What counts as one caller where only an address is known: of IPv6 the network, whose 64 bits of
 * addresses all belong to one caller.
 */
public final class CallerNetwork {
  private static final int NETWORK_BYTES = 8;

  private CallerNetwork() {}

  /**
   * @param address a literal; anything else, such as an empty text for an address that nobody
   *     knows, counts as it is
   */
  public static String of(String address) {
    InetAddress parsed;
    try {
      parsed = InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException unknown) {
      return address;
    }
    return parsed instanceof Inet6Address
        ? HexFormat.of().formatHex(parsed.getAddress(), 0, NETWORK_BYTES) + "/64"
        : parsed.getHostAddress();
  }
}
