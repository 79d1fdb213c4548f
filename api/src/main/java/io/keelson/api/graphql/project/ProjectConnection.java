package io.keelson.api.graphql.project;

import io.keelson.api.catalog.project.Project;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/** A page of projects. */
@Description("A page of projects.")
public record ProjectConnection(
    @NonNull @Description("The projects with their cursors.") List<@NonNull ProjectEdge> edges,
    @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
  @Description("A project in a page.")
  public record ProjectEdge(
      @NonNull @Description("The project.") ProjectType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  static ProjectConnection of(Page<Project> page) {
    return new ProjectConnection(
        page.edges((project, cursor) -> new ProjectEdge(new ProjectType(project), cursor)),
        page.info());
  }
}
