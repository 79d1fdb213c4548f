package io.keelson.tenancy.signon;

import io.keelson.tenancy.failure.Unavailable;
import io.netty.resolver.dns.DnsServerAddressStream;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.vertx.core.Vertx;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.dns.DnsClientOptions;
import io.vertx.core.dns.DnsException;
import io.vertx.core.dns.DnsResponseCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * By the name server of the settings, else by those of the system one after the other. Through
 * Vert.x, since Quarkus switches the JDK's DNS client off with the rest of JNDI.
 */
@ApplicationScoped
class DnsRecords implements DomainRecords {
  /** A test of a packaged platform has a name server of its own, as host:port. */
  private static final String NAME_SERVER = "keelson.sign-on.name-server";

  private static final int TIMEOUT_MS = 2_000;
  private static final int MAX_SERVERS = 3;

  private final List<DnsClient> servers;

  @Inject
  DnsRecords(Vertx vertx) {
    this(
        vertx,
        Optional.ofNullable(System.getProperty(NAME_SERVER))
            .map(DnsRecords::address)
            .map(List::of)
            .orElseGet(DnsRecords::ofSystem));
  }

  DnsRecords(Vertx vertx, List<InetSocketAddress> servers) {
    this.servers =
        servers.stream()
            .map(
                server ->
                    vertx.createDnsClient(
                        new DnsClientOptions()
                            .setHost(server.getHostString())
                            .setPort(server.getPort())
                            .setQueryTimeout(TIMEOUT_MS)))
            .toList();
  }

  private static InetSocketAddress address(String text) {
    URI server = URI.create("dns://" + text);
    if (server.getHost() == null || server.getPort() < 0) {
      throw new IllegalArgumentException(
          NAME_SERVER + ": %s (expected: host:port)".formatted(text));
    }
    return new InetSocketAddress(server.getHost(), server.getPort());
  }

  private static List<InetSocketAddress> ofSystem() {
    DnsServerAddressStream all =
        DnsServerAddressStreamProviders.platformDefault().nameServerAddressStream("");
    return Stream.generate(all::next).limit(Math.min(all.size(), MAX_SERVERS)).toList();
  }

  @Override
  public List<String> texts(String name) {
    CompletionException last = null;
    for (DnsClient server : servers) {
      try {
        return server.resolveTXT(name).toCompletionStage().toCompletableFuture().join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof DnsException refused
            && refused.code() == DnsResponseCode.NXDOMAIN) {
          return List.of();
        }
        last = e;
      }
    }
    throw new Unavailable("the DNS cannot be asked now", last);
  }
}
