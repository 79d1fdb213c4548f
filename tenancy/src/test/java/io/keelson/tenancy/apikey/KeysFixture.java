package io.keelson.tenancy.apikey;

import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.grant.Grantee;
import io.keelson.tenancy.grant.Grants;
import io.keelson.tenancy.member.Members;
import io.keelson.tenancy.member.Person;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.object.ObjectsFixture;
import io.keelson.tenancy.tenant.Tenants;
import io.keelson.tenancy.testing.TestQuotas;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A tenant with people, service accounts and the keys that they make. */
final class KeysFixture implements AutoCloseable {
  final ObjectsFixture ground;
  final Granting granting;
  final Members members;
  final Tenants tenants;
  final ApiKeys keys;
  final UUID tenant = Ids.next();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  KeysFixture(Path folder) throws Exception {
    ground = new ObjectsFixture(folder);
    Authorizer authorizer = new Authorizer();
    Mutations mutations =
        new Mutations(ground.database, new AuditLog(ground.database, ground.clock), ground.clock);
    granting = new Granting((tx, projects) -> {}, ground.clock);
    members =
        new Members(
            ground.database, mutations, authorizer, granting, TestQuotas.none(), ground.clock);
    tenants =
        new Tenants(ground.database, ground.system, mutations, authorizer, members, ground.clock);
    keys =
        new ApiKeys(
            ground.database, mutations, authorizer, granting, TestQuotas.none(), ground.clock);
    transact(
        tx -> {
          tenants.insert(tx, tenant, "house", "House");
          return null;
        });
  }

  /** A member, or whoever calls with a key of theirs. */
  record Someone(UUID memberId, Caller caller) {}

  <T> T inThread(Callable<T> work) throws Exception {
    return threads.submit(work).get();
  }

  <T> T transact(Function<Transaction, T> work) throws Exception {
    return inThread(() -> ground.database.transact(tenant, work::apply));
  }

  Someone join(String name, Role role) throws Exception {
    UUID personId = Ids.next();
    List<Grant> grants = List.of(Grant.of(role, null));
    Person person = new Person(personId, name, name, name + "@people.example");
    UUID memberId = transact(tx -> members.add(tx, person, grants));
    Principal principal =
        new Principal(
            Principal.Kind.PERSON,
            personId,
            tenant,
            "house",
            name,
            EnumSet.copyOf(role.permissions()),
            Map.of(),
            null);
    return new Someone(memberId, Caller.platform(principal, "request"));
  }

  UUID account(String name, Role role) throws Exception {
    UUID id = Ids.next();
    transact(
        tx -> {
          tx.update(
              """
              INSERT INTO tenancy.service_account
                (tenant_id, id, name, created_by, created_by_kind, created_by_id, created_at)
              VALUES ($1, $2, $3, 'test', 'PLATFORM', $2, now())
              """,
              tx.tenantId(),
              id,
              name);
          Grants.add(tx, Grantee.serviceAccount(id), List.of(Grant.of(role, null)));
          return null;
        });
    return id;
  }

  ApiKeys.Created keyOfAccount(Someone maker, UUID account) throws Exception {
    return create(maker, new ApiKeys.NewApiKey("of account", Set.of(), Set.of(), null, account));
  }

  ApiKeys.Created create(Someone maker, ApiKeys.NewApiKey wanted) throws Exception {
    return inThread(() -> keys.create(maker.caller(), wanted));
  }

  Set<Permission> reading() {
    return Set.of(Permission.RUN_READ);
  }

  /** Empty for a key that does not count. */
  Optional<Principal> holder(ApiKeys.Created key) throws Exception {
    return inThread(
        () ->
            new AccessDirectory(ground.system, ground.clock)
                .byApiKey(key.secret().value(), "127.0.0.1"));
  }

  @Override
  public void close() {
    threads.close();
    ground.close();
  }
}
