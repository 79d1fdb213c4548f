package io.keelson.api.graphql.event;

import static io.keelson.api.graphql.GraphTypes.DEAD_LETTER;

import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.event.EventTypes.*;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.event.DeadLetter;
import io.keelson.tenancy.event.DeadLetters;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;

/** What could not be delivered within the platform. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class EventApi {
  private final CallContext call;
  private final DeadLetters letters;
  private final Pages pages;

  EventApi(CallContext call, DeadLetters letters, Pages pages) {
    this.call = call;
    this.letters = letters;
    this.pages = pages;
  }

  @Query
  @Requires(Permission.AUDIT_READ)
  @NonNull
  @Description("Events that their handlers gave up on, newest first.")
  public DeadLetterConnection deadLetters(Integer first, String after) {
    Principal principal = call.principal();
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
  public DeadLetterType replayDeadLetter(@Id @NonNull String id) {
    return new DeadLetterType(
        letters.replay(call.caller(), GlobalId.decode("id", DEAD_LETTER, id)));
  }
}
