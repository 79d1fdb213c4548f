package io.keelson.tenancy.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.apikey.ApiKeySecret;
import io.keelson.tenancy.apikey.ApiKeys;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.failure.Unauthenticated;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.object.ObjectsFixture;
import io.keelson.tenancy.tenant.Tenant;
import io.keelson.tenancy.tenant.Tenants;
import io.keelson.tenancy.testing.TestQuotas;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembersIT {
  private static final int ROUNDS = 1_000;
  private static final List<Grant> OWNER = List.of(Grant.of(Role.OWNER, null));
  private static final List<Grant> ADMIN = List.of(Grant.of(Role.ADMIN, null));
  private static final List<Grant> VIEWER = List.of(Grant.of(Role.VIEWER, null));
  private static final UUID PROJECT = Ids.next();
  private static final int MAX_FOUNDED = 20;

  @TempDir Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private ObjectsFixture ground;
  private Members members;
  private Tenants tenants;
  private ApiKeys keys;
  private UUID tenant;

  @BeforeEach
  void open() throws Exception {
    ground = new ObjectsFixture(folder);
    Mutations mutations =
        new Mutations(ground.database, new AuditLog(ground.database, ground.clock), ground.clock);
    Granting granting =
        new Granting(
            (tx, ids) -> {
              if (!Set.of(PROJECT).containsAll(ids)) {
                throw new NotFound("project");
              }
            },
            ground.clock);
    members =
        new Members(
            ground.database,
            mutations,
            new Authorizer(),
            granting,
            TestQuotas.none(),
            ground.clock);
    tenants =
        new Tenants(
            ground.database, ground.system, mutations, new Authorizer(), members, ground.clock);
    keys =
        new ApiKeys(
            ground.database,
            mutations,
            new Authorizer(),
            granting,
            TestQuotas.none(),
            ground.clock);
    tenant = Ids.next();
    inThread(
        () ->
            ground.database.transact(
                tenant,
                tx -> {
                  tenants.insert(tx, tenant, "house", "House");
                  return null;
                }));
  }

  @AfterEach
  void close() {
    threads.close();
    ground.close();
  }

  private <T> T inThread(Callable<T> work) throws Exception {
    return threads.submit(work).get();
  }

  @Test
  void onePersonFoundsSoManyOrganisationsAndOthersAreLeftAlone() throws Exception {
    Person founder = new Person(Ids.next(), "founder", "founder", "founder@x");
    List<Future<Tenant>> made = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      String slug = "founded-" + i;
      made.add(threads.submit(() -> foundPatiently(founder, slug)));
    }

    int refused = 0;
    for (Future<Tenant> one : made) {
      try {
        one.get();
      } catch (ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(QuotaExceeded.class);
        refused++;
      }
    }
    assertThat(refused).isEqualTo(32 - MAX_FOUNDED);
    Person other = new Person(Ids.next(), "other", "other", "other@x");
    assertThat(inThread(() -> foundPatiently(other, "others")).slug()).isEqualTo("others");
  }

  /** As somebody who comes back when told to. */
  private Tenant foundPatiently(Person founder, String slug) throws InterruptedException {
    while (true) {
      try {
        return tenants.create(founder, "request", null, "10.0.0.1", slug, slug);
      } catch (RateLimited another) {
        Thread.sleep(10);
      }
    }
  }

  private record Someone(UUID memberId, Caller caller) {}

  private Someone join(String name, List<Grant> grants) throws Exception {
    UUID personId = Ids.next();
    UUID memberId =
        inThread(
            () ->
                ground.database.transact(
                    tenant,
                    tx -> members.add(tx, new Person(personId, name, name, name + "@x"), grants)));
    Set<Permission> everywhere = EnumSet.noneOf(Permission.class);
    grants.forEach(grant -> everywhere.addAll(grant.role().permissions()));
    return new Someone(
        memberId,
        Caller.platform(
            new Principal(
                Principal.Kind.PERSON, personId, tenant, "house", name, everywhere, Map.of(), null),
            "request"));
  }

  private Member grant(Someone who, Someone whom, List<Grant> grants) throws Exception {
    return inThread(
        () -> {
          int version = members.get(who.caller().principal(), whom.memberId()).version();
          return members.setGrants(who.caller(), whom.memberId(), version, grants);
        });
  }

  private String refused(Someone who, Someone whom, List<Grant> grants) {
    try {
      grant(who, whom, grants);
      return null;
    } catch (Exception e) {
      return e.getCause().getClass().getSimpleName() + ": " + e.getCause().getMessage();
    }
  }

  @Test
  @Tag("heavy")
  void twoOwnersWhoDemoteEachOtherAtOnceLeaveOne() throws Exception {
    Someone first = join("first", OWNER);
    Someone second = join("second", OWNER);
    for (int round = 0; round < ROUNDS; round++) {
      CyclicBarrier together = new CyclicBarrier(2);
      Future<String> one = threads.submit(() -> demoted(together, first, second));
      Future<String> other = threads.submit(() -> demoted(together, second, first));
      assertThat(List.of(one.get(), other.get()))
          .as("round %d", round)
          .containsOnlyOnce("demoted")
          .anyMatch(end -> end.startsWith("Forbidden"));
      assertThat(owners()).as("owners after round %d", round).isEqualTo(1);
      makeOwners();
    }
  }

  @Test
  void twoOwnersWhoLeaveAtOnceLeaveOne() throws Exception {
    Someone first = join("first", OWNER);
    Someone second = join("second", OWNER);
    for (int round = 0; round < 200; round++) {
      CyclicBarrier together = new CyclicBarrier(2);
      Future<String> one = threads.submit(() -> left(together, first));
      Future<String> other = threads.submit(() -> left(together, second));
      List<String> ends = List.of(one.get(), other.get());
      assertThat(ends)
          .as("round %d", round)
          .containsOnlyOnce("left")
          .containsOnlyOnce("the last owner of a tenant stays its owner");
      assertThat(owners()).as("owners after round %d", round).isEqualTo(1);
      Someone gone = one.get().equals("left") ? first : second;
      inThread(
          () ->
              ground.database.transact(
                  tenant,
                  tx ->
                      tx.update(
                          """
                          INSERT INTO tenancy.member (tenant_id, id, person_id, username, name, email, joined_at)
                          VALUES ($1, $2, $3, 'back', 'back', 'back@x', now())
                          """,
                          tenant,
                          gone.memberId(),
                          gone.caller().principal().id())));
      makeOwners();
    }
  }

  private String left(CyclicBarrier together, Someone who) throws Exception {
    int version = members.get(who.caller().principal(), who.memberId()).version();
    together.await();
    try {
      members.leave(who.caller(), version);
      return "left";
    } catch (Conflict e) {
      return e.getMessage();
    }
  }

  @Test
  void ownershipGoesToAnotherMemberAndFromWhoGivesIt() throws Exception {
    Someone owner = join("owner", OWNER);
    Someone heir = join("heir", VIEWER);
    Someone admin = join("admin", ADMIN);
    inThread(
        () -> {
          members.transferOwnership(owner.caller(), heir.memberId(), 1);
          return null;
        });
    assertThat(inThread(() -> members.get(tenant, owner.memberId())).grants()).isEmpty();
    assertThat(inThread(() -> members.get(tenant, heir.memberId())).grants())
        .containsAll(OWNER)
        .containsAll(VIEWER);
    for (Someone none : List.of(owner, admin)) {
      assertThatThrownBy(
              () ->
                  inThread(
                      () -> {
                        members.transferOwnership(none.caller(), heir.memberId(), 2);
                        return null;
                      }))
          .hasCauseInstanceOf(Forbidden.class)
          .hasMessageContaining("TENANT_WRITE");
    }
  }

  private String demoted(CyclicBarrier together, Someone who, Someone whom) throws Exception {
    int version = members.get(who.caller().principal(), whom.memberId()).version();
    together.await();
    try {
      members.setGrants(who.caller(), whom.memberId(), version, VIEWER);
      return "demoted";
    } catch (Forbidden | Conflict e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }

  private long owners() {
    return ground.count("SELECT count(*) FROM tenancy.role_grant WHERE role = 'OWNER'");
  }

  private void makeOwners() throws Exception {
    inThread(
        () ->
            ground.database.transact(
                tenant,
                tx -> {
                  tx.update("DELETE FROM tenancy.role_grant WHERE tenant_id = $1", tenant);
                  return tx.update(
                      """
                      INSERT INTO tenancy.role_grant (tenant_id, id, member_id, role)
                      SELECT tenant_id, uuidv7(), id, 'OWNER'
                      FROM tenancy.member
                      WHERE tenant_id = $1
                      """,
                      tenant);
                }));
  }

  @Test
  void nobodyGivesOrTakesMoreThanTheyHold() throws Exception {
    Someone owner = join("owner", OWNER);
    Someone admin = join("admin", ADMIN);
    Someone other = join("other", VIEWER);
    assertThat(refused(admin, other, OWNER))
        .isEqualTo("Forbidden: needs the permission TENANT_WRITE");
    assertThat(refused(admin, owner, VIEWER)).startsWith("Forbidden");
    assertThat(refused(admin, admin, OWNER)).startsWith("Forbidden");
    assertThat(grant(admin, other, ADMIN).grants()).isEqualTo(ADMIN);
    assertThat(refused(owner, owner, VIEWER))
        .isEqualTo("Conflict: the last owner of a tenant stays its owner");
  }

  @Test
  @Tag("heavy")
  void rightsThatWereTakenAMomentAgoAreNotGivenOn() throws Exception {
    Someone owner = join("owner", OWNER);
    Someone admin = join("admin", ADMIN);
    Someone other = join("other", VIEWER);
    grant(owner, admin, VIEWER);
    assertThat(admin.caller().principal().may(Permission.MEMBER_WRITE, null))
        .as("the snapshot is a moment old")
        .isTrue();
    assertThat(refused(admin, other, ADMIN))
        .isEqualTo("Forbidden: needs the permission MEMBER_WRITE");
  }

  @Test
  void aGrantInAProjectThatDoesNotExistIsRefused() throws Exception {
    Someone owner = join("owner", OWNER);
    Someone other = join("other", VIEWER);
    List<Grant> here = List.of(Grant.of(Role.ENGINEER, PROJECT));
    assertThat(grant(owner, other, here).grants()).isEqualTo(here);
    assertThat(refused(owner, other, List.of(Grant.of(Role.ENGINEER, Ids.next()))))
        .isEqualTo("NotFound: project not found");
  }

  private ApiKeySecret keyOf(Caller maker) throws Exception {
    return keyOf(maker, null);
  }

  private ApiKeySecret keyOf(Caller maker, OffsetDateTime expiresAt) throws Exception {
    return key(
        maker,
        new ApiKeys.NewApiKey(
            "k", Set.of(Permission.KEY_WRITE, Permission.RUN_READ), null, expiresAt));
  }

  private ApiKeySecret key(Caller maker, ApiKeys.NewApiKey wanted) throws Exception {
    return inThread(() -> keys.create(maker, wanted)).secret();
  }

  private Optional<Principal> holder(ApiKeySecret secret) throws Exception {
    return inThread(
        () ->
            new AccessDirectory(ground.system, ground.clock).byApiKey(secret.value(), "127.0.0.1"));
  }

  private Member remove(Someone who, Someone whom) throws Exception {
    return inThread(
        () ->
            members.remove(
                who.caller(),
                whom.memberId(),
                members.get(who.caller().principal(), whom.memberId()).version()));
  }

  @Test
  void behindAKeyStandsWhoMadeItEvenOverSeveralKeys() throws Exception {
    Someone owner = join("owner", OWNER);
    Principal key = holder(keyOf(owner.caller())).orElseThrow();
    Principal keyOfKey = holder(keyOf(Caller.platform(key, "request"))).orElseThrow();
    assertThat(keyOfKey.actor().kind()).isEqualTo(Principal.Kind.API_KEY);
    assertThat(keyOfKey.person()).isEqualTo(owner.caller().principal().actor());
  }

  @Test
  void theKeyOfAnAdminWhoIsNoneAnyMorePromotesNobody() throws Exception {
    Someone owner = join("owner", OWNER);
    Someone admin = join("admin", ADMIN);
    ApiKeySecret first =
        key(admin.caller(), new ApiKeys.NewApiKey("k", Role.ADMIN.permissions(), null, null));
    Principal before = holder(first).orElseThrow();
    ApiKeySecret second =
        key(
            Caller.platform(before, "request"),
            new ApiKeys.NewApiKey("k", Role.ADMIN.permissions(), null, null));
    assertThat(before.everywhere()).isEqualTo(Role.ADMIN.permissions());

    grant(owner, admin, VIEWER);

    Someone byKey = new Someone(admin.memberId(), Caller.platform(before, "request"));
    assertThat(refused(byKey, admin, ADMIN))
        .as("by a snapshot that is a moment old")
        .isEqualTo("Forbidden: needs the permission MEMBER_WRITE");
    for (ApiKeySecret secret : List.of(first, second)) {
      assertThat(holder(secret).orElseThrow().everywhere()).isEqualTo(Role.VIEWER.permissions());
    }
    assertThat(known(before).everywhere())
        .as("of what was let in before")
        .isEqualTo(Role.VIEWER.permissions());

    grant(owner, admin, ADMIN);
    assertThat(holder(second).orElseThrow().everywhere()).isEqualTo(Role.ADMIN.permissions());
  }

  private Principal known(Principal key) throws Exception {
    AccessDirectory.KeyId id = new AccessDirectory.KeyId(tenant, key.keyId());
    AccessDirectory directory = new AccessDirectory(ground.system, ground.clock);
    return inThread(() -> directory.byApiKeyIds(List.of(id))).get(id);
  }

  @Test
  void aKeyIsBoundedInEachPlaceByWhatItsPersonHoldsThere() throws Exception {
    Someone owner = join("owner", OWNER);
    Someone maker = join("maker", ADMIN);
    Set<Permission> wanted = Set.of(Permission.RUN_READ, Permission.RUN_WRITE);
    ApiKeySecret everywhere = key(maker.caller(), new ApiKeys.NewApiKey("k", wanted, null, null));
    ApiKeySecret inProject =
        key(maker.caller(), new ApiKeys.NewApiKey("k", wanted, Set.of(PROJECT), null));

    grant(owner, maker, List.of(Grant.of(Role.ENGINEER, PROJECT)));
    for (ApiKeySecret secret : List.of(everywhere, inProject)) {
      Principal holder = holder(secret).orElseThrow();
      assertThat(holder.everywhere()).isEmpty();
      assertThat(holder.byProject()).isEqualTo(Map.of(PROJECT, wanted));
    }

    grant(owner, maker, VIEWER);
    assertThat(holder(everywhere).orElseThrow().everywhere()).containsOnly(Permission.RUN_READ);
    assertThat(holder(inProject).orElseThrow().everywhere()).isEmpty();
    assertThat(holder(inProject).orElseThrow().byProject())
        .isEqualTo(Map.of(PROJECT, Set.of(Permission.RUN_READ)));

    grant(owner, maker, List.of());
    for (ApiKeySecret secret : List.of(everywhere, inProject)) {
      assertThat(holder(secret).orElseThrow().mayAnywhere(Permission.RUN_READ)).isFalse();
    }
  }

  @Test
  void aKeyThatEndsMakesNoneThatOutlivesIt() throws Exception {
    OffsetDateTime end = ground.clock.instant().atOffset(ZoneOffset.UTC).plusDays(1);
    Someone owner = join("owner", OWNER);
    Principal key = holder(keyOf(owner.caller(), end)).orElseThrow();
    Caller caller = Caller.platform(key, "request");

    for (OffsetDateTime later : new OffsetDateTime[] {null, end.plusSeconds(1)}) {
      assertThatThrownBy(() -> keyOf(caller, later))
          .hasCauseInstanceOf(Invalid.class)
          .hasMessageContaining("input.expiresAt: ");
    }
    assertThat(holder(keyOf(caller, end))).isPresent();
    assertThat(holder(keyOf(owner.caller(), end.plusDays(1)))).isPresent();
  }

  @Test
  void theKeysThatAPersonStandsBehindEndWithTheirMembership() throws Exception {
    Someone owner = join("owner", OWNER);
    Someone leaver = join("leaver", ADMIN);
    ApiKeySecret first = keyOf(leaver.caller());
    ApiKeySecret second = keyOf(Caller.platform(holder(first).orElseThrow(), "request"));
    ApiKeySecret others = keyOf(owner.caller());

    Member removed = remove(owner, leaver);

    assertThat(removed.username()).isEqualTo("leaver");
    assertThat(holder(first)).isEmpty();
    assertThat(holder(second)).isEmpty();
    assertThat(holder(others)).isPresent();
    assertThatThrownBy(() -> keyOf(leaver.caller()))
        .as("a key that was asked for a moment ago")
        .hasRootCauseInstanceOf(Unauthenticated.class);
    assertThat(
            ground.count(
                "SELECT (detail->>'revokedKeys')::int FROM tenancy.audit_entry WHERE action = 'removeMember'"))
        .isEqualTo(2);
  }

  @Test
  void theLastOwnerIsNotRemovedAndNobodyTakesMoreThanTheyHold() throws Exception {
    Someone owner = join("owner", OWNER);
    Someone admin = join("admin", ADMIN);
    assertThatThrownBy(() -> remove(owner, owner)).hasRootCauseInstanceOf(Conflict.class);
    assertThatThrownBy(() -> remove(admin, owner)).hasRootCauseInstanceOf(Forbidden.class);
    assertThat(owners()).isEqualTo(1);
  }
}
