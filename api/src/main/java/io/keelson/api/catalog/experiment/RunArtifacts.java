package io.keelson.api.catalog.experiment;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.object.LinkRight;
import io.keelson.tenancy.object.SignedUrls;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The files that runs left. */
@ApplicationScoped
public class RunArtifacts {
  /** More than a run may leave: {@link RunJobEvents} takes as many. */
  static final int MAX_PER_RUN = 10_000;

  private final CatalogReads reads;
  private final Runs runs;
  private final SignedUrls urls;

  public RunArtifacts(CatalogReads reads, Runs runs, SignedUrls urls) {
    this.reads = reads;
    this.runs = runs;
    this.urls = urls;
  }

  /**
   * What lies directly in a folder, folders first, each sorted by path; empty for a folder that is
   * not there.
   *
   * @param folder null or empty for the run's root
   * @throws NotFound when there is no run that the caller may know of
   */
  public List<Artifact> list(Principal principal, UUID runId, String folder) {
    String prefix = folder == null || folder.isEmpty() ? "" : Input.path("path", folder) + "/";
    runs.get(principal, runId);
    return children(prefix, all(principal, runId, prefix));
  }

  private List<Artifact> all(Principal principal, UUID runId, String prefix) {
    return reads.list(
        principal,
        RunArtifacts::artifact,
        """
        SELECT project_id, path, size_bytes, digest
        FROM catalog.artifact
        WHERE tenant_id = $1 AND run_id = $2 AND starts_with(path, $3)
        ORDER BY path
        LIMIT $4
        """,
        runId,
        prefix,
        MAX_PER_RUN);
  }

  /** What is deeper than one level shows as the folder it lies in. */
  static List<Artifact> children(String prefix, List<Artifact> files) {
    Map<String, Artifact> out = new TreeMap<>();
    for (Artifact file : files) {
      int slash = file.path().indexOf('/', prefix.length());
      if (slash < 0) {
        out.put(file.path(), file);
      } else {
        String path = file.path().substring(0, slash);
        out.putIfAbsent(path, new Artifact(file.projectId(), path, true, null, null));
      }
    }
    return out.values().stream()
        .sorted(Comparator.comparing((Artifact artifact) -> !artifact.folder()))
        .toList();
  }

  /**
   * Where the content can be fetched for a short while, by whoever holds the address; for an
   * artifact that {@link #list} gave to this caller.
   *
   * @return null for a folder
   */
  public URI downloadUrl(Principal principal, Artifact artifact) {
    if (artifact.folder()) {
      return null;
    }
    String name = artifact.path().substring(artifact.path().lastIndexOf('/') + 1);
    LinkRight right = new LinkRight(Permission.RUN_READ, artifact.projectId());
    return urls.download(principal, right, artifact.digest(), name);
  }

  private static Artifact artifact(Row row) {
    return new Artifact(
        row.getUUID("project_id"),
        row.getString("path"),
        false,
        row.getLong("size_bytes"),
        row.getString("digest"));
  }
}
