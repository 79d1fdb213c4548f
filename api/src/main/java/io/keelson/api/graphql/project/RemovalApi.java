package io.keelson.api.graphql.project;

import static io.keelson.api.graphql.GraphTypes.PROJECT;

import io.keelson.api.catalog.project.Projects;
import io.keelson.api.catalog.removal.ProjectRemovals;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.cost.CostTypes.CostLineType;
import io.keelson.api.graphql.cost.CostTypes.UsageEventType;
import io.keelson.api.graphql.project.RemovalTypes.ProjectRemovalType;
import io.keelson.api.graphql.tenancy.TenancyTypes.AuditEntryType;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** Projects that go, and what is remembered of those that have gone. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class RemovalApi {
  private final CallContext call;
  private final Projects projects;
  private final ProjectRemovals removals;

  RemovalApi(CallContext call, Projects projects, ProjectRemovals removals) {
    this.call = call;
    this.projects = projects;
    this.removals = removals;
  }

  @Mutation
  @Requires(Permission.PROJECT_WRITE)
  @NonNull
  @Description(
      "Removes a project with all that is in it; needs PROJECT_WRITE in the whole organisation. From now on nothing can be changed in it; what runs in it ends, then it goes. What it has cost and what was done in it stay on record.")
  public ProjectRemovalType removeProject(
      @NonNull @Description("The project.") ProjectInputs.RemoveProject input) {
    return new ProjectRemovalType(
        removals.remove(
            call.caller(),
            new ProjectRemovals.RemoveProject(
                GlobalId.decode("input.id", PROJECT, input.id()),
                input.expectedVersion(),
                input.slug())));
  }

  @Description("How far its removal is; null while it stays.")
  public List<ProjectRemovalType> removal(@Source List<ProjectType> sources) {
    return removals(
        sources, source -> source.project().removingSince() == null ? null : source.project().id());
  }

  @Description("The project while it is still there; null once it has gone.")
  public List<ProjectType> project(@Source List<ProjectRemovalType> sources) {
    Map<UUID, ProjectType> found = new HashMap<>();
    GraphTypes.inBatches(
            GraphTypes.distinct(sources, source -> source.removal().projectId()),
            batch -> projects.byIds(call.principal(), batch))
        .forEach((id, project) -> found.put(id, new ProjectType(project)));
    return GraphTypes.join(sources, source -> source.removal().projectId(), found);
  }

  @Name("removedProject")
  @Description(
      "What is remembered of the project where it was removed, or is being; null otherwise.")
  public List<ProjectRemovalType> ofCostLines(@Source List<CostLineType> sources) {
    return removals(sources, source -> id(source.projectId()));
  }

  @Name("removedProject")
  @Description(
      "What is remembered of the project where it was removed, or is being; null otherwise.")
  public List<ProjectRemovalType> ofUsageEvents(@Source List<UsageEventType> sources) {
    return removals(sources, source -> id(source.projectId()));
  }

  @Name("removedProject")
  @Description(
      "What is remembered of the project where it was removed, or is being; null otherwise.")
  public List<ProjectRemovalType> ofAuditEntries(@Source List<AuditEntryType> sources) {
    return removals(sources, source -> id(source.projectId()));
  }

  private static UUID id(String projectId) {
    return GraphTypes.optional("projectId", PROJECT, projectId);
  }

  private <S> List<ProjectRemovalType> removals(List<S> sources, Function<S, UUID> projectId) {
    Map<UUID, ProjectRemovalType> found = new HashMap<>();
    GraphTypes.inBatches(
            GraphTypes.distinct(sources, projectId),
            batch -> removals.byIds(call.principal(), batch))
        .forEach((id, removal) -> found.put(id, new ProjectRemovalType(removal)));
    return GraphTypes.join(sources, projectId, found);
  }
}
