package io.keelson.api.graphql.project;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;

/** What the mutations of projects take. */
public final class ProjectInputs {
  private ProjectInputs() {}

  @Description("A project to make.")
  public record CreateProject(
      @NonNull
          @Description(
              "What addresses name it by: 2 to 63 lower-case letters, digits or hyphens, a letter first; no other project of the tenant has it.")
          String slug,
      @NonNull @Description("1 to 200 characters.") String name,
      @Description("What it is for; up to 4,000 characters.") String description) {}

  @Description("A project to remove, with all that is in it.")
  public record RemoveProject(
      @Id @NonNull @Description("The project.") String id,
      @NonNull @Description("The version that the removal is meant for.") Integer expectedVersion,
      @NonNull @Description("The project's slug, typed to confirm.") String slug) {}

  @Description("What a project shall be; what is left out stays.")
  public record UpdateProject(
      @Id @NonNull @Description("The project.") String id,
      @NonNull @Description("The version that the change is meant for.") Integer expectedVersion,
      @Description("1 to 200 characters.") String name,
      @Description("What it is for; up to 4,000 characters.") String description) {}
}
