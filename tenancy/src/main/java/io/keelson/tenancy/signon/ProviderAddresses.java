package io.keelson.tenancy.signon;

import io.keelson.tenancy.failure.Invalid;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * Which addresses a tenant may have the platform call: those of the open internet, through TLS. A
 * name is looked up here and again by whoever calls it, so that one which changes in between gets
 * through; a proxy or firewall in front of Keycloak and the platform closes that gap.
 */
@ApplicationScoped
class ProviderAddresses {
  private static final int UNIQUE_LOCAL = 0xfc;
  private static final int UNIQUE_LOCAL_MASK = 0xfe;
  private final boolean anywhere;

  ProviderAddresses(SignOnConfig config) {
    this.anywhere = config.privateProviders();
  }

  /**
   * @throws Invalid for what is no address, or none that may be called
   */
  void require(String field, String url) {
    if (!isAllowed(url)) {
      throw new Invalid(field, url, "an https address that is reachable from the internet");
    }
  }

  boolean isAllowed(String url) {
    try {
      URI uri = URI.create(url == null ? "" : url);
      boolean plain = "http".equals(uri.getScheme()) && anywhere;
      if (uri.getHost() == null
          || uri.getUserInfo() != null
          || uri.getFragment() != null
          || !(plain || "https".equals(uri.getScheme()))) {
        return false;
      }
      return anywhere || isPublic(uri.getHost());
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }

  private static boolean isPublic(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        boolean uniqueLocal =
            address instanceof Inet6Address
                && (address.getAddress()[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL;
        if (address.isLoopbackAddress()
            || address.isAnyLocalAddress()
            || address.isLinkLocalAddress()
            || address.isSiteLocalAddress()
            || address.isMulticastAddress()
            || uniqueLocal) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
