package io.keelson.api.graphql.live.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.RateLimited;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One reading for all who follow, and each of them told everything once. */
@Timeout(60)
class FollowingTest {
  private static final UUID TENANT = UUID.randomUUID();
  private static final String TOPIC = "numbers";

  private final List<Integer> numbers = new CopyOnWriteArrayList<>();
  private final AtomicInteger readings = new AtomicInteger();
  private final Signals signals = new Signals();
  private final ManualReads reads = new ManualReads(signals);
  private final Topics topics = new Topics(signals, reads);
  private final AtomicBoolean mayRead = new AtomicBoolean(true);
  private final ExecutorService loop =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("event-loop").factory());
  private final EventFeed<Integer> feed =
      new EventFeed<>(
          TENANT,
          TOPIC,
          (cursor, max) -> {
            readings.incrementAndGet();
            return after(cursor, max);
          },
          String::valueOf,
          Comparator.comparingInt(Integer::parseInt),
          number -> 100);

  @AfterEach
  void stop() {
    reads.close();
    loop.close();
  }

  private List<Integer> after(String cursor, int max) {
    int from = cursor == null ? 0 : Integer.parseInt(cursor);
    return numbers.stream().filter(number -> number > from).limit(max).toList();
  }

  /** Signals of this process, which can be taken away. */
  private static final class Signals implements LiveSignals {
    private final Map<String, List<Runnable>> followers = new ConcurrentHashMap<>();
    private volatile boolean arrive = true;

    @Override
    public void signal(UUID tenantId, String topic) {
      followers.getOrDefault(topic, List.of()).forEach(Runnable::run);
    }

    @Override
    public Following follow(UUID tenantId, String topic, Runnable onSignal) {
      List<Runnable> all = followers.computeIfAbsent(topic, t -> new CopyOnWriteArrayList<>());
      all.add(onSignal);
      return () -> all.remove(onSignal);
    }

    @Override
    public void wakeRelays() {}

    @Override
    public Following followRelays(Runnable onWake) {
      return () -> {};
    }

    @Override
    public boolean arrive() {
      return arrive;
    }
  }

  /** Readings that happen when the test lets time pass. */
  private static final class ManualReads extends TopicReads {
    private record Due(long atNanos, Runnable read) {}

    private final List<Due> due = new ArrayList<>();
    private long nanos = TimeUnit.DAYS.toNanos(1);

    ManualReads(LiveSignals signals) {
      super(signals, Duration.ofSeconds(30), Instant::now);
    }

    @Override
    synchronized long nanoTime() {
      return nanos;
    }

    @Override
    Duration jitter(Duration bound) {
      return Duration.ZERO;
    }

    @Override
    synchronized void schedule(UUID tenantId, Duration delay, Runnable read) {
      due.add(new Due(nanos + delay.toNanos(), read));
    }

    void advance(Duration time) {
      synchronized (this) {
        nanos += time.toNanos();
      }
      Runnable next;
      while ((next = takeDue()) != null) {
        next.run();
      }
    }

    private synchronized Runnable takeDue() {
      for (int i = 0; i < due.size(); i++) {
        if (due.get(i).atNanos() <= nanos) {
          return due.remove(i).read();
        }
      }
      return null;
    }
  }

  /** Who follows, and what has come to them. */
  private final class Subscriber implements Flow.Subscriber<Integer>, LiveReader {
    private final List<Integer> told = new CopyOnWriteArrayList<>();
    private final Unread unread;
    private volatile Flow.Subscription subscription;
    private volatile Throwable failure;
    private volatile boolean isStalled;
    private volatile boolean isKnown = true;
    private final AtomicInteger turns = new AtomicInteger();
    private final List<Thread> tellers = new CopyOnWriteArrayList<>();

    Subscriber(int maxUnread) {
      this.unread = new Unread(maxUnread, Integer.MAX_VALUE);
    }

    @Override
    public Principal principal() {
      return new Principal(
          Principal.Kind.PLATFORM, TENANT, TENANT, "t", "t", Set.of(), Map.of(), null);
    }

    @Override
    public Principal principalIfKnown() {
      return isKnown ? principal() : null;
    }

    @Override
    public void onLoop(Runnable work) {
      loop.execute(work);
    }

    @Override
    public void later(Runnable work) {
      turns.incrementAndGet();
      loop.execute(work);
    }

    @Override
    public boolean isStalled() {
      return isStalled;
    }

    @Override
    public Unread unread() {
      return unread;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
    }

    @Override
    public void onNext(Integer number) {
      tellers.add(Thread.currentThread());
      told.add(number);
    }

    @Override
    public void onError(Throwable error) {
      failure = error;
    }

    @Override
    public void onComplete() {}
  }

  private Subscriber follow(int maxUnread) {
    return follow(maxUnread, this::after, number -> true);
  }

  private Subscriber follow(
      int maxUnread, EventFeed.Reader<Integer> own, Predicate<Integer> wanted) {
    Subscriber subscriber = new Subscriber(maxUnread);
    CurrentReader current = new CurrentReader();
    current.set(subscriber);
    new Following(topics, current)
        .events(
            feed,
            own,
            null,
            wanted,
            first ->
                principal -> {
                  if (!mayRead.get()) {
                    throw new Forbidden(Permission.RUN_READ.name());
                  }
                })
        .subscribe(subscriber);
    return subscriber;
  }

  private void append(int from, int to) {
    IntStream.rangeClosed(from, to).forEach(numbers::add);
    signals.signal(TENANT, TOPIC);
  }

  private static void await(AtomicBooleanSupplier held) {
    while (!held.get()) {
      Thread.onSpinWait();
      Thread.yield();
    }
  }

  private interface AtomicBooleanSupplier {
    boolean get();
  }

  private static List<Integer> upTo(int last) {
    return IntStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void aThousandFollowersAreToldEverythingOnceForOneReadingASecond() {
    append(1, 700);
    List<Subscriber> all = IntStream.range(0, 1_000).mapToObj(i -> follow(10_000)).toList();
    all.forEach(one -> one.subscription.request(Long.MAX_VALUE));
    await(() -> all.stream().allMatch(one -> one.told.size() == 700));
    reads.advance(Duration.ofSeconds(1));
    readings.set(0);

    for (int second = 0; second < 10; second++) {
      for (int signal = 0; signal < 50; signal++) {
        int last = numbers.getLast();
        append(last + 1, last + 2);
      }
      reads.advance(Duration.ofSeconds(1));
    }

    await(() -> all.stream().allMatch(one -> one.told.size() == 1_700));
    assertThat(all).allSatisfy(one -> assertThat(one.told).isEqualTo(upTo(1_700)));
    assertThat(readings.get()).isBetween(10, 11);
  }

  @Test
  void whatIsAtHandIsToldFromTheEventLoopAFewEventsAtATurn() {
    Subscriber one = caughtUp();

    append(2, 101);
    reads.advance(Duration.ofSeconds(1));

    await(() -> one.told.size() == 101);
    assertThat(one.told).isEqualTo(upTo(101));
    assertThat(one.tellers.subList(1, 101)).allMatch(thread -> !thread.isVirtual());
    assertThat(one.turns.get()).isEqualTo(6); // of 16 events, and four in the last
  }

  @Test
  void rightsThatAreNotKnownAreWaitedForOffTheEventLoop() {
    Subscriber one = caughtUp();
    one.isKnown = false;

    append(2, 101);
    reads.advance(Duration.ofSeconds(1));

    await(() -> one.told.size() == 101);
    assertThat(one.told).isEqualTo(upTo(101));
    assertThat(one.tellers.subList(1, 101)).allMatch(Thread::isVirtual);
  }

  @Test
  void aThousandWhoFallBehindAtOnceDoNotEachHoldAPage() {
    append(1, 500);
    AtomicInteger read = new AtomicInteger();
    List<Subscriber> all =
        IntStream.range(0, 1_000)
            .mapToObj(
                i ->
                    follow(
                        10_000,
                        (cursor, max) -> {
                          List<Integer> page = after(cursor, max);
                          read.addAndGet(page.size());
                          return page;
                        },
                        number -> true))
            .toList();

    all.forEach(one -> one.subscription.request(1));

    await(() -> all.stream().allMatch(one -> one.told.size() == 1));
    assertThat(read.get() * 100L).isLessThan(16 << 20);
    all.forEach(one -> one.subscription.request(Long.MAX_VALUE));
    await(() -> all.stream().allMatch(one -> one.told.size() == 500));
    assertThat(all).allSatisfy(one -> assertThat(one.told).isEqualTo(upTo(500)));
  }

  private Subscriber caughtUp() {
    append(1, 1);
    Subscriber one = follow(10_000);
    one.subscription.request(Long.MAX_VALUE);
    await(() -> one.told.size() == 1);
    reads.advance(Duration.ofSeconds(1));
    return one;
  }

  @Test
  void whoeverIsAtRestCostsNothingButASeldomReading() {
    append(1, 1);
    List<Subscriber> all = IntStream.range(0, 100).mapToObj(i -> follow(10_000)).toList();
    all.forEach(one -> one.subscription.request(Long.MAX_VALUE));
    await(() -> all.stream().allMatch(one -> one.told.size() == 1));
    reads.advance(Duration.ofSeconds(2));
    readings.set(0);

    for (int second = 0; second < 300; second++) {
      reads.advance(Duration.ofSeconds(1));
      topics.look();
    }
    reads.advance(Duration.ofSeconds(1));

    assertThat(readings.get()).isBetween(7, 14);
  }

  @Test
  void withoutSignalsTopicsArePolledAndNothingIsMissed() {
    Subscriber one = follow(10_000);
    one.subscription.request(Long.MAX_VALUE);
    await(() -> signals.followers.get(TOPIC).size() == 1);
    topics.look();
    signals.arrive = false;
    numbers.add(1);

    topics.look();
    for (int half = 0; half < 6; half++) {
      reads.advance(Duration.ofMillis(500));
      topics.look();
    }
    reads.advance(Duration.ofSeconds(1));

    await(() -> one.told.equals(List.of(1)));
  }

  @Test
  void whoeverTakesNothingIsEndedAndTheirNeighbourIsToldEverything() {
    Subscriber silent = follow(1_000);
    Subscriber neighbour = follow(1_000);
    silent.subscription.request(1);
    neighbour.subscription.request(Long.MAX_VALUE);
    append(1, 1);
    reads.advance(Duration.ofSeconds(1));
    await(() -> silent.told.size() == 1 && neighbour.told.size() == 1);
    silent.isStalled = true;

    for (int second = 0; second < 10; second++) {
      int last = numbers.getLast();
      append(last + 1, last + 200);
      reads.advance(Duration.ofSeconds(1));
    }

    await(() -> neighbour.told.size() == 2_001);
    assertThat(neighbour.told).isEqualTo(upTo(2_001));
    assertThat(silent.failure).isInstanceOf(RateLimited.class).hasMessageContaining("1000 events");
    assertThat(silent.told).isEqualTo(List.of(1));
    assertThat(silent.unread.hold(1_000, 0)).as("nothing is held any more").isTrue();
  }

  @Test
  void whoeverTakesNothingOnceTheyHaveFallenBehindIsEnded() {
    Subscriber slow = follow(100);
    slow.subscription.request(1);
    append(1, 1);
    reads.advance(Duration.ofSeconds(1));
    await(() -> slow.told.size() == 1);
    append(2, 300);
    reads.advance(Duration.ofSeconds(1));
    reads.advance(Duration.ofSeconds(1));
    assertThat(slow.failure).as("only slow until now").isNull();

    slow.isStalled = true;
    reads.advance(Duration.ofSeconds(1));

    assertThat(slow.failure).isInstanceOf(RateLimited.class);
    assertThat(slow.unread.hold(100, 0)).as("nothing is held any more").isTrue();
  }

  @Test
  void whoeverTakesNothingOfWhatCameBeforeTheyFollowedIsEnded() {
    append(1, 700);
    Subscriber silent = follow(10_000);
    silent.subscription.request(1);
    await(() -> silent.told.size() == 1);
    reads.advance(Duration.ofSeconds(1));
    assertThat(silent.failure).as("only slow until now").isNull();

    silent.isStalled = true;
    reads.advance(Duration.ofSeconds(1));

    assertThat(silent.failure).isInstanceOf(RateLimited.class);
    assertThat(silent.unread.hold(10_000, 0)).as("nothing is held any more").isTrue();
  }

  @Test
  void whatIsReadForSomebodyWhoHasGoneIsNotHeld() throws Exception {
    append(1, 50);
    CompletableFuture<Thread> reading = new CompletableFuture<>();
    CompletableFuture<Void> gone = new CompletableFuture<>();
    Subscriber one =
        follow(
            50,
            (cursor, max) -> {
              reading.complete(Thread.currentThread());
              gone.join();
              return after(cursor, max);
            },
            number -> true);
    one.subscription.request(1);
    reading.join();

    one.subscription.cancel();
    gone.complete(null);

    reading.join().join();
    assertThat(one.unread.hold(50, 0)).as("nothing is held").isTrue();
  }

  @Test
  void whatIsNotWantedIsNotKept() {
    Subscriber one = follow(10_000, this::after, number -> number % 100 == 0);
    one.subscription.request(1);
    append(1, 100);
    reads.advance(Duration.ofSeconds(1));
    await(() -> one.told.size() == 1);
    List<WeakReference<Object>> unwanted = new ArrayList<>();
    // Numbers this large are boxed anew, and nobody else keeps them.
    for (int number = 100_001; number < 100_100; number++) {
      Integer boxed = number;
      numbers.add(boxed);
      unwanted.add(new WeakReference<>(boxed));
    }
    numbers.add(100_100);
    signals.signal(TENANT, TOPIC);
    reads.advance(Duration.ofSeconds(1));

    numbers.clear();

    await(
        () -> {
          System.gc();
          return unwanted.stream().allMatch(number -> number.get() == null);
        });
    one.subscription.request(1);
    await(() -> one.told.equals(List.of(100, 100_100)));
  }

  @Test
  void whatIsNotToldYetOfAStateIsLetGoWhenThereIsANewerOne() {
    List<Integer> first = IntStream.range(100_001, 100_100).boxed().toList();
    List<WeakReference<Object>> untold = new ArrayList<>();
    first.stream().skip(1).forEach(number -> untold.add(new WeakReference<>(number)));
    AtomicReference<List<Integer>> state = new AtomicReference<>(first);
    first = null;
    Subscriber silent = followStates(state);
    silent.subscription.request(2);
    await(
        () -> {
          reads.advance(Duration.ofMillis(10)); // it joins by itself
          return silent.told.size() == 2;
        });
    untold.removeFirst();

    state.set(List.of(200_001, 200_002));
    signals.signal(TENANT, TOPIC);
    reads.advance(Duration.ofSeconds(2));

    await(
        () -> {
          System.gc();
          return untold.stream().allMatch(number -> number.get() == null);
        });
    silent.subscription.request(10);
    await(() -> silent.told.equals(List.of(100_001, 100_002, 200_001, 200_002)));
  }

  private Subscriber followStates(AtomicReference<List<Integer>> state) {
    Subscriber subscriber = new Subscriber(10);
    CurrentReader current = new CurrentReader();
    current.set(subscriber);
    Set<Integer> told = new HashSet<>();
    new Following(topics, current)
        .states(
            new StateFeed<List<Integer>>(TENANT, TOPIC, before -> state.get()),
            first -> principal -> {},
            (principal, now) -> now.stream().filter(told::add).findFirst())
        .subscribe(subscriber);
    return subscriber;
  }

  @Test
  void whoeverFallsBehindForWantOfOurTimeReadsOnByThemselves() {
    Subscriber slow = follow(100);
    slow.subscription.request(1);
    append(1, 1);
    reads.advance(Duration.ofSeconds(1));
    await(() -> slow.told.size() == 1);
    for (int second = 0; second < 10; second++) {
      int last = numbers.getLast();
      append(last + 1, last + 90);
      reads.advance(Duration.ofSeconds(1));
    }

    slow.subscription.request(Long.MAX_VALUE);

    await(() -> slow.told.size() == 901);
    append(902, 910);
    reads.advance(Duration.ofSeconds(1));
    await(() -> slow.told.size() >= 910);
    assertThat(slow.told).isEqualTo(upTo(910));
    assertThat(slow.failure).isNull();
  }

  @Test
  void whoeverComesWhileMuchIsGoingOnMissesNothing() {
    List<Subscriber> all = new ArrayList<>();
    for (int round = 0; round < 200; round++) {
      int last = numbers.isEmpty() ? 0 : numbers.getLast();
      append(last + 1, last + 7);
      Subscriber one = follow(10_000);
      one.subscription.request(Long.MAX_VALUE);
      all.add(one);
      reads.advance(Duration.ofMillis(round % 3 == 0 ? 1_000 : 100));
    }
    int last = numbers.getLast();

    await(
        () -> {
          reads.advance(Duration.ofSeconds(1));
          return all.stream().allMatch(one -> one.told.size() >= last);
        });

    assertThat(all).allSatisfy(one -> assertThat(one.told).isEqualTo(upTo(last)));
  }

  @Test
  void rightsThatEndEndTheStreamBeforeTheNextEvent() {
    Subscriber one = follow(10_000);
    one.subscription.request(Long.MAX_VALUE);
    append(1, 1);
    reads.advance(Duration.ofSeconds(1));
    await(() -> one.told.size() == 1);

    mayRead.set(false);
    append(2, 2);
    reads.advance(Duration.ofSeconds(1));

    await(() -> one.failure != null);
    assertThat(one.failure).isInstanceOf(Forbidden.class);
    assertThat(one.told).isEqualTo(List.of(1));
    assertThat(signals.followers.get(TOPIC)).as("nobody follows any more").isEmpty();
  }
}
