package io.keelson.api.testing;

import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.embedded.DemoIdentities;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.member.Members;
import io.keelson.tenancy.member.Person;
import io.keelson.tenancy.tenant.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;

/** Makes people of a tenant and says what they may do, without the directory's memory. */
@ApplicationScoped
public class TestPeople {
  private final TenantDatabase database;
  private final SystemDatabase system;
  private final Members members;
  private final InstantSource clock;

  TestPeople(TenantDatabase database, SystemDatabase system, Members members, InstantSource clock) {
    this.database = database;
    this.system = system;
    this.members = members;
    this.clock = clock;
  }

  /** A member of a tenant. */
  public record Someone(UUID tenantId, UUID memberId, UUID personId) {}

  public Someone join(Tenant tenant, String name, Grant... grants) {
    return join(
        tenant, new Person(Ids.next(), name, name, name + "@people.example"), List.of(grants));
  }

  /** One of the demo's people, who can sign in. */
  public Someone join(Tenant tenant, DemoIdentities.Person person, Grant... grants) {
    return join(
        tenant,
        new Person(person.id(), person.username(), person.username(), person.email()),
        List.of(grants));
  }

  private Someone join(Tenant tenant, Person person, List<Grant> grants) {
    UUID memberId =
        inThread(() -> database.transact(tenant.id(), tx -> members.add(tx, person, grants)));
    return new Someone(tenant.id(), memberId, person.id());
  }

  /** Empty for who is no member any more. */
  public Optional<Principal> rights(Someone someone) {
    return inThread(
        () ->
            new AccessDirectory(system, clock).byPersonId(someone.tenantId(), someone.personId()));
  }

  /** Empty for a key that does not count. */
  public Optional<Principal> holder(String secret) {
    return inThread(() -> new AccessDirectory(system, clock).byApiKey(secret, "127.0.0.1"));
  }

  /** A call of theirs. */
  public Caller caller(Someone someone) {
    return Caller.platform(rights(someone).orElseThrow(), "request");
  }

  public <T> T inThread(Callable<T> work) {
    return TestTenants.onVirtualThread(work);
  }
}
