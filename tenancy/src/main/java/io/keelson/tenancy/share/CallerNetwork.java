package io.keelson.tenancy.share;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/**
 * What counts as one caller where only an address is known: of IPv6 the network, whose 64 bits of
 * addresses all belong to one caller. The site is what one caller may have of such networks, 65,536
 * of them: what holds for a network has to hold, with more room, for a site.
 */
public final class CallerNetwork {
  private static final int NETWORK_BYTES = 8;
  private static final int SITE_BYTES = 6;

  private CallerNetwork() {}

  /**
   * @param address a literal; anything else, such as an empty text for an address that nobody
   *     knows, counts as it is
   */
  public static String of(String address) {
    return of(address, NETWORK_BYTES);
  }

  /**
   * The 48 bits of an IPv6 address; of all else the same as {@link #of(String)}.
   *
   * @param address like there
   */
  public static String siteOf(String address) {
    return of(address, SITE_BYTES);
  }

  private static String of(String address, int bytes) {
    InetAddress parsed;
    try {
      parsed = InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException unknown) {
      return address;
    }
    return parsed instanceof Inet6Address
        ? HexFormat.of().formatHex(parsed.getAddress(), 0, bytes) + "/" + 8 * bytes
        : parsed.getHostAddress();
  }
}
