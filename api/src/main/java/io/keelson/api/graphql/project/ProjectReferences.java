package io.keelson.api.graphql.project;

import io.keelson.api.catalog.project.Projects;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.dataset.DatasetTypes.DatasetType;
import io.keelson.api.graphql.dataset.DatasetTypes.DatasetVersionType;
import io.keelson.api.graphql.experiment.ExperimentTypes.ExperimentType;
import io.keelson.api.graphql.experiment.ExperimentTypes.RunType;
import io.keelson.api.graphql.job.JobTypes.JobType;
import io.keelson.api.graphql.model.ModelTypes.ModelVersionType;
import io.keelson.api.graphql.model.ModelTypes.RegisteredModelType;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** The project that a thing belongs to, for all things of a level at once. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class ProjectReferences {
  private final CallContext call;
  private final Projects projects;

  ProjectReferences(CallContext call, Projects projects) {
    this.call = call;
    this.projects = projects;
  }

  @Name("project")
  @Description("The project that it belongs to.")
  public List<@NonNull ProjectType> ofDatasets(@Source List<DatasetType> sources) {
    return projects(sources, source -> source.dataset().projectId());
  }

  @Name("project")
  @Description("The project that it belongs to.")
  public List<@NonNull ProjectType> ofDatasetVersions(@Source List<DatasetVersionType> sources) {
    return projects(sources, source -> source.datasetVersion().projectId());
  }

  @Name("project")
  @Description("The project that it belongs to.")
  public List<@NonNull ProjectType> ofExperiments(@Source List<ExperimentType> sources) {
    return projects(sources, source -> source.experiment().projectId());
  }

  @Name("project")
  @Description("The project that it belongs to.")
  public List<@NonNull ProjectType> ofRuns(@Source List<RunType> sources) {
    return projects(sources, source -> source.run().projectId());
  }

  @Name("project")
  @Description("The project that it belongs to.")
  public List<@NonNull ProjectType> ofModels(@Source List<RegisteredModelType> sources) {
    return projects(sources, source -> source.model().projectId());
  }

  @Name("project")
  @Description("The project that it belongs to.")
  public List<@NonNull ProjectType> ofModelVersions(@Source List<ModelVersionType> sources) {
    return projects(sources, source -> source.modelVersion().projectId());
  }

  @Name("project")
  @Description("The project that it belongs to.")
  public List<@NonNull ProjectType> ofJobs(@Source List<JobType> sources) {
    return projects(sources, source -> source.job().projectId());
  }

  private <S> List<ProjectType> projects(List<S> sources, Function<S, UUID> projectId) {
    Map<UUID, ProjectType> found = new HashMap<>();
    projects
        .byIds(call.principal(), GraphTypes.distinct(sources, projectId))
        .forEach((id, project) -> found.put(id, new ProjectType(project)));
    return GraphTypes.joinAll(sources, projectId, found, Permission.PROJECT_READ);
  }
}
