package io.keelson.tenancy.signon;

import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.outbound.PublicAddresses;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Which addresses a tenant may have the platform call: those of the open internet, through TLS. The
 * platform calls the very address that was looked at here. Keycloak looks names up by itself, so
 * that one which changes in between gets through until it is looked at again; a proxy or firewall
 * in front of Keycloak closes that gap.
 */
@ApplicationScoped
class ProviderAddresses {
  private final boolean anywhere;

  ProviderAddresses(
      @ConfigProperty(name = "keelson.private-addresses", defaultValue = "false")
          boolean anywhere) {
    this.anywhere = anywhere;
  }

  /** What is known of an address. */
  enum Reach {
    /** It may be called. */
    ALLOWED,
    /** It is no URL, or none that may be called. */
    REFUSED,
    /** Its name leads nowhere now: there is no such name, or no name server answers. */
    UNRESOLVED
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
    return reach(url) == Reach.ALLOWED;
  }

  /** Where any address may be called, no name is looked up for that. */
  Reach reach(String url) {
    Optional<String> host = host(url);
    if (host.isEmpty()) {
      return Reach.REFUSED;
    }
    if (anywhere) {
      return Reach.ALLOWED;
    }
    List<InetAddress> all = all(host.get());
    if (all.isEmpty()) {
      return Reach.UNRESOLVED;
    }
    return all.stream().allMatch(PublicAddresses::contain) ? Reach.ALLOWED : Reach.REFUSED;
  }

  /**
   * The address behind the name; empty for what is no URL, or none that may be called. A name of
   * several addresses may be called when all of them may. Blocks for as long as the system's
   * resolver does.
   */
  Optional<InetAddress> resolved(String url) {
    return host(url)
        .map(ProviderAddresses::all)
        .filter(all -> anywhere || all.stream().allMatch(PublicAddresses::contain))
        .flatMap(all -> all.stream().findFirst());
  }

  private Optional<String> host(String url) {
    try {
      URI uri = URI.create(url == null ? "" : url);
      boolean plain = "http".equals(uri.getScheme()) && anywhere;
      boolean wellFormed =
          uri.getUserInfo() == null
              && uri.getFragment() == null
              && (plain || "https".equals(uri.getScheme()));
      return wellFormed ? Optional.ofNullable(uri.getHost()) : Optional.empty();
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }

  private static List<InetAddress> all(String host) {
    try {
      return List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      return List.of();
    }
  }
}
