package io.keelson.api.graphql.live.topic;

import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.loop.DueLoop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What is followed in this process: one topic for all who follow the same, as long as there are
 * any. Ten thousand followers at rest cost no thread and no statement; each topic costs one now and
 * then.
 */
@ApplicationScoped
class Topics {
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(250);
  private static final Duration SPREAD = Duration.ofSeconds(1);
  private final LiveSignals signals;
  private final TopicReads reads;

  /** How often a topic is read although nothing has signalled that there is something new. */
  private static final Duration SAFETY_POLL = Duration.ofSeconds(30);

  private final Map<Key, Followed> followed = new ConcurrentHashMap<>();
  private final DueLoop loop = new DueLoop("topics", LOOK_INTERVAL, this::look).withoutBackoff();
  private LiveSignals.Following returns;
  private volatile boolean signalsArrive;

  private record Key(UUID tenantId, String topic) {}

  private record Followed(Topic topic, LiveSignals.Following signals, int followers) {
    Followed with(int number) {
      return new Followed(topic, signals, number);
    }
  }

  @Inject
  Topics(LiveSignals signals, InstantSource clock) {
    this(signals, new TopicReads(signals, SAFETY_POLL, clock));
  }

  Topics(LiveSignals signals, TopicReads reads) {
    this.signals = signals;
    this.reads = reads;
  }

  void start(@Observes StartupEvent event) {
    returns = signals.followReturns(this::wakeAll);
    loop.start();
  }

  void stop(@Observes ShutdownEvent event) {
    loop.close();
    reads.close();
    if (returns != null) {
      returns.close();
    }
  }

  TopicReads reads() {
    return reads;
  }

  /** The one topic of that name, made if nobody follows it yet; to be {@link #release}d. */
  @SuppressWarnings("unchecked") // a name belongs to one feed
  <K extends Topic> K acquire(UUID tenantId, String topic, Supplier<K> make) {
    return (K)
        followed
            .compute(
                new Key(tenantId, topic),
                (key, before) -> {
                  if (before != null) {
                    return before.with(before.followers() + 1);
                  }
                  Topic made = make.get();
                  return new Followed(made, signals.follow(tenantId, topic, made::wake), 1);
                })
            .topic();
  }

  void release(UUID tenantId, String topic) {
    followed.computeIfPresent(
        new Key(tenantId, topic),
        (key, before) -> {
          if (before.followers() > 1) {
            return before.with(before.followers() - 1);
          }
          before.signals().close();
          return null;
        });
  }

  private void wakeAll() {
    followed.values().forEach(one -> one.topic().wakeWithin(SPREAD));
  }

  /** Wakes what is due. */
  boolean look() {
    boolean arrive = signals.arrive();
    if (signalsArrive && !arrive) {
      wakeAll();
    }
    signalsArrive = arrive;
    long now = reads.nanoTime();
    followed.values().forEach(one -> one.topic().wakeIfDue(now));
    return false;
  }
}
