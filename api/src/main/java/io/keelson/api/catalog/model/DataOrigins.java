package io.keelson.api.catalog.model;

import io.keelson.api.catalog.model.Lineage.Edge;
import io.keelson.api.catalog.model.Lineage.Kind;
import io.keelson.api.catalog.model.Lineage.Node;
import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What transforms made data set versions of, step by step. */
@ApplicationScoped
public class DataOrigins {
  /** Of one lineage, the nearest first: what is further back is left out. */
  private static final int MAX_ADDED = 100;

  private final CatalogReads reads;
  private final ProjectAccess access;

  public DataOrigins(CatalogReads reads, ProjectAccess access) {
    this.reads = reads;
    this.access = access;
  }

  /**
   * Adds what the data set versions among the nodes were made of, as far as the caller may read it.
   *
   * @param steps how far back; 0 adds nothing
   */
  void add(Principal principal, int steps, List<Node> nodes, List<Edge> edges) {
    List<UUID> made =
        nodes.stream()
            .filter(node -> node.kind() == Kind.DATASET_VERSION)
            .map(Node::id)
            .distinct()
            .toList();
    Set<UUID> known = new HashSet<>(made);
    int left = MAX_ADDED;
    for (int step = 0; step < steps && left > 0 && !made.isEmpty(); step++) {
      List<Edge> found = sources(principal, made, left);
      edges.addAll(found);
      made = found.stream().map(Edge::from).distinct().filter(known::add).toList();
      made.forEach(id -> nodes.add(new Node(Kind.DATASET_VERSION, id)));
      left -= found.size();
    }
  }

  private List<Edge> sources(Principal principal, List<UUID> made, int limit) {
    return reads.list(
        principal,
        row -> new Edge(row.getUUID("input_version_id"), row.getUUID("made_id"), "shaped"),
        """
        SELECT DISTINCT i.dataset_version_id AS made_id, i.input_version_id
        FROM catalog.transform_input i
        JOIN catalog.dataset_version v ON v.tenant_id = i.tenant_id AND v.id = i.input_version_id
        WHERE i.tenant_id = $1
          AND i.dataset_version_id = ANY ($2)
          AND ($3::uuid[] IS NULL OR v.project_id = ANY ($3))
        ORDER BY i.dataset_version_id, i.input_version_id DESC
        LIMIT $4
        """,
        made.toArray(UUID[]::new),
        access.visibleIfAny(principal, Permission.DATASET_READ),
        limit);
  }
}
