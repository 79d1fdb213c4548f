package io.keelson.api.catalog.model;

import io.keelson.api.catalog.experiment.Run;
import io.keelson.api.catalog.experiment.RunDataset;
import io.keelson.api.catalog.experiment.RunDetails;
import io.keelson.api.catalog.experiment.Runs;
import io.keelson.api.catalog.model.Lineage.Edge;
import io.keelson.api.catalog.model.Lineage.Kind;
import io.keelson.api.catalog.model.Lineage.Node;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Input;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What a model version was made of. Read off what runs and versions say of themselves, so that it
 * cannot differ.
 */
@ApplicationScoped
public class Lineages {
  private static final int MAX_DEPTH = 10;
  private final ModelVersions versions;
  private final Runs runs;
  private final RunDetails details;
  private final DataOrigins origins;

  public Lineages(ModelVersions versions, Runs runs, RunDetails details, DataOrigins origins) {
    this.versions = versions;
    this.runs = runs;
    this.details = details;
    this.origins = origins;
  }

  /**
   * The version, at depth 1 its run, at depth 2 the run's job and the data set versions it read,
   * and at each further one what SQL made those of. What the caller may not read is left out, and
   * so is what came before it.
   *
   * @param depth how many steps back, 1 to 10
   * @throws io.keelson.tenancy.failure.NotFound when there is no version that the caller may know
   *     of
   */
  public Lineage of(Principal principal, UUID modelVersionId, int depth) {
    Input.range("depth", depth, 1, MAX_DEPTH);
    ModelVersion version = versions.get(principal, modelVersionId);
    List<Node> nodes = new ArrayList<>(List.of(new Node(Kind.MODEL_VERSION, version.id())));
    List<Edge> edges = new ArrayList<>();
    if (principal.may(Permission.RUN_READ, version.projectId())) {
      nodes.add(new Node(Kind.RUN, version.runId()));
      edges.add(new Edge(version.runId(), version.id(), "produced"));
      if (depth > 1) {
        addCauses(principal, runs.get(principal, version.runId()), nodes, edges);
        origins.add(principal, depth - 2, nodes, edges);
      }
    }
    return new Lineage(List.copyOf(nodes), List.copyOf(edges));
  }

  private void addCauses(Principal principal, Run run, List<Node> nodes, List<Edge> edges) {
    if (run.jobId() != null && principal.may(Permission.JOB_READ, run.projectId())) {
      nodes.add(new Node(Kind.JOB, run.jobId()));
      edges.add(new Edge(run.jobId(), run.id(), "ran"));
    }
    if (principal.may(Permission.DATASET_READ, run.projectId())) {
      for (RunDataset read :
          details.datasets(principal, List.of(run.id())).getOrDefault(run.id(), List.of())) {
        nodes.add(new Node(Kind.DATASET_VERSION, read.datasetVersionId()));
        edges.add(new Edge(read.datasetVersionId(), run.id(), "read"));
      }
    }
  }
}
