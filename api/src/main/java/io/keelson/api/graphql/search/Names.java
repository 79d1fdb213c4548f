package io.keelson.api.graphql.search;

import io.keelson.api.catalog.dataset.Dataset;
import io.keelson.api.catalog.dataset.Datasets;
import io.keelson.api.catalog.experiment.Experiment;
import io.keelson.api.catalog.experiment.Experiments;
import io.keelson.api.catalog.experiment.Run;
import io.keelson.api.catalog.experiment.Runs;
import io.keelson.api.catalog.model.Models;
import io.keelson.api.catalog.model.RegisteredModel;
import io.keelson.api.catalog.project.Project;
import io.keelson.api.catalog.project.Projects;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.dataset.DatasetTypes.DatasetType;
import io.keelson.api.graphql.endpoint.EndpointTypes.EndpointType;
import io.keelson.api.graphql.experiment.ExperimentTypes.ExperimentType;
import io.keelson.api.graphql.experiment.ExperimentTypes.RunType;
import io.keelson.api.graphql.job.JobTypes.JobType;
import io.keelson.api.graphql.model.ModelTypes.RegisteredModelType;
import io.keelson.api.graphql.project.ProjectType;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobLists;
import io.keelson.serving.endpoint.Endpoint;
import io.keelson.serving.endpoint.EndpointLists;
import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;

/**
 * Finds things of every kind by a part of their names, among the newest ten thousand of each kind
 * that the caller may see: one statement per kind.
 */
@ApplicationScoped
class Names {
  private final Projects projects;
  private final Datasets datasets;
  private final Experiments experiments;
  private final Runs runs;
  private final Models models;
  private final EndpointLists endpoints;
  private final JobLists jobs;
  private final Authorizer authorizer;

  Names(
      Projects projects,
      Datasets datasets,
      Experiments experiments,
      Runs runs,
      Models models,
      EndpointLists endpoints,
      JobLists jobs,
      Authorizer authorizer) {
    this.projects = projects;
    this.datasets = datasets;
    this.experiments = experiments;
    this.runs = runs;
    this.models = models;
    this.endpoints = endpoints;
    this.jobs = jobs;
    this.authorizer = authorizer;
  }

  /**
   * A thing with its name.
   *
   * @param projectId null for a project itself
   */
  record Named(String name, Node node, UUID projectId) {}

  /** One kind: what it needs, and how its things are read and shown. */
  private record Kind<T>(
      Permission permission, Function<Integer, List<T>> read, Function<T, Named> named) {
    List<Named> found(Principal principal, int limit) {
      return principal.mayAnywhere(permission)
          ? read.apply(limit).stream().map(named).toList()
          : List.of();
    }
  }

  /** The best of all kinds first: equal names, then those that begin with the text. */
  List<Named> containing(Principal principal, String text, int limit) {
    List<Named> all = new ArrayList<>();
    for (Kind<?> kind : kinds(principal, text)) {
      all.addAll(kind.found(principal, limit));
    }
    String wanted = text.toLowerCase(Locale.ROOT);
    Comparator<Named> best =
        Comparator.comparing(
            named -> {
              String name = named.name().toLowerCase(Locale.ROOT);
              return name.equals(wanted) ? 0 : name.startsWith(wanted) ? 1 : 2;
            });
    return all.stream().sorted(best).limit(limit).toList();
  }

  private List<Kind<?>> kinds(Principal principal, String text) {
    UUID tenant = principal.tenantId();
    return List.of(
        new Kind<Project>(
            Permission.PROJECT_READ,
            limit -> projects.named(principal, text, limit),
            it -> new Named(it.name(), new ProjectType(it), null)),
        new Kind<Dataset>(
            Permission.DATASET_READ,
            limit -> datasets.named(principal, text, limit),
            it -> new Named(it.name(), new DatasetType(it), it.projectId())),
        new Kind<RegisteredModel>(
            Permission.MODEL_READ,
            limit -> models.named(principal, text, limit),
            it -> new Named(it.name(), new RegisteredModelType(it), it.projectId())),
        new Kind<Endpoint>(
            Permission.ENDPOINT_READ,
            limit ->
                endpoints.named(
                    tenant,
                    authorizer.projectsWith(principal, Permission.ENDPOINT_READ),
                    text,
                    limit),
            it -> new Named(it.name(), new EndpointType(it), it.projectId())),
        new Kind<Experiment>(
            Permission.RUN_READ,
            limit -> experiments.named(principal, text, limit),
            it -> new Named(it.name(), new ExperimentType(it), it.projectId())),
        new Kind<Run>(
            Permission.RUN_READ,
            limit -> runs.named(principal, text, limit),
            it -> new Named(it.name(), new RunType(it), it.projectId())),
        new Kind<Job>(
            Permission.JOB_READ,
            limit ->
                jobs.named(
                    tenant, authorizer.projectsWith(principal, Permission.JOB_READ), text, limit),
            it -> new Named(it.name(), new JobType(it), it.projectId())));
  }
}
