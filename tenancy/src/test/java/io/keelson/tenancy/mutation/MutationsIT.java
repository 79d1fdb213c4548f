package io.keelson.tenancy.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.IdempotencyKey;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.object.ObjectsFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutationsIT {
  private static final int AT_ONCE = 64;

  @TempDir Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger changes = new AtomicInteger();
  private ObjectsFixture ground;

  /** Two, as in two processes. */
  private List<Mutations> processes;

  private final Principal principal =
      new Principal(
          Principal.Kind.PERSON,
          Ids.next(),
          Ids.next(),
          "house",
          "engineer",
          EnumSet.allOf(Permission.class),
          Map.of(),
          null);

  @BeforeEach
  void open() {
    ground = new ObjectsFixture(folder);
    processes = List.of(mutations(), mutations());
  }

  private Mutations mutations() {
    return new Mutations(
        ground.database, new AuditLog(ground.database, ground.clock), ground.clock);
  }

  @AfterEach
  void close() {
    threads.close();
    ground.close();
  }

  private Caller caller(int field) {
    return new Caller(principal, "request", new IdempotencyKey("k-1", field), null);
  }

  private UUID make(Mutations mutations, Caller caller, Object input) {
    return mutations.run(
        caller,
        "makeThing",
        input,
        tx -> {
          changes.incrementAndGet();
          return Changed.of("thing", Ids.next(), null);
        });
  }

  private UUID later(Future<UUID> id) {
    try {
      return id.get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A tenant with one connection left would wait for itself. */
  @Test
  void aChangeAsksTheDatabaseThroughItsOwnTransactionAlone() {
    UUID tenantId = principal.tenantId();
    Caller caller = new Caller(principal, "request", null, null);

    assertThatThrownBy(
            () ->
                processes
                    .getFirst()
                    .run(
                        caller,
                        "makeThing",
                        "input",
                        tx -> {
                          ground.database.read(tenantId, "SELECT 1");
                          return null;
                        }))
        .isInstanceOf(AssertionError.class);
    assertThat(ground.database.read(tenantId, "SELECT 1").size()).isOne();
  }

  @Test
  void manyAtOnceUnderOneKeyMakeOneThingAndGetOneAnswer() {
    List<Future<UUID>> answers = new ArrayList<>();
    CountDownLatch go = new CountDownLatch(1);
    for (int i = 0; i < AT_ONCE; i++) {
      Mutations process = processes.get(i % 2);
      answers.add(
          threads.submit(
              () -> {
                go.await();
                return make(process, caller(0), "input");
              }));
    }
    go.countDown();
    Set<UUID> ids = new HashSet<>();
    answers.forEach(answer -> ids.add(later(answer)));
    assertThat(ids).hasSize(1);
    assertThat(changes).hasValue(1);
  }

  @Test
  void whenTheFirstFailsOneOfTheWaitingGoesOn() throws Exception {
    CountDownLatch changing = new CountDownLatch(1);
    CountDownLatch fail = new CountDownLatch(1);
    Future<UUID> first =
        threads.submit(
            () ->
                processes
                    .get(0)
                    .run(
                        caller(0),
                        "makeThing",
                        "input",
                        tx -> {
                          changing.countDown();
                          await(fail);
                          throw new IllegalStateException("not now");
                        }));
    changing.await();
    List<Future<UUID>> waiting = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Mutations process = processes.get(i % 2);
      waiting.add(threads.submit(() -> make(process, caller(0), "input")));
    }
    fail.countDown();
    Set<UUID> ids = new HashSet<>();
    waiting.forEach(answer -> ids.add(later(answer)));
    assertThatThrownBy(first::get).hasRootCauseMessage("not now");
    assertThat(ids).hasSize(1);
    assertThat(changes).hasValue(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void eachMutationOfARequestHasItsOwnAnswer() throws Exception {
    UUID first = threads.submit(() -> make(processes.get(0), caller(0), "one")).get();
    UUID second = threads.submit(() -> make(processes.get(0), caller(1), "other")).get();
    assertThat(second).isNotEqualTo(first);
    assertThat(threads.submit(() -> make(processes.get(1), caller(1), "other")).get())
        .isEqualTo(second);
    assertThatThrownBy(() -> threads.submit(() -> make(processes.get(0), caller(0), "other")).get())
        .hasMessageContaining("Idempotency-Key was used before for another request");
  }

  @Test
  void aKeyIsKeptForADay() throws Exception {
    UUID first = threads.submit(() -> make(processes.get(0), caller(0), "one")).get();
    ground.clock.advance(Duration.ofHours(23));
    assertThat(threads.submit(() -> make(processes.get(0), caller(0), "one")).get())
        .isEqualTo(first);
    ground.clock.advance(Duration.ofHours(1));
    assertThat(threads.submit(() -> make(processes.get(0), caller(0), "other")).get())
        .isNotEqualTo(first);
  }

  @Test
  void aChangeThatFailsLeavesNothingButTheRowThatSaysSo() {
    assertThatThrownBy(
            () ->
                threads
                    .submit(
                        () ->
                            processes
                                .get(0)
                                .run(
                                    caller(0),
                                    "makeThing",
                                    "input",
                                    tx -> {
                                      throw new Invalid("input.name", "secret", "another");
                                    }))
                    .get())
        .hasMessageContaining("secret");
    assertThat(
            ground.count(
                """
                SELECT count(*)
                FROM tenancy.audit_entry
                WHERE outcome = 'FAILED' AND action = 'makeThing' AND actor_id = '%s'
                  AND detail = '{"code": "VALIDATION", "field": "input.name"}'
                """
                    .formatted(principal.id())))
        .isEqualTo(1);
    assertThat(ground.count("SELECT count(*) FROM tenancy.idempotency_key")).isZero();
  }
}
