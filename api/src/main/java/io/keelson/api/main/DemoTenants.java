package io.keelson.api.main;

import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.apikey.ApiKeys;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.embedded.DemoIdentities;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.member.Members;
import io.keelson.tenancy.member.Person;
import io.keelson.tenancy.tenant.Tenant;
import io.keelson.tenancy.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The two organisations of a fresh installation, with the people that its identity provider knows.
 */
@ApplicationScoped
class DemoTenants {
  private final TenantDatabase database;
  private final Tenants tenants;
  private final Members members;
  private final ApiKeys keys;

  DemoTenants(TenantDatabase database, Tenants tenants, Members members, ApiKeys keys) {
    this.database = database;
    this.tenants = tenants;
    this.members = members;
    this.keys = keys;
  }

  /** Makes what is not there; any number of processes may do so at once. */
  void ensure() {
    ensure(DemoIdentities.DEMO, "Demo organisation");
    ensure(DemoIdentities.OTHER, "Other organisation");
  }

  private void ensure(String slug, String name) {
    if (tenants.bySlug(slug).isPresent()) {
      return;
    }
    UUID tenantId = Ids.fromName("demo-tenant", slug);
    try {
      database.transact(
          tenantId,
          tx -> {
            tenants.insert(tx, tenantId, slug, name);
            for (DemoIdentities.Person person : DemoIdentities.ALL) {
              if (person.organization().equals(slug)) {
                members.add(
                    tx,
                    new Person(
                        person.id(),
                        person.username(),
                        person.firstName() + " " + person.lastName(),
                        person.email()),
                    List.of(Grant.of(person.role(), null)));
              }
            }
            return null;
          });
    } catch (io.keelson.tenancy.database.UniqueViolation madeByAnother) {
      // another process was first
    }
  }

  /** A new key with the rights of a role in the tenant; its secret is returned this once. */
  String newKey(String slug, Role role) {
    Tenant tenant = tenants.bySlug(slug).orElseThrow();
    Principal platform =
        new Principal(
            Principal.Kind.PLATFORM,
            Ids.fromName("platform"),
            tenant.id(),
            slug,
            "platform",
            EnumSet.copyOf(Role.OWNER.permissions()),
            Map.of(),
            null);
    Set<Permission> permissions = EnumSet.copyOf(role.permissions());
    return keys.create(
            Caller.platform(platform, null),
            new ApiKeys.NewApiKey(
                "demo-" + role.name().toLowerCase(java.util.Locale.ROOT),
                permissions,
                Set.of(),
                null))
        .secret()
        .value();
  }
}
