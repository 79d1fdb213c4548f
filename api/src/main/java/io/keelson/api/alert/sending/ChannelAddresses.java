package io.keelson.api.alert.sending;

import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.outbound.PublicAddresses;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where tenants may have the platform deliver to: addresses of the open internet, through TLS. A
 * name is looked up once for each attempt, and what was looked at is what is called.
 */
@ApplicationScoped
public class ChannelAddresses {
  private static final String SLACK_HOST = "hooks.slack.com";
  private static final Duration LOOK_UP_PATIENCE = Duration.ofSeconds(5);
  private static final int MAX_URL_CHARACTERS = 2_000;

  /** The system's resolver cannot be interrupted: a name that hangs holds one of these. */
  private static final int MAX_LOOK_UPS = 256;

  private static final int IDLE_SECONDS = 30;
  private final boolean anywhere;
  private final ThreadPoolExecutor lookUps =
      new ThreadPoolExecutor(
          0,
          MAX_LOOK_UPS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("alert-names-", 0).factory());

  public ChannelAddresses(ChannelsConfig config) {
    this.anywhere = config.privateAddresses();
  }

  /** An address that may not be called; nothing was sent there. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String host) {
      super(host + " is not on the open internet: nothing was sent there");
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
   * @throws Refused for one that may not be called
   * @throws Unavailable when there is no such name, or no name server answers in time
   */
  InetAddress resolved(URI uri) {
    List<InetAddress> all = all(uri.getHost());
    if (!anywhere && !all.stream().allMatch(PublicAddresses::contain)) {
      throw new Refused(uri.getHost());
    }
    return all.getFirst();
  }

  private List<InetAddress> all(String host) {
    Future<List<InetAddress>> found = null;
    try {
      found = lookUps.submit(() -> List.of(InetAddress.getAllByName(host)));
      return found.get(LOOK_UP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new Unavailable("there is no address of " + host, e);
    } catch (TimeoutException | RejectedExecutionException e) {
      throw new Unavailable("no name server tells where " + host + " is", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted", e);
    } finally {
      if (found != null) {
        found.cancel(false);
      }
    }
  }

  @PreDestroy
  void close() {
    lookUps.shutdownNow();
  }
}
