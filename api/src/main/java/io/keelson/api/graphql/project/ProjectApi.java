package io.keelson.api.graphql.project;

import static io.keelson.api.graphql.GraphTypes.PROJECT;

import io.keelson.api.catalog.project.Project;
import io.keelson.api.catalog.project.Projects;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

/** Projects. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class ProjectApi {
  private static final String LIST = "projects";
  private final CallContext call;
  private final Projects projects;
  private final Pages pages;

  ProjectApi(CallContext call, Projects projects, Pages pages) {
    this.call = call;
    this.projects = projects;
    this.pages = pages;
  }

  @Query
  @Requires(Permission.PROJECT_READ)
  @Description("A project by its slug; NOT_FOUND for none that the caller may read.")
  public ProjectType project(@NonNull @Description("Its slug.") String slug) {
    return new ProjectType(projects.bySlug(call.principal(), slug));
  }

  /** Known with the caller: nothing is read. */
  @NonNull
  @Description("What the caller may do in it.")
  public List<@NonNull Permission> permissions(@Source ProjectType source) {
    Principal principal = call.principal();
    UUID project = source.project().id();
    return EnumSet.allOf(Permission.class).stream()
        .filter(permission -> principal.may(permission, project))
        .toList();
  }

  /** The busiest list of all: read without a thread of its own. */
  @Query("projects")
  @NonBlocking
  @Requires(Permission.PROJECT_READ)
  @NonNull
  @Description("The tenant's projects, oldest first; what the caller may not read is left out.")
  public CompletionStage<ProjectConnection> projects(
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after,
      @Description("How many from the end, 1 to 100; not together with first.") Integer last,
      @Description("The cursor of the first one after them.") String before) {
    Pages.oneDirection(first, after, last, before);
    Principal principal = call.principal();
    UUID tenant = principal.tenantId();
    if (last != null || before != null) {
      return CompletableFuture.supplyAsync(
          () ->
              ProjectConnection.of(
                  pages.backward(
                      LIST,
                      tenant,
                      last,
                      before,
                      (limit, from) -> projects.pageBefore(principal, limit, from),
                      Project::id)),
          command -> Thread.ofVirtual().start(command));
    }
    Pages.Slice slice = pages.slice(LIST, tenant, first, after);
    return projects
        .pageAsync(principal, slice.limit(), slice.from())
        .thenApply(read -> ProjectConnection.of(pages.page(slice, read, Project::id)));
  }

  @Mutation
  @Requires(Permission.PROJECT_WRITE)
  @NonNull
  @Description("Makes a project.")
  public ProjectType createProject(
      @NonNull @Description("The project.") ProjectInputs.CreateProject input) {
    return new ProjectType(
        projects.create(
            call.caller(),
            new Projects.NewProject(input.slug(), input.name(), input.description())));
  }

  @Mutation
  @Requires(Permission.PROJECT_WRITE)
  @NonNull
  @Description("Renames or describes a project.")
  public ProjectType updateProject(
      @NonNull @Description("What it shall be.") ProjectInputs.UpdateProject input) {
    return new ProjectType(
        projects.update(
            call.caller(),
            new Projects.UpdateProject(
                GlobalId.decode("input.id", PROJECT, input.id()),
                input.expectedVersion(),
                input.name(),
                input.description())));
  }
}
