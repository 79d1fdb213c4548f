package io.keelson.tenancy.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.IdempotencyKey;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.object.ObjectsFixture;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxIT {
  private static final LiveSignals SILENT =
      new LiveSignals() {
        @Override
        public void signal(UUID tenantId, String topic) {}

        @Override
        public Following follow(UUID tenantId, String topic, Runnable onSignal) {
          return () -> {};
        }

        @Override
        public void wakeRelays() {}

        @Override
        public Following followRelays(Runnable onWake) {
          return () -> {};
        }
      };

  @TempDir Path folder;
  private ObjectsFixture ground;
  private UUID tenant;
  private final CountingHandler counting = new CountingHandler();

  /** Notes each event in a table of its transaction, and fails as often as it is told to. */
  private static final class CountingHandler implements EventHandler {
    final AtomicInteger calls = new AtomicInteger();
    volatile int failures;

    @Override
    public String name() {
      return "counting";
    }

    @Override
    public Set<String> types() {
      return Set.of("ThingHappened");
    }

    @Override
    public String role() {
      return "api";
    }

    @Override
    public void handle(Transaction tx, Event event) {
      calls.incrementAndGet();
      tx.update(
          "INSERT INTO tenancy.audit_entry (tenant_id, id, at, actor, action, outcome) VALUES ($1, $2, $3, 'test', 'seen', 'DONE')",
          event.tenantId(),
          event.id(),
          event.createdAt());
      if (failures > 0) {
        failures--;
        throw new IllegalStateException("not now");
      }
    }
  }

  @BeforeEach
  void open() {
    ground = new ObjectsFixture(folder);
    tenant = Ids.next();
  }

  @AfterEach
  void close() {
    ground.close();
  }

  private OutboxRelay relay(Set<String> roles) {
    return new OutboxRelay(
        ground.system, ground.database, SILENT, ground.clock, List.of(counting), roles);
  }

  private void publish(int events) {
    Outbox outbox = new Outbox(List.<EventHandler>of(counting), SILENT, ground.clock);
    for (int i = 0; i < events; i++) {
      ground.database.transact(
          tenant,
          tx -> {
            outbox.publish(tx, "ThingHappened", tenant, new JsonObject());
            outbox.publish(tx, "NobodyListens", tenant, new JsonObject());
            return null;
          });
    }
  }

  private long seen() {
    return ground
        .database
        .read(
            tenant,
            "SELECT count(*) AS n FROM tenancy.audit_entry WHERE tenant_id = $1 AND action = 'seen'",
            tenant)
        .iterator()
        .next()
        .getLong("n");
  }

  private long waiting() {
    return ground
        .database
        .read(tenant, "SELECT count(*) AS n FROM tenancy.delivery WHERE tenant_id = $1", tenant)
        .iterator()
        .next()
        .getLong("n");
  }

  @Test
  void aRolledBackTransactionPublishesNothing() {
    Outbox outbox = new Outbox(List.<EventHandler>of(counting), SILENT, ground.clock);
    try {
      ground.database.transact(
          tenant,
          tx -> {
            outbox.publish(tx, "ThingHappened", tenant, new JsonObject());
            throw new IllegalStateException("changed my mind");
          });
    } catch (IllegalStateException expected) {
      // that is the point
    }
    assertThat(relay(Set.of("api")).deliverDue()).isZero();
    assertThat(counting.calls).hasValue(0);
  }

  @Test
  void onlyTheRoleOfAHandlerDeliversToIt() {
    publish(1);
    assertThat(relay(Set.of("broker")).deliverDue()).isZero();
    assertThat(relay(Set.of("api")).deliverDue()).isEqualTo(1);
    assertThat(seen()).isEqualTo(1);
    assertThat(waiting()).isZero();
  }

  @Test
  void aHandlerThatFailsIsCalledAgainLaterAndItsWriteCountsOnce() {
    publish(1);
    counting.failures = 2;
    OutboxRelay relay = relay(Set.of("api"));
    relay.deliverDue();
    assertThat(seen()).as("the failed attempt left nothing").isZero();
    assertThat(relay.deliverDue()).as("not due yet").isZero();
    for (int i = 0; i < 2; i++) {
      ground.clock.advance(Duration.ofMinutes(2));
      relay.deliverDue();
    }
    assertThat(counting.calls).hasValue(3);
    assertThat(seen()).isEqualTo(1);
    assertThat(waiting()).isZero();
  }

  @Test
  void aFailureThatPostgresCannotStoreIsToldAllTheSame() {
    publish(1);
    OutboxRelay relay =
        relay(
            handler(
                event -> {
                  throw new IllegalStateException("line\0end");
                }),
            2);

    deliverFor(relay, 2);

    assertThat(waiting()).isZero();
    assertThat(
            ground
                .database
                .read(
                    tenant, "SELECT failure FROM tenancy.dead_letter WHERE tenant_id = $1", tenant)
                .iterator()
                .next()
                .getString("failure"))
        .isEqualTo("line\uFFFDend");
  }

  private void publish(UUID tenant, int events) {
    Outbox outbox = new Outbox(List.<EventHandler>of(counting), SILENT, ground.clock);
    ground.database.transact(
        tenant,
        tx -> {
          for (int i = 0; i < events; i++) {
            outbox.publish(tx, "ThingHappened", tenant, new JsonObject());
          }
          return null;
        });
  }

  @Test
  void aTenantsManyEventsDoNotKeepAnothersWaiting() {
    UUID greedy = Ids.next();
    publish(greedy, 2_000);
    ground.clock.advance(Duration.ofSeconds(1));
    publish(1);
    relay(Set.of("api")).deliverDue();
    assertThat(waiting()).as("the other tenant's event, which came last").isZero();
    assertThat(counting.calls.get()).isLessThanOrEqualTo(120);
  }

  @Test
  void aTenantWhoseHandlerHangsDoesNotKeepAnothersWaiting() throws Exception {
    UUID slow = Ids.next();
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(1);
    EventHandler hanging =
        handler(
            event -> {
              if (event.tenantId().equals(slow)) {
                await(hangs);
              } else {
                others.countDown();
              }
            });
    for (UUID owner : List.of(slow, tenant)) {
      ground.database.transact(
          owner,
          tx -> {
            Outbox outbox = new Outbox(List.of(hanging), SILENT, ground.clock);
            for (int i = 0; i < 30; i++) {
              outbox.publish(tx, "ThingHappened", owner, new JsonObject());
            }
            return null;
          });
    }
    try (OutboxRelay relay =
        new OutboxRelay(
            ground.system,
            ground.database,
            SILENT,
            ground.clock,
            List.of(hanging),
            Set.of("api"))) {
      relay.start();
      assertThat(others.await(10, TimeUnit.SECONDS)).isTrue();
      hangs.countDown();
    }
  }

  private static EventHandler handler(Consumer<Event> work) {
    return new EventHandler() {
      @Override
      public String name() {
        return "counting";
      }

      @Override
      public Set<String> types() {
        return Set.of("ThingHappened");
      }

      @Override
      public String role() {
        return "api";
      }

      @Override
      public void handle(Transaction tx, Event event) {
        work.accept(event);
      }
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private OutboxRelay relay(EventHandler handler, int maxAttempts) {
    return new OutboxRelay(
        ground.system,
        ground.database,
        SILENT,
        ground.clock,
        List.of(handler),
        Set.of("api"),
        OutboxConfig.defaults().withMaxAttempts(maxAttempts));
  }

  private DeadLetters letters() {
    AuditLog audit = new AuditLog(ground.database, ground.clock);
    return new DeadLetters(
        ground.database,
        new Mutations(ground.database, audit, ground.clock),
        new Authorizer(),
        SILENT,
        ground.clock);
  }

  private Principal owner(UUID tenantId) {
    return new Principal(
        Principal.Kind.PERSON,
        Ids.next(),
        tenantId,
        "tenant",
        "owner",
        Role.OWNER.permissions(),
        Map.of(),
        null);
  }

  private void deliverFor(OutboxRelay relay, int attempts) {
    for (int i = 0; i < attempts; i++) {
      relay.deliverDue();
      ground.clock.advance(Duration.ofMinutes(2));
    }
  }

  @Test
  void aPoisonedEventIsADeadLetterAfterItsTriesAndIsDeliveredWhenItIsReplayed() {
    publish(1);
    counting.failures = 4;
    OutboxRelay relay = relay(counting, 3);
    deliverFor(relay, 5);
    assertThat(counting.calls).as("no attempt after the third").hasValue(3);
    assertThat(waiting()).isZero();
    DeadLetter letter = letters().page(owner(tenant), 10, null).getFirst();
    assertThat(letter.eventType()).isEqualTo("ThingHappened");
    assertThat(letter.handler()).isEqualTo("counting");
    assertThat(letter.attempts()).isEqualTo(3);
    assertThat(letter.failure()).isEqualTo("not now");
    assertThat(letter.replayedAt()).isNull();

    Caller caller = new Caller(owner(tenant), "request", null, "127.0.0.1");
    assertThat(letters().replay(caller, letter.id()).replayedAt())
        .isEqualTo(ground.clock.instant().atOffset(ZoneOffset.UTC));
    assertThatThrownBy(() -> letters().replay(caller, letter.id())).isInstanceOf(Conflict.class);
    deliverFor(relay, 3);
    assertThat(seen()).as("the handler's write").isEqualTo(1);
    assertThat(waiting()).isZero();
  }

  @Test
  void aReplayIsAskedForTwiceUnderOneKeyAndDeliversOnce() {
    publish(1);
    counting.failures = 3;
    OutboxRelay relay = relay(counting, 3);
    deliverFor(relay, 3);
    UUID letter = letters().page(owner(tenant), 10, null).getFirst().id();
    Caller caller = new Caller(owner(tenant), "request", IdempotencyKey.of("key", 0), "127.0.0.1");
    letters().replay(caller, letter);
    letters().replay(caller, letter);
    deliverFor(relay, 2);
    assertThat(counting.calls).hasValue(4);
    assertThat(seen()).isEqualTo(1);
  }

  @Test
  void nobodySeesOrReplaysAnotherTenantsDeadLetter() {
    publish(1);
    counting.failures = 3;
    deliverFor(relay(counting, 3), 3);
    UUID letter = letters().page(owner(tenant), 10, null).getFirst().id();
    Principal stranger = owner(Ids.next());
    assertThat(letters().page(stranger, 10, null)).isEmpty();
    Caller caller = new Caller(stranger, "request", null, "127.0.0.1");
    assertThatThrownBy(() -> letters().replay(caller, letter)).isInstanceOf(NotFound.class);
  }

  @Test
  void thePlatformsFaultMakesNoDeadLetter() {
    AtomicInteger calls = new AtomicInteger();
    EventHandler away =
        handler(
            event -> {
              calls.incrementAndGet();
              throw new Unavailable("the store is away", null);
            });
    publish(1);
    deliverFor(relay(away, 3), 10);
    assertThat(calls).hasValue(10);
    assertThat(waiting()).isEqualTo(1);
    assertThat(letters().page(owner(tenant), 10, null)).isEmpty();
  }

  @Test
  void whatFailsForLongForThePlatformsSakeIsToldOfAndTriedOn() {
    AtomicInteger failures = new AtomicInteger(31);
    EventHandler away =
        handler(
            event -> {
              if (failures.getAndDecrement() > 0) {
                throw new Unavailable("the store is away", null);
              }
            });
    publish(1);
    OutboxRelay relay = relay(away, 3);
    deliverFor(relay, 29);
    assertThat(letters().page(owner(tenant), 10, null)).isEmpty();

    deliverFor(relay, 2);
    DeadLetter letter = letters().page(owner(tenant), 10, null).getFirst();
    assertThat(letter.attempts()).isEqualTo(30);
    assertThat(letter.failure()).isEqualTo("the store is away");
    assertThat(letter.replayedAt()).isNull();
    assertThat(waiting()).as("it is tried on").isEqualTo(1);

    deliverFor(relay, 1);
    assertThat(waiting()).isZero();
    assertThat(letters().page(owner(tenant), 10, null).getFirst().replayedAt())
        .as("nobody need replay it")
        .isNotNull();
  }

  @Test
  void whatIsTriedOnMayBeReplayedBefore() {
    AtomicInteger failures = new AtomicInteger(30);
    EventHandler away =
        handler(
            event -> {
              if (failures.getAndDecrement() > 0) {
                throw new Unavailable("the store is away", null);
              }
            });
    publish(1);
    OutboxRelay relay = relay(away, 3);
    deliverFor(relay, 30);
    UUID letter = letters().page(owner(tenant), 10, null).getFirst().id();

    letters().replay(new Caller(owner(tenant), "request", null, "127.0.0.1"), letter);
    relay.deliverDue();

    assertThat(waiting()).isZero();
  }

  @Test
  void aHandlersOwnErrorsGiveAnEventUp() {
    for (Error error : new Error[] {new StackOverflowError(), new AssertionError("poison")}) {
      publish(1);
      deliverFor(
          relay(
              handler(
                  event -> {
                    throw error;
                  }),
              3),
          3);
      assertThat(waiting()).as("%s", error).isZero();
    }
    assertThat(letters().page(owner(tenant), 10, null)).hasSize(2);
  }

  @Test
  void manyRelaysAtOnceDeliverEachEventOnce() throws Exception {
    publish(60);
    try (ExecutorService relays = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> ended = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        OutboxRelay relay = relay(Set.of("api"));
        Callable<Integer> deliver = relay::deliverDue;
        ended.add(relays.submit(deliver));
      }
      for (Future<Integer> relay : ended) {
        relay.get();
      }
    }
    relay(Set.of("api")).deliverDue();
    assertThat(seen()).isEqualTo(60);
    assertThat(waiting()).isZero();
  }
}
