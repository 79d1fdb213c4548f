package io.keelson.api.subject;

import static io.keelson.api.subject.SubjectKind.*;

import io.keelson.api.alert.rule.Alert;
import io.keelson.api.alert.rule.AlertRules;
import io.keelson.api.alert.rule.Alerts;
import io.keelson.api.catalog.dataset.Dataset;
import io.keelson.api.catalog.dataset.DatasetVersion;
import io.keelson.api.catalog.dataset.DatasetVersions;
import io.keelson.api.catalog.dataset.Datasets;
import io.keelson.api.catalog.experiment.Experiments;
import io.keelson.api.catalog.experiment.Runs;
import io.keelson.api.catalog.model.ModelVersions;
import io.keelson.api.catalog.model.Models;
import io.keelson.api.catalog.project.Projects;
import io.keelson.compute.job.Jobs;
import io.keelson.serving.endpoint.Endpoints;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Things of any kind, for those who may know of them: a hidden one is as one that is not there. */
@ApplicationScoped
public class Subjects {
  private final Projects projects;
  private final Datasets datasets;
  private final DatasetVersions datasetVersions;
  private final Experiments experiments;
  private final Runs runs;
  private final Models models;
  private final ModelVersions modelVersions;
  private final Jobs jobs;
  private final Endpoints endpoints;
  private final Alerts alerts;
  private final AlertRules alertRules;

  Subjects(
      Projects projects,
      Datasets datasets,
      DatasetVersions datasetVersions,
      Experiments experiments,
      Runs runs,
      Models models,
      ModelVersions modelVersions,
      Jobs jobs,
      Endpoints endpoints,
      Alerts alerts,
      AlertRules alertRules) {
    this.projects = projects;
    this.datasets = datasets;
    this.datasetVersions = datasetVersions;
    this.experiments = experiments;
    this.runs = runs;
    this.models = models;
    this.modelVersions = modelVersions;
    this.jobs = jobs;
    this.endpoints = endpoints;
    this.alerts = alerts;
    this.alertRules = alertRules;
  }

  /**
   * @throws NotFound when there is no such thing, or none that the caller may know of
   */
  public Subject require(Principal principal, Subject.Key key) {
    Subject found = visible(principal, List.of(key)).get(key);
    if (found == null) {
      throw new NotFound(key.kind().type());
    }
    return found;
  }

  /**
   * Those of these that are there and that the caller may know of, as they are now: one statement
   * for each kind, or two.
   *
   * @param keys at most 1,000 of a kind
   */
  public Map<Subject.Key, Subject> visible(Principal principal, Collection<Subject.Key> keys) {
    Map<SubjectKind, List<UUID>> asked = new EnumMap<>(SubjectKind.class);
    keys.stream()
        .distinct()
        .filter(key -> principal.mayAnywhere(key.kind().reads()))
        .forEach(key -> asked.computeIfAbsent(key.kind(), kind -> new ArrayList<>()).add(key.id()));
    Map<Subject.Key, Subject> found = new HashMap<>();
    asked.forEach(
        (kind, ids) ->
            of(principal, kind, ids)
                .forEach(
                    one -> {
                      if (principal.may(kind.reads(), one.projectId())) {
                        found.put(one.key(), one);
                      }
                    }));
    return found;
  }

  private List<Subject> of(Principal principal, SubjectKind kind, List<UUID> ids) {
    return switch (kind) {
      case PROJECT ->
          projects.byIds(principal, ids).values().stream()
              .map(project -> subject(kind, project.id(), project.id(), project.name()))
              .toList();
      case DATASET ->
          datasets.byIds(principal, ids).values().stream()
              .map(dataset -> subject(kind, dataset.id(), dataset.projectId(), dataset.name()))
              .toList();
      case DATASET_VERSION -> ofDatasetVersions(principal, ids);
      case EXPERIMENT ->
          experiments.byIds(principal, ids).values().stream()
              .map(of -> subject(kind, of.id(), of.projectId(), of.name()))
              .toList();
      case RUN ->
          runs.byIds(principal, ids).values().stream()
              .map(run -> subject(kind, run.id(), run.projectId(), run.name()))
              .toList();
      case MODEL ->
          models.byIds(principal, ids).values().stream()
              .map(model -> subject(kind, model.id(), model.projectId(), model.name()))
              .toList();
      case MODEL_VERSION ->
          modelVersions.byIds(principal, ids).values().stream()
              .map(
                  of ->
                      subject(kind, of.id(), of.projectId(), numbered(of.modelName(), of.number())))
              .toList();
      case JOB ->
          jobs.byIds(principal.tenantId(), ids).values().stream()
              .map(job -> subject(kind, job.id(), job.projectId(), job.name()))
              .toList();
      case ENDPOINT ->
          endpoints.byIds(principal.tenantId(), ids).values().stream()
              .map(endpoint -> subject(kind, endpoint.id(), endpoint.projectId(), endpoint.name()))
              .toList();
      case ALERT -> ofAlerts(principal, ids);
    };
  }

  private List<Subject> ofDatasetVersions(Principal principal, List<UUID> ids) {
    Map<UUID, DatasetVersion> versions = datasetVersions.byIds(principal, ids);
    Map<UUID, Dataset> named =
        datasets.byIds(
            principal,
            versions.values().stream().map(DatasetVersion::datasetId).distinct().toList());
    return versions.values().stream()
        .filter(version -> named.containsKey(version.datasetId()))
        .map(
            version ->
                subject(
                    DATASET_VERSION,
                    version.id(),
                    version.projectId(),
                    numbered(named.get(version.datasetId()).name(), version.number())))
        .toList();
  }

  private List<Subject> ofAlerts(Principal principal, List<UUID> ids) {
    Map<UUID, Alert> found = alerts.byIds(principal, ids);
    var rules =
        alertRules.byIds(principal, found.values().stream().map(Alert::ruleId).distinct().toList());
    return found.values().stream()
        .filter(alert -> rules.containsKey(alert.ruleId()))
        .map(
            alert ->
                subject(ALERT, alert.id(), alert.projectId(), rules.get(alert.ruleId()).name()))
        .toList();
  }

  private static String numbered(String name, int number) {
    return name + " v" + number;
  }

  private static Subject subject(SubjectKind kind, UUID id, UUID projectId, String label) {
    return new Subject(new Subject.Key(kind, id), projectId, label);
  }
}
