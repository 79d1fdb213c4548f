package io.keelson.api.graphql.project;

import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;

/** What the mutations of projects take. */
public final class ProjectInputs {
  private ProjectInputs() {}

  public record CreateProject(@NonNull String slug, @NonNull String name, String description) {}

  public record UpdateProject(
      @Id @NonNull String id, @NonNull Integer expectedVersion, String name, String description) {}
}
