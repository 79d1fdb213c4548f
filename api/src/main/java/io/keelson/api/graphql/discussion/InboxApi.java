package io.keelson.api.graphql.discussion;

import static io.keelson.api.graphql.GraphTypes.INBOX_THREAD;
import static io.keelson.api.graphql.GraphTypes.PROJECT;

import io.keelson.api.activity.Activities;
import io.keelson.api.activity.Activity;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.discussion.DiscussionTypes.ActivityConnection;
import io.keelson.api.graphql.discussion.DiscussionTypes.InboxThreadConnection;
import io.keelson.api.graphql.discussion.DiscussionTypes.InboxThreadType;
import io.keelson.api.graphql.discussion.DiscussionTypes.MarkInboxThreads;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.graphql.project.ProjectType;
import io.keelson.api.graphql.tenancy.TenancyTypes.ViewerType;
import io.keelson.api.identity.CallContext;
import io.keelson.api.inbox.Inbox;
import io.keelson.api.inbox.InboxReason;
import io.keelson.api.inbox.InboxThread;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.graphql.api.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

/** What people are told, and what was done. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class InboxApi {
  private final CallContext call;
  private final Inbox inbox;
  private final Activities activities;
  private final Pages pages;

  InboxApi(CallContext call, Inbox inbox, Activities activities, Pages pages) {
    this.call = call;
    this.inbox = inbox;
    this.activities = activities;
    this.pages = pages;
  }

  @NonNull
  @Description(
      "What the person is told in the organisation of the request, newest first; what they may not see now is left out. Empty for a key.")
  public InboxThreadConnection inbox(
      @Source ViewerType viewer,
      @Description("Leaves out what they have read; false when left out.") Boolean unread,
      @Description("What they have done, instead of what they have not; false when left out.")
          Boolean done,
      @Description("Leaves out what they have not muted; false when left out.") Boolean muted,
      @Description("Only threads with one of these reasons; all when left out, or empty.") @Nullable
          List<@NonNull InboxReason> reasons,
      @Id @Description("Only what is in this project; all when left out.") String projectId,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    Inbox.Filter filter =
        new Inbox.Filter(
            Boolean.TRUE.equals(unread),
            Boolean.TRUE.equals(done),
            Boolean.TRUE.equals(muted),
            Set.copyOf(GraphTypes.items("reasons", reasons)),
            GraphTypes.optional("projectId", PROJECT, projectId));
    return InboxThreadConnection.of(
        pages.forwardVisible(
            "inbox/" + principal.id() + filter.key(),
            principal.tenantId(),
            first,
            after,
            (limit, from) -> inbox.page(principal, filter, limit, from),
            InboxThread::place));
  }

  @NonNull
  @Description("How many threads of the inbox are unread; 100 for more. 0 for a key.")
  public Integer unreadThreads(@Source ViewerType viewer) {
    return inbox.unread(call.principal());
  }

  @Mutation
  @Requires({})
  @NonNull
  @Description(
      "Marks at most 100 threads of the caller's own inbox, all or none: CONFLICT where something new has been told since. Threads of things that the caller may not see now are left out of the answer.")
  public List<@NonNull InboxThreadType> markInboxThreads(
      @NonNull @Description("The threads.") MarkInboxThreads input) {
    return inbox
        .mark(
            call.caller(),
            new Inbox.MarkThreads(
                GraphTypes.items("input.threads", input.threads()).stream()
                    .map(
                        one ->
                            new Inbox.Marked(
                                GlobalId.decode("input.threads.id", INBOX_THREAD, one.id()),
                                one.expectedVersion()))
                    .toList(),
                input.as()))
        .stream()
        .map(InboxThreadType::new)
        .toList();
  }

  @NonNull
  @Description(
      "What was done in it in the last 90 days, newest first, as far as the caller may see what it was done to.")
  public ActivityConnection activity(
      @Source ProjectType project,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    UUID id = project.project().id();
    return ActivityConnection.of(
        pages.forwardVisible(
            "activity/" + id,
            principal.tenantId(),
            first,
            after,
            (limit, from) -> activities.ofProject(principal, id, limit, from),
            Activity::id));
  }

  @Query
  @Requires(Permission.PROJECT_READ)
  @NonNull
  @Description(
      "What was done in the organisation's projects in the last 90 days, newest first, as far as the caller may see what it was done to.")
  public ActivityConnection activity(
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    return ActivityConnection.of(
        pages.forwardVisible(
            "activity",
            principal.tenantId(),
            first,
            after,
            (limit, from) -> activities.ofTenant(principal, limit, from),
            Activity::id));
  }
}
