package io.keelson.api.graphql.tenancy;

import static io.keelson.api.graphql.GraphTypes.MEMBER;
import static io.keelson.api.graphql.GraphTypes.PROJECT;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.cost.CostTypes.PeriodSpec;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.graphql.people.GrantTypes;
import io.keelson.api.graphql.people.OwnTenant;
import io.keelson.api.graphql.tenancy.TenancyTypes.*;
import io.keelson.api.identity.CallContext;
import io.keelson.api.identity.Visitor;
import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.apikey.ApiKeys;
import io.keelson.tenancy.audit.AuditEntry;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.member.Member;
import io.keelson.tenancy.member.Members;
import io.keelson.tenancy.member.Person;
import io.keelson.tenancy.tenant.Tenants;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

/** Who asks, and who may do what. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class TenancyApi {
  private final CallContext call;
  private final AccessDirectory directory;
  private final Authorizer authorizer;
  private final Tenants tenants;
  private final Members members;
  private final ApiKeys keys;
  private final AuditLog audit;
  private final Pages pages;
  private final OwnTenant own;

  TenancyApi(
      CallContext call,
      AccessDirectory directory,
      Authorizer authorizer,
      Tenants tenants,
      Members members,
      ApiKeys keys,
      AuditLog audit,
      Pages pages,
      OwnTenant own) {
    this.call = call;
    this.directory = directory;
    this.authorizer = authorizer;
    this.tenants = tenants;
    this.members = members;
    this.keys = keys;
    this.audit = audit;
    this.pages = pages;
    this.own = own;
  }

  @Query
  @Requires({})
  @NonNull
  public ViewerType viewer() {
    Visitor visitor = call.visitor().orElseThrow();
    PersonType person =
        visitor
            .person()
            .map(p -> new PersonType(p.id().toString(), p.name(), p.email()))
            .orElse(null);
    List<UUID> tenantIds =
        visitor
            .person()
            .map(
                p ->
                    directory.tenantsOf(p.id()).stream()
                        .map(AccessDirectory.Membership::tenantId)
                        .toList())
            .orElseGet(() -> List.of(call.principal().tenantId()));
    return new ViewerType(
        person,
        ownKey(visitor),
        call.verifiedEmail().isPresent(),
        tenantIds.stream().map(id -> new TenantType(tenants.get(id))).toList());
  }

  private ApiKeyType ownKey(Visitor visitor) {
    return visitor
        .principal()
        .filter(p -> p.keyId() != null && p.may(Permission.KEY_WRITE, null))
        .map(p -> new ApiKeyType(keys.get(p, p.keyId())))
        .orElse(null);
  }

  /** What the caller may do in the tenant of the request, and in one of its projects. */
  @NonNull
  public List<@NonNull Permission> permissions(@Source ViewerType viewer, @Id String projectId) {
    UUID project = GraphTypes.optional("projectId", PROJECT, projectId);
    Principal principal = call.principal();
    return EnumSet.allOf(Permission.class).stream()
        .filter(permission -> principal.may(permission, project))
        .toList();
  }

  @Description(
      "The caller's own membership of the organisation of the request, whether or not they see those of others; null for a key, and for a person who has named none.")
  public MemberType member(@Source ViewerType viewer) {
    return call.visitor()
        .flatMap(Visitor::principal)
        .filter(principal -> principal.kind() == Principal.Kind.PERSON)
        .map(principal -> new MemberType(members.own(principal)))
        .orElse(null);
  }

  @Query
  @Requires({})
  @NonNull
  public TenantType tenant() {
    return new TenantType(tenants.get(call.principal().tenantId()));
  }

  @NonNull
  public MemberConnection members(@Source TenantType tenant, Integer first, String after) {
    Principal principal = own.principal(tenant);
    return MemberConnection.of(
        pages.forward(
            "members",
            principal.tenantId(),
            first,
            after,
            (limit, from) -> members.page(principal, limit, from),
            Member::id));
  }

  @Query
  @Requires(Permission.KEY_WRITE)
  @NonNull
  public List<@NonNull ApiKeyType> apiKeys() {
    return keys.list(call.principal()).stream().map(ApiKeyType::new).toList();
  }

  @Query
  @Requires(Permission.AUDIT_READ)
  @NonNull
  public AuditEntryConnection auditLog(@NonNull PeriodSpec period, Integer first, String after) {
    Principal principal = call.principal();
    authorizer.require(principal, Permission.AUDIT_READ, null);
    var checked = period.checked();
    return AuditEntryConnection.of(
        pages.forward(
            "audit",
            principal.tenantId(),
            first,
            after,
            (limit, from) ->
                audit.page(principal.tenantId(), checked.from(), checked.to(), limit, from),
            AuditEntry::id));
  }

  /** Whoever may sign up owns what they create, once their e-mail address is verified. */
  @Mutation
  @Requires({})
  @NonNull
  public TenantType createTenant(@NonNull CreateTenant input) {
    Person owner = call.person();
    if (call.verifiedEmail().isEmpty()) {
      throw new Conflict("the e-mail address of the account is not verified yet");
    }
    return new TenantType(
        tenants.create(
            owner,
            call.requestId(),
            call.idempotencyKey(),
            call.address(),
            input.slug(),
            input.name()));
  }

  @Mutation("setMemberGrants")
  @Requires(Permission.MEMBER_WRITE)
  @NonNull
  public MemberType setMemberGrants(@NonNull SetMemberGrants input) {
    return new MemberType(
        members.setGrants(
            call.caller(),
            GlobalId.decode("input.id", MEMBER, input.id()),
            input.expectedVersion(),
            GrantTypes.grants("input.grants", input.grants())));
  }

  /** The keys that the member made are revoked; what runs goes on. */
  @Mutation("removeMember")
  @Requires(Permission.MEMBER_WRITE)
  @NonNull
  public MemberType removeMember(@Id @NonNull String id, @NonNull Integer expectedVersion) {
    return new MemberType(
        members.remove(call.caller(), GlobalId.decode("id", MEMBER, id), expectedVersion));
  }
}
