package io.keelson.api.graphql.project;

import io.keelson.api.catalog.project.Project;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import java.util.List;
import org.eclipse.microprofile.graphql.NonNull;

/** A page of projects. */
public record ProjectConnection(
    @NonNull List<@NonNull ProjectEdge> edges, @NonNull PageInfo pageInfo) {
  public record ProjectEdge(@NonNull ProjectType node, @NonNull String cursor) {}

  static ProjectConnection of(Page<Project> page) {
    return new ProjectConnection(
        page.edges((project, cursor) -> new ProjectEdge(new ProjectType(project), cursor)),
        page.info());
  }
}
