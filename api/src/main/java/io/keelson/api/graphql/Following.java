package io.keelson.api.graphql;

import io.keelson.api.identity.CallContext;
import io.keelson.api.identity.Freshness;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.event.LiveSignals;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Subscriptions as streams: what is new is read from its source by a cursor, when a signal says so
 * and every second anyway. Who follows is asked again before each reading, so that a revoked key or
 * role ends the stream.
 */
@ApplicationScoped
public class Following {
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
  private static final int MAX_WAITING = 10_000;
  private final LiveSignals signals;
  private final CallContext call;
  private final Freshness freshness;

  Following(LiveSignals signals, CallContext call, Freshness freshness) {
    this.signals = signals;
    this.call = call;
    this.freshness = freshness;
  }

  /** Reads what came after the cursor; an empty list when nothing did. */
  @FunctionalInterface
  public interface Reader<T> {
    List<T> read(Principal principal, String cursor);
  }

  /**
   * @param topic of {@link LiveSignals}
   * @param cursor where to begin; null for the beginning
   */
  public <T> Multi<T> follow(
      String topic, String cursor, Reader<T> reader, Function<T, String> cursorOf) {
    Principal first = call.principal();
    return Multi.createFrom()
        .<T>emitter(
            emitter ->
                Thread.ofVirtual()
                    .name("follow " + topic)
                    .start(() -> run(emitter, first, topic, cursor, reader, cursorOf)),
            BackPressureStrategy.BUFFER)
        .onOverflow()
        .buffer(MAX_WAITING);
  }

  private <T> void run(
      MultiEmitter<? super T> emitter,
      Principal first,
      String topic,
      String start,
      Reader<T> reader,
      Function<T, String> cursorOf) {
    Semaphore wake = new Semaphore(0);
    emitter.onTermination(wake::release);
    String cursor = start;
    try (LiveSignals.Following following = signals.follow(first.tenantId(), topic, wake::release)) {
      while (!emitter.isCancelled()) {
        List<T> news = reader.read(freshness.of(first), cursor);
        for (T item : news) {
          emitter.emit(item);
          cursor = cursorOf.apply(item);
        }
        if (news.isEmpty()) {
          if (wake.tryAcquire(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
            wake.drainPermits();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      emitter.fail(e);
    } catch (RuntimeException e) {
      emitter.fail(e);
    }
  }
}
