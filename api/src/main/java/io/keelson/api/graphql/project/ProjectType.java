package io.keelson.api.graphql.project;

import io.keelson.api.catalog.project.Project;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** A project as the API shows it. */
@Name("Project")
public record ProjectType(@Ignore Project project) implements Node {
  @Override
  @Id
  @NonNull
  public String getId() {
    return GraphTypes.id(GraphTypes.PROJECT, project.id());
  }

  @NonNull
  public String getSlug() {
    return project.slug();
  }

  @NonNull
  public String getName() {
    return project.name();
  }

  public String getDescription() {
    return project.description();
  }

  @NonNull
  public OffsetDateTime getCreatedAt() {
    return project.createdAt();
  }

  @NonNull
  public Integer getVersion() {
    return project.version();
  }
}
