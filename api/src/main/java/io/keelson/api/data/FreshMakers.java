package io.keelson.api.data;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.object.LinkMaker;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Whether makers of links count, and as of when. From memory for a quarter of a second; else all
 * who ask while look-ups are under way are answered by the next one.
 */
final class FreshMakers {
  private static final Duration MAX_AGE = Duration.ofMillis(250);
  private static final int MAX_ENTRIES = 10_000;

  /** More would hold the connections that everybody's rights are looked up with. */
  private static final int MAX_LOOK_UPS = 2;

  private final LinkMakers makers;
  private final LongSupplier nanoTime;
  private final Executor lookUps;
  private final Cache<LinkMaker, Answer> recent;
  private Batch gathering = new Batch();
  private int running;

  /**
   * @param atNanos when the look-up began, which is when it can have been true at the latest
   */
  record Answer(boolean counts, long atNanos) {}

  private static final class Batch {
    final Set<LinkMaker> makers = new HashSet<>();
    final CompletableFuture<Map<LinkMaker, Answer>> answers = new CompletableFuture<>();
  }

  FreshMakers(LinkMakers makers, LongSupplier nanoTime, Executor lookUps) {
    this.makers = makers;
    this.nanoTime = nanoTime;
    this.lookUps = lookUps;
    this.recent =
        Caffeine.newBuilder()
            .expireAfterWrite(MAX_AGE)
            .maximumSize(MAX_ENTRIES)
            .ticker(nanoTime::getAsLong)
            .build();
  }

  /**
   * Blocks.
   *
   * @throws Unavailable when it cannot be found out
   */
  Answer of(LinkMaker maker) {
    Answer known = recent.getIfPresent(maker);
    if (known != null && nanoTime.getAsLong() - known.atNanos() <= MAX_AGE.toNanos()) {
      return known;
    }
    Answer answer = joined(asked(maker)).get(maker);
    if (answer == null) {
      throw new Unavailable("who made the link cannot be looked up now", null);
    }
    return answer;
  }

  private static <T> T joined(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private CompletableFuture<Map<LinkMaker, Answer>> asked(LinkMaker maker) {
    CompletableFuture<Map<LinkMaker, Answer>> answers;
    synchronized (this) {
      gathering.makers.add(maker);
      answers = gathering.answers;
    }
    lookUpNext();
    return answers;
  }

  private void lookUpNext() {
    Batch batch;
    synchronized (this) {
      if (running == MAX_LOOK_UPS || gathering.makers.isEmpty()) {
        return;
      }
      running++;
      batch = gathering;
      gathering = new Batch();
    }
    try {
      lookUps.execute(() -> lookUp(batch));
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        running--;
      }
      batch.answers.completeExceptionally(e);
      throw e;
    }
  }

  private void lookUp(Batch batch) {
    long atNanos = nanoTime.getAsLong();
    try {
      Map<LinkMaker, Answer> found = new HashMap<>();
      makers
          .counting(batch.makers)
          .forEach((maker, counts) -> found.put(maker, new Answer(counts, atNanos)));
      recent.putAll(found);
      batch.answers.complete(found);
    } catch (RuntimeException | Error e) {
      batch.answers.completeExceptionally(e);
    } finally {
      synchronized (this) {
        running--;
      }
      lookUpNext();
    }
  }
}
