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
import io.keelson.api.graphql.tenancy.ApiKeyTypes.ApiKeyConnection;
import io.keelson.api.graphql.tenancy.ApiKeyTypes.ApiKeyCountsType;
import io.keelson.api.graphql.tenancy.ApiKeyTypes.ApiKeyType;
import io.keelson.api.graphql.tenancy.TenancyTypes.*;
import io.keelson.api.identity.CallContext;
import io.keelson.api.identity.Visitor;
import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.apikey.ApiKey;
import io.keelson.tenancy.apikey.ApiKeyFilter;
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
  @Description("Who asks, and what they may do.")
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

  @NonNull
  @Description(
      "What the caller may do in the organisation of the request, or in one of its projects.")
  public List<@NonNull Permission> permissions(
      @Source ViewerType viewer,
      @Id @Description("The project; left out for the whole organisation.") String projectId) {
    UUID project = GraphTypes.optional("projectId", PROJECT, projectId);
    Principal principal = call.principal();
    return EnumSet.allOf(Permission.class).stream()
        .filter(permission -> principal.may(permission, project))
        .toList();
  }

  @NonNull
  @Description(
      "What the caller may do in the organisation of the request, or in at least one of its projects.")
  public List<@NonNull Permission> permissionsSomewhere(@Source ViewerType viewer) {
    Principal principal = call.principal();
    return EnumSet.allOf(Permission.class).stream().filter(principal::mayAnywhere).toList();
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
  @Description("The organisation of the request.")
  public TenantType tenant() {
    return new TenantType(tenants.get(call.principal().tenantId()));
  }

  @NonNull
  @Description("Who belongs to it, in the order in which they came.")
  public MemberConnection members(
      @Source TenantType tenant,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
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
  @Description("The tenant's keys: all of them, newest first, where nothing else is asked for.")
  public ApiKeyConnection apiKeys(
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after,
      @Description("Which of them; left out for all, those that have ended too.")
          ApiKeyFilter filter,
      @Description("Which come first; the newest when left out.") ApiKeyOrder orderBy) {
    return orderBy == ApiKeyOrder.POINTS
        ? keysByPoints(first, after, filter)
        : newestKeys(first, after, filter);
  }

  private ApiKeyConnection newestKeys(Integer first, String after, ApiKeyFilter filter) {
    Principal principal = call.principal();
    return ApiKeyConnection.of(
        pages.forward(
            listOf("api-keys", filter),
            principal.tenantId(),
            first,
            after,
            (limit, from) -> keys.page(principal, filter, limit, from),
            ApiKey::id));
  }

  private ApiKeyConnection keysByPoints(Integer first, String after, ApiKeyFilter filter) {
    Principal principal = call.principal();
    return ApiKeyConnection.ranked(
        pages.forwardFrom(
            listOf("api-keys-by-points", filter),
            principal.tenantId(),
            first,
            after,
            (limit, from) -> keys.byPoints(principal, filter, limit, PointPlaces.read(from)),
            PointPlaces::of));
  }

  private static String listOf(String list, ApiKeyFilter filter) {
    return filter == null ? list : list + "/" + filter;
  }

  @NonNull
  @Description("How many of the tenant's keys count, and which of them want a look.")
  public ApiKeyCountsType apiKeyCounts(@Source TenantType tenant) {
    return ApiKeyCountsType.of(keys.counts(own.principal(tenant)));
  }

  @Query
  @Requires(Permission.AUDIT_READ)
  @NonNull
  @Description("What was tried in the tenant, newest first.")
  public AuditEntryConnection auditLog(
      @NonNull @Description("At most 732 days.") PeriodSpec period,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after,
      @Description("Which of them; all when left out.") AuditFilterSpec filter) {
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
                audit.page(
                    principal.tenantId(),
                    checked.from(),
                    checked.to(),
                    AuditFilterSpec.filter(filter),
                    limit,
                    from),
            AuditEntry::id));
  }

  @Mutation
  @Requires({})
  @NonNull
  @Description("Makes an organisation that the caller owns, whose e-mail address is verified.")
  public TenantType createTenant(@NonNull @Description("The organisation.") CreateTenant input) {
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

  @Mutation("updateTenant")
  @Requires(Permission.TENANT_WRITE)
  @NonNull
  @Description("Renames the organisation of the request.")
  public TenantType updateTenant(@NonNull @Description("What it shall be.") UpdateTenant input) {
    return new TenantType(tenants.update(call.caller(), input.name(), input.expectedVersion()));
  }

  @Mutation("setMemberGrants")
  @Requires(Permission.MEMBER_WRITE)
  @NonNull
  @Description(
      "Says which roles a member holds, a second later; the caller holds all that is given or taken.")
  public MemberType setMemberGrants(@NonNull @Description("The grants.") SetMemberGrants input) {
    return new MemberType(
        members.setGrants(
            call.caller(),
            GlobalId.decode("input.id", MEMBER, input.id()),
            input.expectedVersion(),
            GrantTypes.grants("input.grants", input.grants())));
  }

  @Mutation("removeMember")
  @Requires(Permission.MEMBER_WRITE)
  @NonNull
  @Description(
      "Ends somebody's membership and revokes the keys that they made for themselves; what runs goes on, and so do keys of service accounts.")
  public MemberType removeMember(
      @Id @NonNull @Description("The member.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion) {
    return new MemberType(
        members.remove(call.caller(), GlobalId.decode("id", MEMBER, id), expectedVersion));
  }
}
