package io.keelson.api.testing;

import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.apikey.ApiKeys;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.member.Person;
import io.keelson.tenancy.tenant.Tenant;
import io.keelson.tenancy.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** Makes tenants and keys for tests, on virtual threads as the services want it. */
@ApplicationScoped
public class TestTenants {
  private final Tenants tenants;
  private final ApiKeys keys;

  TestTenants(Tenants tenants, ApiKeys keys) {
    this.tenants = tenants;
    this.keys = keys;
  }

  /** A tenant with the secret of a key that has an owner's rights. */
  public record Made(Tenant tenant, String key) {}

  public Made make(String slug) {
    return onVirtualThread(
        () -> {
          UUID id = Ids.next();
          Tenant tenant =
              tenants.create(
                  new Person(id, slug + "-owner", "Owner", "owner@" + slug + ".example"),
                  null,
                  null,
                  null,
                  slug,
                  slug);
          return new Made(tenant, key(tenant, Role.OWNER));
        });
  }

  public String keyFor(Tenant tenant, Role role) {
    return onVirtualThread(() -> key(tenant, role));
  }

  /** A key with these permissions in the project; null for the whole tenant. */
  public String keyFor(Tenant tenant, Set<Permission> permissions, UUID projectId) {
    Set<UUID> projects = projectId == null ? Set.of() : Set.of(projectId);
    return onVirtualThread(() -> key(tenant, "some", permissions, projects));
  }

  private String key(Tenant tenant, Role role) {
    String name = role.name().toLowerCase(java.util.Locale.ROOT);
    return key(tenant, name, role.permissions(), Set.of());
  }

  private String key(Tenant tenant, String name, Set<Permission> permissions, Set<UUID> projects) {
    Principal owner =
        new Principal(
            Principal.Kind.PLATFORM,
            Ids.next(),
            tenant.id(),
            tenant.slug(),
            "test",
            EnumSet.copyOf(Role.OWNER.permissions()),
            Map.of(),
            null);
    return keys.create(
            Caller.platform(owner, null), new ApiKeys.NewApiKey(name, permissions, projects, null))
        .secret()
        .value();
  }

  static <T> T onVirtualThread(Callable<T> work) {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      return executor.submit(work).get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
