package io.keelson.tenancy.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.IdempotencyKey;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.member.MemberUse;
import io.keelson.tenancy.member.Members;
import io.keelson.tenancy.member.Person;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.object.ObjectsFixture;
import io.keelson.tenancy.object.StoredBytesUse;
import io.keelson.tenancy.object.UploadWriter;
import io.keelson.tenancy.object.Uploads;
import io.keelson.tenancy.testing.Crowd;
import io.keelson.tenancy.testing.TestQuotas;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuotasIT {
  private static final int LIMIT = 10;
  private static final int FILE_BYTES = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final List<Grant> VIEWER = List.of(Grant.of(Role.VIEWER, null));
  private static final Actor OPERATOR =
      new Actor(Principal.Kind.PERSON, Ids.next(), "the operator");

  @TempDir Path folder;
  private ObjectsFixture ground;
  private Mutations mutations;
  private UUID tenant;

  @BeforeEach
  void open() {
    ground = new ObjectsFixture(folder);
    mutations =
        new Mutations(ground.database, new AuditLog(ground.database, ground.clock), ground.clock);
    tenant = tenant("house");
  }

  @AfterEach
  void close() {
    ground.close();
  }

  private UUID tenant(String slug) {
    UUID id = Ids.next();
    ground.database.transact(
        id,
        tx ->
            tx.update(
                "INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at) VALUES ($1, $2, $2, now())",
                id,
                slug));
    return id;
  }

  private Quotas quotas(QuotaName name, long limit) {
    return TestQuotas.of(
        Map.of(name, limit), List.of(new MemberUse(ground.clock), new StoredBytesUse()));
  }

  private Quota standing(Quotas quotas, QuotaName name) {
    return ground.database.transact(tenant, tx -> quotas.hold(tx, name));
  }

  private Members members(Quotas quotas) {
    return new Members(
        ground.database,
        mutations,
        new Authorizer(),
        new Granting((tx, ids) -> {}, ground.clock),
        quotas,
        ground.clock);
  }

  private static Person person(int number) {
    String name = "person-" + number;
    return new Person(Ids.next(), name, name, name + "@house.example");
  }

  @Test
  void ofSixtyFourWhoJoinAtOnceTenBecomeMembers() throws Exception {
    Members members = members(quotas(QuotaName.MEMBERS, LIMIT));

    Crowd.Outcome outcome =
        Crowd.of(i -> ground.database.transact(tenant, tx -> members.add(tx, person(i), VIEWER)));

    assertThat(outcome.admitted()).isEqualTo(LIMIT);
    assertThat(ground.count("SELECT count(*) FROM tenancy.member")).isEqualTo(LIMIT);
    assertThat(ground.count("SELECT count(*) FROM tenancy.role_grant")).isEqualTo(LIMIT);
    assertThat(outcome.refusals())
        .allSatisfy(
            refusal ->
                assertThat(refusal.details())
                    .isEqualTo(Map.of("quota", "MEMBERS", "limit", 10L, "used", 10L, "asked", 1L)));
  }

  @Test
  void aTenantsQuotaIsNotAnothers() {
    Members members = members(quotas(QuotaName.MEMBERS, 1));
    UUID other = tenant("other");

    ground.database.transact(tenant, tx -> members.add(tx, person(1), VIEWER));
    ground.database.transact(other, tx -> members.add(tx, person(2), VIEWER));

    assertThat(ground.count("SELECT count(*) FROM tenancy.member")).isEqualTo(2);
  }

  private UUID start(Uploads uploads, int sizeBytes) {
    UUID id = Ids.next();
    ground.database.transact(
        tenant, tx -> uploads.start(tx, id, "test", Ids.next(), new JsonObject(), sizeBytes, null));
    return id;
  }

  @Test
  void openUploadsCountByWhatTheyHaveAnnounced() throws Exception {
    Quotas quotas = quotas(QuotaName.STORED_BYTES, LIMIT * FILE_BYTES);
    Uploads uploads = ground.uploads(quotas);

    Crowd.Outcome outcome = Crowd.of(i -> start(uploads, FILE_BYTES));

    assertThat(outcome.admitted()).isEqualTo(LIMIT);
    assertThat(ground.count("SELECT count(*) FROM tenancy.upload")).isEqualTo(LIMIT);
    assertThat(outcome.refusals())
        .allSatisfy(
            refusal ->
                assertThat(refusal)
                    .hasMessage("STORED_BYTES: 1000 of 1000 are used, 100 more asked for"));
  }

  @Test
  void theSumFollowsUploadsAndObjectsWhereverTheyComeFromAndGo() throws Exception {
    Quotas quotas = quotas(QuotaName.STORED_BYTES, LIMIT * FILE_BYTES);
    Uploads uploads = ground.uploads(quotas);
    byte[] bytes = new byte[FILE_BYTES];
    new Random(3).nextBytes(bytes);

    UUID given = start(uploads, 600);
    uploads.terminate(tenant, given);
    assertThat(used(quotas)).as("an upload that was given up").isZero();

    finish(uploads, start(uploads, FILE_BYTES), bytes);
    assertThat(used(quotas)).as("an upload that became an object").isEqualTo(FILE_BYTES);
    UUID same = start(uploads, FILE_BYTES);
    assertThat(used(quotas)).isEqualTo(2 * FILE_BYTES);
    finish(uploads, same, bytes);
    assertThat(used(quotas)).as("the same bytes again").isEqualTo(FILE_BYTES);

    ground.objects().put(tenant, new ByteArrayInputStream(new byte[250]), 250);
    assertThat(used(quotas)).as("an object of the platform's").isEqualTo(FILE_BYTES + 250);
    start(uploads, 650);
    assertThatThrownBy(() -> start(uploads, 1)).isInstanceOf(QuotaExceeded.class);
    ground.clock.advance(ground.config.uploadLifetime());
    ground.expiry().expireDue();
    assertThat(used(quotas)).as("an upload that expired").isEqualTo(FILE_BYTES + 250);
    ground.database.transact(
        tenant,
        tx ->
            tx.update(
                "DELETE FROM tenancy.object WHERE tenant_id = $1 AND size_bytes = 250", tenant));
    assertThat(used(quotas)).as("an object that was removed").isEqualTo(FILE_BYTES);
  }

  /**
   * Whoever finishes an upload locks the upload and then what it is for; whoever starts one, the
   * other way round. The sum of stored bytes, which both change, is no third lock between them.
   */
  @Test
  void anUploadThatFinishesWhileAnotherStartsMeetsItInNoDeadlock() throws Exception {
    Uploads uploads = ground.uploads(quotas(QuotaName.STORED_BYTES, LIMIT * FILE_BYTES));
    UUID finishing = start(uploads, FILE_BYTES);
    CountDownLatch ended = new CountDownLatch(1);
    CountDownLatch subjectIsHeld = new CountDownLatch(1);
    AtomicInteger attempts = new AtomicInteger();
    Thread starts =
        Thread.startVirtualThread(
            () ->
                ground.database.transact(
                    tenant,
                    tx -> {
                      attempts.incrementAndGet();
                      lockSubject(tx);
                      subjectIsHeld.countDown();
                      await(ended);
                      return uploads.start(
                          tx, Ids.next(), "test", Ids.next(), new JsonObject(), FILE_BYTES, null);
                    }));
    await(subjectIsHeld);

    ground.database.transact(
        tenant,
        tx -> {
          attempts.incrementAndGet();
          tx.update(
              "UPDATE tenancy.upload SET status = 'FAILED', failure = 'test' WHERE tenant_id = $1 AND id = $2",
              tenant,
              finishing);
          ended.countDown();
          lockSubject(tx);
          return null;
        });
    starts.join();

    assertThat(attempts).as("a transaction that meets a deadlock is tried again").hasValue(2);
    assertThat(used(quotas(QuotaName.STORED_BYTES, LIMIT * FILE_BYTES))).isEqualTo(FILE_BYTES);
  }

  private void lockSubject(Transaction tx) {
    tx.one("SELECT 1 FROM tenancy.tenant WHERE tenant_id = $1 FOR NO KEY UPDATE", tenant);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private long used(Quotas quotas) {
    return standing(quotas, QuotaName.STORED_BYTES).used();
  }

  private void finish(Uploads uploads, UUID upload, byte[] bytes) {
    try (UploadWriter writer = uploads.write(tenant, upload, 0)) {
      writer.append(List.of(ByteBuffer.wrap(bytes)));
      writer.finish();
    }
  }

  @Test
  void whatAsksForASayInAnObjectMayRefuseIt() {
    Quotas quotas = quotas(QuotaName.STORED_BYTES, 200);

    assertThatThrownBy(
            () ->
                ground
                    .objects()
                    .put(
                        tenant,
                        new ByteArrayInputStream(new byte[201]),
                        201,
                        (tx, stored) ->
                            quotas.require(tx, QuotaName.STORED_BYTES, stored.sizeBytes())))
        .isInstanceOf(QuotaExceeded.class)
        .hasMessage("STORED_BYTES: 0 of 200 are used, 201 more asked for");

    assertThat(ground.count("SELECT count(*) FROM tenancy.object")).isZero();
    assertThat(used(quotas)).isZero();
  }

  @Test
  void whoHasWaitedForTheLockIsHeldToTheLimitThatHoldsNow() throws Exception {
    Quotas quotas = quotas(QuotaName.MEMBERS, 1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Quota> waiting =
          ground.database.transact(
              tenant,
              tx -> {
                quotas.hold(tx, QuotaName.MEMBERS);
                Future<Quota> second = threads.submit(() -> standing(quotas, QuotaName.MEMBERS));
                awaitSomebodyWaiting();
                tx.update(
                    "INSERT INTO tenancy.quota (tenant_id, name, most, set_at) VALUES ($1, 'MEMBERS', 7, now())",
                    tenant);
                return second;
              });

      assertThat(waiting.get().wholeLimit()).isEqualTo(7);
    }
  }

  @Test
  void aLimitIsSetInTurnWithThoseWhoAreHeldToIt() throws Exception {
    Quotas quotas = quotas(QuotaName.MEMBERS, 1);
    QuotaChanges changes = changes(everyUse());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Quota> setting =
          ground.database.transact(
              tenant,
              tx -> {
                quotas.hold(tx, QuotaName.MEMBERS);
                Future<Quota> set =
                    threads.submit(
                        () ->
                            changes.set(
                                request(null),
                                new QuotaChanges.SetQuota(tenant, QuotaName.MEMBERS, 3L)));
                awaitSomebodyWaiting();
                assertThat(quotas.hold(tx, QuotaName.MEMBERS).wholeLimit()).isEqualTo(1);
                return set;
              });

      assertThat(setting.get().wholeLimit()).isEqualTo(3);
    }
  }

  private void awaitSomebodyWaiting() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (ground.count("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        == 0) {
      assertThat(System.nanoTime()).as("somebody waits for the quota's lock").isLessThan(end);
    }
  }

  @Test
  void anOperatorsLimitHoldsInsteadOfThePlansUntilItIsTakenBack() {
    Quotas quotas = quotas(QuotaName.MEMBERS, 1);
    Members members = members(quotas);
    QuotaChanges changes = changes(everyUse());
    ground.database.transact(tenant, tx -> members.add(tx, person(1), VIEWER));

    Quota set =
        changes.set(request(null), new QuotaChanges.SetQuota(tenant, QuotaName.MEMBERS, 2L));
    assertThat(set.wholeLimit()).isEqualTo(2);
    assertThat(set.wholeUsed()).isEqualTo(1);
    assertThat(set.source()).isEqualTo(QuotaSource.OPERATOR);
    ground.database.transact(tenant, tx -> members.add(tx, person(2), VIEWER));
    Quota back =
        changes.set(request(null), new QuotaChanges.SetQuota(tenant, QuotaName.MEMBERS, null, 2L));

    assertThat(back.source()).isEqualTo(QuotaSource.PLAN);
    assertThat(ground.count("SELECT count(*) FROM tenancy.member"))
        .as("what is there stays")
        .isEqualTo(2);
    assertThatThrownBy(
            () -> ground.database.transact(tenant, tx -> members.add(tx, person(3), VIEWER)))
        .isInstanceOf(QuotaExceeded.class);
    assertThat(
            ground.count(
                "SELECT count(*) FROM tenancy.audit_entry WHERE action = 'setQuota' AND actor = 'the operator'"))
        .isEqualTo(2);
  }

  @Test
  void aLimitThatIsNoMoreWhatTheOperatorExpectsStays() {
    QuotaChanges changes = changes(everyUse());
    changes.set(request(null), new QuotaChanges.SetQuota(tenant, QuotaName.CPUS, 3L));

    assertThatThrownBy(
            () ->
                changes.set(
                    request(null), new QuotaChanges.SetQuota(tenant, QuotaName.CPUS, 9L, 4L)))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("the limit is 3");
    assertThatThrownBy(
            () -> changes.set(request(null), new QuotaChanges.SetQuota(tenant, QuotaName.CPUS, 9L)))
        .as("somebody who has not seen that there is one")
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("the plan's (the limit is 3)");
    Quota set =
        changes.set(request(null), new QuotaChanges.SetQuota(tenant, QuotaName.CPUS, 9L, 3L));

    assertThat(set.wholeLimit()).isEqualTo(9);
    changes.set(request(null), new QuotaChanges.SetQuota(tenant, QuotaName.CPUS, null, 9L));
    assertThatThrownBy(
            () ->
                changes.set(
                    request(null), new QuotaChanges.SetQuota(tenant, QuotaName.CPUS, 9L, 9L)))
        .as("taken back meanwhile")
        .isInstanceOf(Conflict.class);
  }

  @Test
  void aRepeatedRequestSetsALimitOnceAndABadOneNone() {
    QuotaChanges changes = changes(everyUse());
    QuotaChanges.SetQuota input = new QuotaChanges.SetQuota(tenant, QuotaName.CPUS, 3L);
    IdempotencyKey key = IdempotencyKey.of("once", 0);

    assertThat(changes.set(request(key), input).wholeLimit()).isEqualTo(3);
    changes.set(request(null), new QuotaChanges.SetQuota(tenant, QuotaName.CPUS, 5L, 3L));
    assertThat(changes.set(request(key), input).wholeLimit()).as("a replay").isEqualTo(5);

    assertThatThrownBy(
            () ->
                changes.set(request(null), new QuotaChanges.SetQuota(tenant, QuotaName.CPUS, -1L)))
        .isInstanceOf(Invalid.class);
    assertThatThrownBy(
            () ->
                changes.set(
                    request(null), new QuotaChanges.SetQuota(Ids.next(), QuotaName.CPUS, 1L)))
        .isInstanceOf(NotFound.class);
    assertThat(ground.count("SELECT count(*) FROM tenancy.quota")).isEqualTo(1);
  }

  private QuotaChanges.Request request(IdempotencyKey key) {
    return new QuotaChanges.Request(OPERATOR, "request", key, "127.0.0.1");
  }

  private QuotaChanges changes(Quotas quotas) {
    return new QuotaChanges(ground.database, ground.system, mutations, quotas, ground.clock);
  }

  /** Only the members are counted here. */
  private Quotas everyUse() {
    return TestQuotas.of(
        Map.of(),
        Arrays.stream(QuotaName.values())
            .map(
                name ->
                    name == QuotaName.MEMBERS
                        ? new MemberUse(ground.clock)
                        : QuotaUse.counted(name, "SELECT 0::bigint WHERE $1::uuid IS NOT NULL"))
            .toList());
  }
}
