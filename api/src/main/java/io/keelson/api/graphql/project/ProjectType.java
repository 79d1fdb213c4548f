package io.keelson.api.graphql.project;

import io.keelson.api.catalog.project.Project;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** A project as the API shows it. */
@Name("Project")
@Description("What a team works on together: data, experiments, models, jobs and endpoints.")
public record ProjectType(@Ignore Project project) implements Node {
  @Override
  @Id
  @NonNull
  @Description("What it is known by everywhere; node answers it.")
  public String getId() {
    return GraphTypes.id(GraphTypes.PROJECT, project.id());
  }

  @NonNull
  @Description("What addresses name it by; unlike those of the tenant's other projects.")
  public String getSlug() {
    return project.slug();
  }

  @NonNull
  @Description("What people call it.")
  public String getName() {
    return project.name();
  }

  @Description("What it is for; null for nothing said.")
  public String getDescription() {
    return project.description();
  }

  @NonNull
  @Description("When it was made.")
  public OffsetDateTime getCreatedAt() {
    return project.createdAt();
  }

  @NonNull
  @Description("Whether it stays. Nothing can be changed in one that is being removed.")
  public ProjectState getState() {
    return project.removingSince() == null ? ProjectState.ACTIVE : ProjectState.REMOVING;
  }

  @NonNull
  @Description("Rises with each change.")
  public Integer getVersion() {
    return project.version();
  }
}
