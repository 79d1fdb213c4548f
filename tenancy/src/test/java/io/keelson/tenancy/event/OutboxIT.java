package io.keelson.tenancy.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.object.ObjectsFixture;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
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
