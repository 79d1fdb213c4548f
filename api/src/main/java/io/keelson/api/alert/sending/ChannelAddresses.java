package io.keelson.api.alert.sending;

import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.outbound.PublicAddresses;
import io.keelson.tenancy.share.FairShare;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Where tenants may have the platform deliver to: addresses of the open internet, through TLS. A
 * name is looked up once for each attempt, and what was looked at is what is called.
 */
@ApplicationScoped
public class ChannelAddresses {
  private static final String SLACK_HOST = "hooks.slack.com";
  private static final Duration LOOK_UP_PATIENCE = Duration.ofSeconds(5);
  private static final int MAX_URL_CHARACTERS = 2_000;

  /**
   * The system's resolver cannot be interrupted: a name that hangs holds one of these until the
   * resolver gives up, however long ago its caller did.
   */
  private static final int MAX_LOOK_UPS = 256;

  private static final int MAX_PORT = 65_535;
  private static final int IDLE_SECONDS = 30;
  private final boolean anywhere;
  private final Resolver resolver;
  private final FairShare<UUID> permits = new FairShare<>(MAX_LOOK_UPS);
  private final ThreadPoolExecutor lookUps =
      new ThreadPoolExecutor(
          0,
          MAX_LOOK_UPS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("alert-names-", 0).factory());

  @Inject
  public ChannelAddresses(
      @ConfigProperty(name = "keelson.private-addresses", defaultValue = "false")
          boolean anywhere) {
    this(anywhere, InetAddress::getAllByName);
  }

  ChannelAddresses(boolean anywhere, Resolver resolver) {
    this.anywhere = anywhere;
    this.resolver = resolver;
  }

  /** Tells where a name is. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /** An address that may not be called; nothing was sent there. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String host) {
      super(host + " is not on the open internet: nothing was sent there");
    }
  }

  /** There is no room for one more look-up now: nothing was tried. */
  static final class NoRoom extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoRoom() {
      super("too many names are looked up", null, false, false);
    }
  }

  /**
   * The address, by its form alone: where it leads is looked at with each attempt.
   *
   * @throws Invalid for what is no address, or none that this kind of channel may have
   */
  public URI require(String field, ChannelKind kind, String url) {
    String expected =
        kind == ChannelKind.SLACK && !anywhere
            ? "an incoming webhook of Slack, https://" + SLACK_HOST + "/services/…"
            : "an https address of at most " + MAX_URL_CHARACTERS + " characters";
    // The value is not repeated: an address may be a secret.
    if (url == null || url.length() > MAX_URL_CHARACTERS) {
      throw new Invalid(field, "…", expected);
    }
    try {
      URI uri = URI.create(url);
      boolean plain = "http".equals(uri.getScheme()) && anywhere;
      boolean wellFormed =
          uri.getHost() != null
              && uri.getUserInfo() == null
              && uri.getFragment() == null
              && (uri.getPort() == -1 || uri.getPort() > 0 && uri.getPort() <= MAX_PORT)
              && (plain || "https".equals(uri.getScheme()));
      boolean slack =
          kind != ChannelKind.SLACK || anywhere || SLACK_HOST.equalsIgnoreCase(uri.getHost());
      if (wellFormed && slack) {
        return uri;
      }
    } catch (IllegalArgumentException noAddress) {
      // Told below.
    }
    throw new Invalid(field, "…", expected);
  }

  /**
   * The address behind the name. A name of several may be called when all of them may. Blocks, at
   * most 5 s.
   *
   * @param tenantId whose name it is: tenants share the look-ups
   * @throws NoRoom when the tenant has its share of them
   * @throws Refused for one that may not be called
   * @throws Unavailable when there is no such name, or no name server answers in time
   */
  InetAddress resolved(UUID tenantId, URI uri) {
    List<InetAddress> all = all(tenantId, uri.getHost());
    if (!anywhere && !all.stream().allMatch(PublicAddresses::contain)) {
      throw new Refused(uri.getHost());
    }
    return all.getFirst();
  }

  private List<InetAddress> all(UUID tenantId, String host) {
    Future<List<InetAddress>> found = lookUp(tenantId, host);
    try {
      return found.get(LOOK_UP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new Unavailable("there is no address of " + host, e);
    } catch (TimeoutException e) {
      throw new Unavailable("no name server tells where " + host + " is", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted", e);
    }
  }

  private Future<List<InetAddress>> lookUp(UUID tenantId, String host) {
    if (permits.tryTake(tenantId) != FairShare.Answer.TAKEN) {
      throw new NoRoom();
    }
    try {
      return lookUps.submit(
          () -> {
            try {
              return List.of(resolver.resolve(host));
            } finally {
              permits.release(tenantId);
            }
          });
    } catch (RejectedExecutionException e) {
      permits.release(tenantId);
      throw new NoRoom();
    }
  }

  @PreDestroy
  void close() {
    lookUps.shutdownNow();
  }
}
