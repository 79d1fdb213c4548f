package io.keelson.api.graphql.tenancy;

import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import io.keelson.api.graphql.people.GrantTypes.GrantSpec;
import io.keelson.api.graphql.people.GrantTypes.GrantType;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.apikey.ApiKey;
import io.keelson.tenancy.audit.AuditEntry;
import io.keelson.tenancy.audit.AuditOutcome;
import io.keelson.tenancy.member.Member;
import io.keelson.tenancy.tenant.Tenant;
import io.keelson.tenancy.tenant.TenantStatus;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Tenants, people and keys as the API shows them. */
public final class TenancyTypes {
  private TenancyTypes() {}

  @Name("Person")
  public record PersonType(@Id @NonNull String id, @NonNull String name, @NonNull String email) {}

  @Name("Viewer")
  public record ViewerType(
      PersonType person,
      ApiKeyType apiKey,
      @NonNull
          @Description(
              "Whether the caller may create an organisation: a person whose e-mail address is verified.")
          Boolean canCreateTenant,
      @NonNull List<@NonNull TenantType> tenants) {}

  @Name("Tenant")
  public record TenantType(@Ignore Tenant tenant) implements Node {
    @Override
    @Id
    @NonNull
    public String getId() {
      return GraphTypes.id(GraphTypes.TENANT, tenant.id());
    }

    @NonNull
    public String getSlug() {
      return tenant.slug();
    }

    @NonNull
    public String getName() {
      return tenant.name();
    }

    @NonNull
    public String getPlan() {
      return tenant.plan();
    }

    @NonNull
    public TenantStatus getStatus() {
      return tenant.status();
    }

    @NonNull
    public OffsetDateTime getCreatedAt() {
      return tenant.createdAt();
    }

    @NonNull
    @Description("What the organisation wants of its API keys.")
    public KeyPolicyType getKeyPolicy() {
      return new KeyPolicyType(tenant.keyPolicy().maxLife(), tenant.keyPolicy().unusedAfter());
    }

    @NonNull
    public Integer getVersion() {
      return tenant.version();
    }
  }

  @Name("KeyPolicy")
  @Description("What an organisation wants of its API keys.")
  public record KeyPolicyType(
      @Description("How long a new key may live at most; null for as long as it likes.")
          Duration maxLife,
      @NonNull @Description("How long nobody has used a key before it counts as unused.")
          Duration unusedAfter) {}

  @Name("Member")
  public record MemberType(@Ignore Member member) implements Node {
    @Override
    @Id
    @NonNull
    public String getId() {
      return GraphTypes.id(GraphTypes.MEMBER, member.id());
    }

    @NonNull
    public PersonType getPerson() {
      return new PersonType(member.personId().toString(), member.name(), member.email());
    }

    @NonNull
    public List<@NonNull GrantType> getGrants() {
      return GrantType.all(member.grants());
    }

    @NonNull
    public OffsetDateTime getJoinedAt() {
      return member.joinedAt();
    }

    @Description("When they last used the tenant, to the minute; null for who has not yet.")
    public OffsetDateTime getLastSeenAt() {
      return member.lastSeenAt();
    }

    @NonNull
    public Integer getVersion() {
      return member.version();
    }
  }

  @Name("MemberConnection")
  public record MemberConnection(
      @NonNull List<@NonNull MemberEdge> edges, @NonNull PageInfo pageInfo) {
    public static MemberConnection of(Page<Member> page) {
      return new MemberConnection(
          page.edges((member, cursor) -> new MemberEdge(new MemberType(member), cursor)),
          page.info());
    }
  }

  @Name("MemberEdge")
  public record MemberEdge(@NonNull MemberType node, @NonNull String cursor) {}

  @Name("ApiKey")
  public record ApiKeyType(@Ignore ApiKey key) implements Node {
    @Override
    @Id
    @NonNull
    public String getId() {
      return GraphTypes.id(GraphTypes.API_KEY, key.id());
    }

    @NonNull
    public String getName() {
      return key.name();
    }

    @NonNull
    public String getPrefix() {
      return key.prefix();
    }

    @NonNull
    public List<@NonNull Permission> getPermissions() {
      return key.permissions().stream().sorted().toList();
    }

    @NonNull
    public List<@NonNull String> getProjectIds() {
      return key.projectIds().stream()
          .sorted()
          .map(id -> GraphTypes.id(GraphTypes.PROJECT, id))
          .toList();
    }

    @NonNull
    public OffsetDateTime getCreatedAt() {
      return key.createdAt();
    }

    public OffsetDateTime getExpiresAt() {
      return key.expiresAt();
    }

    public OffsetDateTime getRevokedAt() {
      return key.revokedAt();
    }

    public OffsetDateTime getLastUsedAt() {
      return key.lastUsedAt();
    }

    @NonNull
    @Description("Who made it.")
    public ActorType getCreatedBy() {
      return ActorType.of(key.createdBy());
    }
  }

  @Name("CreatedApiKey")
  public record CreatedApiKeyType(@NonNull ApiKeyType apiKey, @NonNull String secret) {}

  @Name("AuditEntry")
  public record AuditEntryType(
      @NonNull OffsetDateTime at,
      @NonNull String actor,
      @NonNull ActorType by,
      @NonNull String action,
      String targetId,
      @Id String projectId,
      @NonNull AuditOutcome outcome,
      String requestId,
      String address,
      @NonNull String detail) {
    static AuditEntryType of(AuditEntry entry) {
      return new AuditEntryType(
          entry.at(),
          entry.actor().label(),
          ActorType.of(entry.actor()),
          entry.action(),
          target(entry),
          GraphTypes.id(GraphTypes.PROJECT, entry.projectId()),
          entry.outcome(),
          entry.requestId(),
          entry.address(),
          entry.detail());
    }

    private static String target(AuditEntry entry) {
      return entry.targetType() == null
          ? null
          : GraphTypes.id(entry.targetType(), entry.targetId());
    }
  }

  @Name("AuditEntryConnection")
  public record AuditEntryConnection(
      @NonNull List<@NonNull AuditEntryEdge> edges, @NonNull PageInfo pageInfo) {
    static AuditEntryConnection of(Page<AuditEntry> page) {
      return new AuditEntryConnection(
          page.edges((entry, cursor) -> new AuditEntryEdge(AuditEntryType.of(entry), cursor)),
          page.info());
    }
  }

  @Name("AuditEntryEdge")
  public record AuditEntryEdge(@NonNull AuditEntryType node, @NonNull String cursor) {}

  public record CreateTenant(@NonNull String slug, @NonNull String name) {}

  public record CreateApiKey(
      @NonNull String name,
      @Description("What it may do, at least one; left out for a service account's.")
          List<Permission> permissions,
      List<String> projectIds,
      OffsetDateTime expiresAt,
      @Id
          @Description(
              "Whose key it is: it has the account's rights, as they are at each call. Left out for a key with permissions of its own.")
          String serviceAccountId) {}

  @Description("A key to replace.")
  public record RotateApiKey(
      @Id @NonNull @Description("The key that ends.") String id,
      @Description(
              "How long it still counts beside the new one, at most 30 days; a day when left out.")
          Duration overlap) {}

  @Description("What an organisation shall want of its API keys.")
  public record SetKeyPolicy(
      @Description(
              "How long a new key may live at most, from an hour to ten years; left out for as long as it likes.")
          Duration maxLife,
      @NonNull
          @Description(
              "How long nobody has used a key before it counts as unused, from a day to ten years.")
          Duration unusedAfter,
      @NonNull @Description("The tenant's version that the change is meant for.")
          Integer expectedVersion) {}

  public record SetMemberGrants(
      @Id @NonNull String id,
      @NonNull Integer expectedVersion,
      @NonNull List<@NonNull GrantSpec> grants) {}
}
