package io.keelson.api.graphql.live.socket;

import io.keelson.api.identity.Credential;
import io.keelson.api.identity.Freshness;
import io.keelson.api.identity.Standing;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How the credentials of open sockets stand, as of at most a second ago. All of them are looked at
 * together twice a second, so that it costs the same whether there is one socket or ten thousand.
 */
@ApplicationScoped
class CredentialWatch {
  private static final Duration MAX_AGE = Duration.ofSeconds(1);
  private static final int LOOKED_UP_AT_ONCE = 1_000;

  private final Freshness freshness;
  private final LongSupplier nanoTime;
  private final Map<Credential, Seen> seen = new ConcurrentHashMap<>();
  private final Map<Credential, CompletableFuture<Standing>> running = new ConcurrentHashMap<>();

  /**
   * @param atNanos when the look began, which is when it can have been true at the latest
   */
  private record Seen(Standing standing, long atNanos) {}

  @Inject
  CredentialWatch(Freshness freshness) {
    this(freshness, System::nanoTime);
  }

  CredentialWatch(Freshness freshness, LongSupplier nanoTime) {
    this.freshness = freshness;
    this.nanoTime = nanoTime;
  }

  /** Fails when that cannot be found out, which is no right. Never blocks. */
  CompletionStage<Standing> now(Credential credential) {
    Standing known = nowIfKnown(credential);
    if (known != null) {
      return CompletableFuture.completedFuture(known);
    }
    CompletableFuture<Standing> mine = new CompletableFuture<>();
    CompletableFuture<Standing> others = running.putIfAbsent(credential, mine);
    if (others != null) {
      return others;
    }
    Thread.startVirtualThread(() -> lookUp(credential, mine));
    return mine;
  }

  /** {@link #now} from memory; null when it would need a look-up. */
  Standing nowIfKnown(Credential credential) {
    Seen known = seen.get(credential);
    return known != null && nanoTime.getAsLong() - known.atNanos() <= MAX_AGE.toNanos()
        ? known.standing()
        : null;
  }

  private void lookUp(Credential credential, CompletableFuture<Standing> asked) {
    try {
      Standing standing = look(List.of(credential)).get(credential);
      running.remove(credential);
      asked.complete(standing);
    } catch (RuntimeException | Error e) {
      running.remove(credential);
      asked.completeExceptionally(e);
    }
  }

  /** Looks at all of them, and forgets every other. Blocks. */
  void sweep(Set<Credential> open) {
    seen.keySet().retainAll(open);
    List<Credential> all = new ArrayList<>(open);
    for (int from = 0; from < all.size(); from += LOOKED_UP_AT_ONCE) {
      look(all.subList(from, Math.min(all.size(), from + LOOKED_UP_AT_ONCE)));
    }
  }

  /** What the last look found, however long ago; null for none. */
  Standing last(Credential credential) {
    Seen known = seen.get(credential);
    return known == null ? null : known.standing();
  }

  private Map<Credential, Standing> look(Collection<Credential> credentials) {
    long beganAtNanos = nanoTime.getAsLong();
    Map<Credential, Standing> found = freshness.of(credentials);
    found.forEach((credential, standing) -> remember(credential, new Seen(standing, beganAtNanos)));
    return found;
  }

  private void remember(Credential credential, Seen now) {
    seen.merge(
        credential,
        now,
        (before, after) -> after.atNanos() - before.atNanos() >= 0 ? after : before);
  }
}
