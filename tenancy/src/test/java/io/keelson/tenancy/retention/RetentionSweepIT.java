package io.keelson.tenancy.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Event;
import io.keelson.tenancy.event.EventHandler;
import io.keelson.tenancy.object.ObjectsFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionSweepIT {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;
  private ObjectsFixture ground;

  @BeforeEach
  void open() {
    ground = new ObjectsFixture(folder);
  }

  @AfterEach
  void close() {
    ground.close();
  }

  private RetentionSweep sweep(EventHandler... handlers) {
    return new RetentionSweep(
        ground.system,
        ground.database,
        List.of(new TenancyRetention(List.of(handlers))),
        ground.clock);
  }

  private UUID tenant(String slug) {
    UUID id = Ids.next();
    ground.database.transact(
        id,
        tx ->
            tx.update(
                "INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at) VALUES ($1, $2, $2, $3)",
                id,
                slug,
                now()));
    return id;
  }

  private OffsetDateTime now() {
    return ground.clock.instant().atOffset(ZoneOffset.UTC);
  }

  private void keys(UUID tenant, int keys) {
    ground.database.transact(
        tenant,
        tx ->
            tx.update(
                """
                INSERT INTO tenancy.idempotency_key
                  (tenant_id, actor, key, operation, request_hash, result_id, created_at)
                SELECT $1, 'test', gen_random_uuid()::text, 'test', '\\x00', $1, $3
                FROM generate_series(1, $2::int)
                """,
                tenant,
                keys,
                now()));
  }

  private long rows(String table, UUID tenant) {
    return ground.count("SELECT count(*) FROM " + table + " WHERE tenant_id = '" + tenant + "'");
  }

  @Test
  void anIdempotencyKeyIsKeptForADay() {
    UUID tenant = tenant("one");
    keys(tenant, 1);
    ground.clock.advance(DAY);
    sweep().round();
    assertThat(rows("tenancy.idempotency_key", tenant)).isEqualTo(1);
    ground.clock.advance(Duration.ofSeconds(1));
    sweep().round();
    assertThat(rows("tenancy.idempotency_key", tenant)).isZero();
  }

  @Test
  void whatNoStatementRemovesHasItsTurnForEachTenantAndAFailureHoldsUpNothing() {
    UUID one = tenant("one");
    UUID two = tenant("two");
    Map<UUID, Integer> left = new HashMap<>(Map.of(one, 150, two, 20));
    Retentions pieces =
        new Retentions() {
          @Override
          public List<Retention> retentions() {
            return List.of();
          }

          @Override
          public int removeOver(Transaction tx, OffsetDateTime now, int limit) {
            int removed = Math.min(limit, left.getOrDefault(tx.tenantId(), 0));
            left.merge(tx.tenantId(), -removed, Integer::sum);
            return removed;
          }
        };
    Retentions broken =
        new Retentions() {
          @Override
          public List<Retention> retentions() {
            return List.of();
          }

          @Override
          public int removeOver(Transaction tx, OffsetDateTime now, int limit) {
            throw new IllegalStateException("cannot");
          }
        };
    RetentionSweep sweep =
        new RetentionSweep(ground.system, ground.database, List.of(broken, pieces), ground.clock);
    assertThat(sweep.round()).as("more is over").isTrue();
    assertThat(left).containsEntry(one, 50).containsEntry(two, 0);
    assertThat(sweep.round()).isFalse();
    assertThat(left).containsEntry(one, 0);
  }

  @Test
  void aTenantsManyRowsDoNotKeepAnothersWaiting() {
    UUID large = tenant("large");
    UUID small = tenant("small");
    keys(large, 2_500);
    keys(small, 10);
    ground.clock.advance(DAY.multipliedBy(2));
    RetentionSweep sweep = sweep();
    assertThat(sweep.round()).as("more is over").isTrue();
    assertThat(rows("tenancy.idempotency_key", small)).isZero();
    assertThat(rows("tenancy.idempotency_key", large)).isEqualTo(1_500);
    assertThat(sweep.round()).isTrue();
    assertThat(sweep.round()).isFalse();
    assertThat(rows("tenancy.idempotency_key", large)).isZero();
  }

  private static void event(Transaction tx, UUID id, OffsetDateTime at) {
    tx.update(
        """
        INSERT INTO tenancy.event (tenant_id, id, type, subject_id, payload, created_at)
        VALUES ($1, $2, 'ThingHappened', $2, '{}', $3)
        """,
        tx.tenantId(),
        id,
        at);
  }

  @Test
  void anEventGoesAWeekAfterItWasDeliveredAndStaysWhileItWaitsOrIsADeadLetter() {
    UUID tenant = tenant("one");
    UUID delivered = Ids.next();
    UUID waiting = Ids.next();
    UUID dead = Ids.next();
    ground.database.transact(
        tenant,
        tx -> {
          List.of(delivered, waiting, dead).forEach(id -> event(tx, id, now()));
          tx.update(
              "INSERT INTO tenancy.delivery (tenant_id, event_id, handler, due_at) VALUES ($1, $2, 'h', $3)",
              tenant,
              waiting,
              now());
          tx.update(
              """
              INSERT INTO tenancy.dead_letter (tenant_id, id, event_id, handler, attempts, died_at)
              VALUES ($1, $2, $2, 'h', 20, $3)
              """,
              tenant,
              dead,
              now());
          return null;
        });
    ground.clock.advance(DAY.multipliedBy(8));
    sweep().round();
    assertThat(rows("tenancy.event", tenant)).isEqualTo(2);
    ground.clock.advance(DAY.multipliedBy(30));
    sweep().round();
    assertThat(rows("tenancy.event", tenant)).as("nobody has waited for them").isZero();
    assertThat(rows("tenancy.delivery", tenant)).isZero();
    assertThat(rows("tenancy.dead_letter", tenant)).isZero();
  }

  private record Handler(String name) implements EventHandler {
    @Override
    public Set<String> types() {
      return Set.of("ThingHappened");
    }

    @Override
    public String role() {
      return "broker";
    }

    @Override
    public void handle(Transaction tx, Event event) {}
  }

  @Test
  void whatWaitsForAHandlerOfTheProgramIsNotGivenUpHoweverLongThatStandsStill() {
    UUID tenant = tenant("one");
    UUID event = Ids.next();
    ground.database.transact(
        tenant,
        tx -> {
          event(tx, event, now());
          for (String handler : List.of("it's here", "gone")) {
            tx.update(
                "INSERT INTO tenancy.delivery (tenant_id, event_id, handler, due_at) VALUES ($1, $2, $3, $4)",
                tenant,
                event,
                handler,
                now());
          }
          return null;
        });
    ground.clock.advance(DAY.multipliedBy(31));
    sweep(new Handler("it's here"), new Handler("another")).round();
    assertThat(rows("tenancy.delivery", tenant)).isEqualTo(1);
    assertThat(
            ground.count(
                "SELECT count(*) FROM tenancy.delivery WHERE handler = 'it''s here' AND tenant_id = '"
                    + tenant
                    + "'"))
        .isEqualTo(1);
    assertThat(rows("tenancy.event", tenant)).isEqualTo(1);
  }

  @Test
  void anEndedKeyIsKeptForNinetyDaysAndALivingOneForEver() {
    UUID tenant = tenant("one");
    ground.database.transact(
        tenant,
        tx -> {
          for (boolean revoked : new boolean[] {true, false}) {
            tx.update(
                """
                INSERT INTO tenancy.api_key
                  (tenant_id, id, name, prefix, secret_hash, permissions, project_ids, created_by, created_at, revoked_at)
                VALUES ($1, $2, 'k', 'k', decode($3, 'hex'), '{}', '{}', 'test', $4, $5)
                """,
                tenant,
                Ids.next(),
                revoked ? "00" : "01",
                now(),
                revoked ? now() : null);
          }
          return null;
        });
    ground.clock.advance(DAY.multipliedBy(91));
    sweep().round();
    assertThat(rows("tenancy.api_key", tenant)).isEqualTo(1);
  }
}
