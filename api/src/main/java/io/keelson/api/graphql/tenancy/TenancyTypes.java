package io.keelson.api.graphql.tenancy;

import io.keelson.api.graphql.ActorIds;
import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import io.keelson.api.graphql.people.GrantTypes.GrantSpec;
import io.keelson.api.graphql.people.GrantTypes.GrantType;
import io.keelson.api.graphql.tenancy.ApiKeyTypes.ApiKeyType;
import io.keelson.tenancy.audit.AuditEntry;
import io.keelson.tenancy.audit.AuditFilter;
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
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Tenants and people as the API shows them. */
public final class TenancyTypes {
  private TenancyTypes() {}

  @Name("Person")
  @Description("Somebody who signs in.")
  public record PersonType(
      @Id @NonNull @Description("What they are known by where they sign in; no node.") String id,
      @NonNull @Description("What they call themselves.") String name,
      @NonNull @Description("Their e-mail address.") String email) {}

  @Name("Viewer")
  @Description("Who asks.")
  public record ViewerType(
      @Description("Who signed in; null for a key.") PersonType person,
      @Description("The caller's own key, for one with KEY_WRITE; null for a person.")
          ApiKeyType apiKey,
      @NonNull
          @Description(
              "Whether the caller may create an organisation: a person whose e-mail address is verified.")
          Boolean canCreateTenant,
      @NonNull @Description("The organisations that the caller is let into, by slug; at most 100.")
          List<@NonNull TenantType> tenants) {}

  @Name("Tenant")
  @Description("An organisation: all that it has is invisible to every other one.")
  public record TenantType(@Ignore Tenant tenant) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.TENANT, tenant.id());
    }

    @NonNull
    @Description("What addresses name it by; unlike those of all others in the installation.")
    public String getSlug() {
      return tenant.slug();
    }

    @NonNull
    @Description("What people call it.")
    public String getName() {
      return tenant.name();
    }

    @NonNull
    @Description("Whether its keys and members are let in.")
    public TenantStatus getStatus() {
      return tenant.status();
    }

    @NonNull
    @Description("When it was made.")
    public OffsetDateTime getCreatedAt() {
      return tenant.createdAt();
    }

    @NonNull
    @Description(
        "Whether its members and keys may send only operations that the platform trusts, which are those of the console.")
    public Boolean getTrustedDocumentsOnly() {
      return tenant.trustedDocumentsOnly();
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return tenant.version();
    }
  }

  @Name("KeyPolicy")
  @Description("What an organisation wants of its API keys.")
  public record KeyPolicyType(
      @Description(
              "How long a key counts at most, from when it was made or this was set, whichever is later; null for as long as it likes.")
          Duration maxLife,
      @NonNull @Description("How long nobody has used a key before it counts as unused.")
          Duration unusedAfter) {}

  @Name("Member")
  @Description("Somebody who belongs to the tenant.")
  public record MemberType(@Ignore Member member) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.MEMBER, member.id());
    }

    @NonNull
    @Description("Who they are.")
    public PersonType getPerson() {
      return new PersonType(member.personId().toString(), member.name(), member.email());
    }

    @NonNull
    @Description("The roles that they hold themselves; at most 100. Their teams' come on top.")
    public List<@NonNull GrantType> getGrants() {
      return GrantType.all(member.grants());
    }

    @NonNull
    @Description("When they joined.")
    public OffsetDateTime getJoinedAt() {
      return member.joinedAt();
    }

    @Description("When they last used the tenant, to the minute; null for who has not yet.")
    public OffsetDateTime getLastSeenAt() {
      return member.lastSeenAt();
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return member.version();
    }
  }

  @Name("MemberConnection")
  @Description("A page of members.")
  public record MemberConnection(
      @NonNull @Description("The members with their cursors.") List<@NonNull MemberEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    public static MemberConnection of(Page<Member> page) {
      return new MemberConnection(
          page.edges((member, cursor) -> new MemberEdge(new MemberType(member), cursor)),
          page.info());
    }
  }

  @Name("MemberEdge")
  @Description("A member in a page.")
  public record MemberEdge(
      @NonNull @Description("The member.") MemberType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Input("AuditFilterInput")
  @Description("Which entries of the audit log are meant: those for which all of it holds.")
  public record AuditFilterSpec(
      @Id @Description("Who tried, by Actor.id; anybody when left out.") String actorId,
      @Description(
              "What was tried, such as createProject: at most 20, one of them; anything when left out.")
          List<String> actions,
      @Description("What became of it; whatever did when left out.") AuditOutcome outcome) {
    static AuditFilter filter(AuditFilterSpec spec) {
      return spec == null
          ? AuditFilter.NONE
          : new AuditFilter(
              spec.actorId() == null ? null : ActorIds.decode("filter.actorId", spec.actorId()),
              GraphTypes.items("filter.actions", spec.actions()),
              spec.outcome());
    }
  }

  @Name("AuditEntry")
  @Description("Something that was tried in the tenant, and what became of it. Never changed.")
  public record AuditEntryType(
      @NonNull @Description("When it was tried.") OffsetDateTime at,
      @NonNull @Description("The label of whoever tried.") String actor,
      @NonNull @Description("Who tried.") ActorType by,
      @NonNull @Description("The operation, such as createProject.") String action,
      @Id @Description("The global id of what it was about; null for nothing in particular.")
          String targetId,
      @Id @Description("The project it was about; null for the whole tenant.") String projectId,
      @NonNull @Description("What became of it.") AuditOutcome outcome,
      @Id
          @Description(
              "The request that it came by, as the answer's header and the traces name it; null where there was none.")
          String requestId,
      @Description("The caller's network address; null where the platform itself acted.")
          String address,
      @NonNull @Description("More about it, as JSON text; an empty object for nothing.")
          String detail) {
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
  @Description("A page of entries of the audit log.")
  public record AuditEntryConnection(
      @NonNull @Description("The entries with their cursors.") List<@NonNull AuditEntryEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static AuditEntryConnection of(Page<AuditEntry> page) {
      return new AuditEntryConnection(
          page.edges((entry, cursor) -> new AuditEntryEdge(AuditEntryType.of(entry), cursor)),
          page.info());
    }
  }

  @Name("AuditEntryEdge")
  @Description("An entry of the audit log in a page.")
  public record AuditEntryEdge(
      @NonNull @Description("The entry.") AuditEntryType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Description("An organisation to make.")
  public record CreateTenant(
      @NonNull
          @Description(
              "What addresses name it by: 2 to 63 lower-case letters, digits or hyphens, a letter first; nobody else in the installation has it.")
          String slug,
      @NonNull @Description("1 to 200 characters.") String name) {}

  @Description("What an organisation shall be called.")
  public record UpdateTenant(
      @NonNull @Description("The tenant's version that the change is meant for.")
          Integer expectedVersion,
      @NonNull @Description("1 to 200 characters; its slug stays.") String name) {}

  @Description("What an organisation shall want of its API keys.")
  public record SetKeyPolicy(
      @Description(
              "How long a key may count at most, from an hour to ten years; left out for as long as it likes.")
          Duration maxLife,
      @NonNull
          @Description(
              "How long nobody has used a key before it counts as unused, from a day to ten years.")
          Duration unusedAfter,
      @NonNull @Description("The tenant's version that the change is meant for.")
          Integer expectedVersion) {}

  @Description("What a member shall hold.")
  public record SetMemberGrants(
      @Id @NonNull @Description("The member.") String id,
      @NonNull @Description("The version that the change is meant for.") Integer expectedVersion,
      @NonNull @Description("All of their own grants; at most 100.")
          List<@NonNull GrantSpec> grants) {}
}
