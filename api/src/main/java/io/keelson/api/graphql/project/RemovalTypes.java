package io.keelson.api.graphql.project;

import io.keelson.api.catalog.removal.Removal;
import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.tenancy.removal.ProjectRemoval;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Removals of projects as the API shows them. */
public final class RemovalTypes {
  private RemovalTypes() {}

  @Name("ProjectRemoval")
  @Description(
      "The removal of a project: what goes on in it ends, then its rows go, and this is what is remembered of it.")
  public record ProjectRemovalType(@Ignore Removal removal) {
    @Id
    @NonNull
    @Description("What the project was known by; no node any more once it has gone.")
    public String getProjectId() {
      return GraphTypes.id(GraphTypes.PROJECT, removal.projectId());
    }

    @NonNull
    @Description("What addresses named it by; once it has gone, another project may have it.")
    public String getSlug() {
      return removal.slug();
    }

    @NonNull
    @Description("What people called it.")
    public String getName() {
      return removal.name();
    }

    @NonNull
    @Description("When somebody began it.")
    public OffsetDateTime getStartedAt() {
      return removal.startedAt();
    }

    @NonNull
    @Description("Who began it.")
    public ActorType getBy() {
      return ActorType.of(removal.by());
    }

    @NonNull
    @Description("What still has to end, as of at most some seconds ago; at most 100.")
    public List<@NonNull ProjectRemainder> getLeft() {
      return removal.left().stream().map(ProjectRemainder::of).toList();
    }

    @Description("When it was over, and the project gone; null while it goes on.")
    public OffsetDateTime getRemovedAt() {
      return removal.removedAt();
    }
  }

  @Description("Something that still has to end before a project can go.")
  public record ProjectRemainder(
      @NonNull @Description("What it is, in words, such as jobs and replicas.") String what,
      @NonNull @Description("How many of it.") Long count) {
    static ProjectRemainder of(ProjectRemoval.Left left) {
      return new ProjectRemainder(left.what(), left.count());
    }
  }
}
