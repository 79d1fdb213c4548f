package io.keelson.api.graphql.event;

import static io.keelson.api.graphql.GraphTypes.DEAD_LETTER;
import static io.keelson.api.graphql.GraphTypes.TENANT;

import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.event.EventTypes.*;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.graphql.people.OwnTenant;
import io.keelson.api.graphql.tenancy.TenancyTypes.TenantType;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.event.DeadLetter;
import io.keelson.tenancy.event.DeadLetters;
import io.keelson.tenancy.tenant.OperatorCall;
import io.keelson.tenancy.tenant.OperatorsOnly;
import io.keelson.tenancy.tenant.Tenants;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

/** What could not be delivered within the platform. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class EventApi {
  private final CallContext call;
  private final DeadLetters letters;
  private final Tenants tenants;
  private final Pages pages;
  private final OwnTenant own;

  EventApi(CallContext call, DeadLetters letters, Tenants tenants, Pages pages, OwnTenant own) {
    this.call = call;
    this.letters = letters;
    this.tenants = tenants;
    this.pages = pages;
    this.own = own;
  }

  @Query
  @Requires(Permission.AUDIT_READ)
  @NonNull
  @Description("Events whose delivery failed after the last attempt, newest first.")
  public DeadLetterConnection deadLetters(
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    return page(own.active(), first, after);
  }

  @NonNull
  @Description(
      "Events of the organisation whose delivery failed after the last attempt, newest first; for operators of the installation alone.")
  public DeadLetterConnection deadLetters(
      @Source TenantType tenant,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal operator = call.operatorCall().in(tenant.tenant()).principal();
    return page(operator, first, after);
  }

  private DeadLetterConnection page(Principal principal, Integer first, String after) {
    return DeadLetterConnection.of(
        pages.forward(
            "deadLetters",
            principal.tenantId(),
            first,
            after,
            (limit, from) -> letters.page(principal, limit, from),
            DeadLetter::id));
  }

  @Mutation
  @Requires(Permission.TENANT_WRITE)
  @NonNull
  @Description("Has the event delivered once more. A dead letter can be replayed once.")
  public DeadLetterType replayDeadLetter(@Id @NonNull @Description("The dead letter.") String id) {
    return new DeadLetterType(
        letters.replay(call.caller(), GlobalId.decode("id", DEAD_LETTER, id)));
  }

  @Mutation
  @Requires({})
  @NonNull
  @Description(
      "Has an event of any organisation delivered once more, for operators of the installation alone; its audit log tells of it.")
  public DeadLetterType replayTenantDeadLetter(
      @Id @NonNull @Description("The organisation.") String tenantId,
      @Id @NonNull @Description("The dead letter, not replayed yet.") String id) {
    UUID tenant = GlobalId.decode("tenantId", TENANT, tenantId);
    UUID letter = GlobalId.decode("id", DEAD_LETTER, id);
    OperatorCall operator = call.operatorCall();
    if (operator.operator() == null) {
      throw new OperatorsOnly();
    }
    return new DeadLetterType(letters.replay(operator.in(tenants.get(tenant)), letter));
  }
}
