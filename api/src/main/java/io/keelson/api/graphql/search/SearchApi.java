package io.keelson.api.graphql.search;

import io.keelson.api.catalog.project.Projects;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.project.ProjectType;
import io.keelson.api.graphql.search.Names.Named;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

/** Anything by a part of its name. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class SearchApi {
  private static final int DEFAULT_HITS = 10;
  private static final int MAX_HITS = 20;
  private static final int MIN_CHARACTERS = 2;
  private static final int MAX_CHARACTERS = 100;

  private final CallContext call;
  private final Names names;
  private final Projects projects;
  private final SearchTurns turns;

  SearchApi(CallContext call, Names names, Projects projects, SearchTurns turns) {
    this.call = call;
    this.names = names;
    this.projects = projects;
    this.turns = turns;
  }

  @Name("SearchHit")
  @Description("A thing whose name contains what was searched for.")
  public record SearchHitType(
      @NonNull @Description("Its name.") String name,
      @NonNull @Description("The thing.") Node node,
      @Ignore UUID projectId) {}

  /** What may be found depends on the kind of thing: each needs its own permission. */
  @Query
  @Requires({})
  @NonNull
  @Description("What the caller may read whose name contains the text, the best first; at most 20.")
  public List<@NonNull SearchHitType> search(
      @NonNull @Description("A part of a name, 2 to 100 characters.") String text,
      @Description("How many, 1 to 20; 10 when left out.") Integer first) {
    Principal principal = call.principal();
    int hits = first == null ? DEFAULT_HITS : Input.range("first", first, 1, MAX_HITS);
    String wanted = checked(text);
    List<Named> found =
        turns.take(principal.tenantId(), () -> names.containing(principal, wanted, hits));
    return found.stream()
        .map(named -> new SearchHitType(named.name(), named.node(), named.projectId()))
        .toList();
  }

  private static String checked(String text) {
    String stripped = Input.present("text", text).strip();
    if (stripped.length() < MIN_CHARACTERS || stripped.length() > MAX_CHARACTERS) {
      throw new Invalid("text", text, MIN_CHARACTERS + " to " + MAX_CHARACTERS + " characters");
    }
    return Input.label("text", stripped);
  }

  @Description("The project it lies in; null for a project itself, and without PROJECT_READ.")
  public List<ProjectType> project(@Source List<SearchHitType> sources) {
    Map<UUID, ProjectType> found = new HashMap<>();
    projects
        .byIds(call.principal(), GraphTypes.distinct(sources, SearchHitType::projectId))
        .forEach((id, project) -> found.put(id, new ProjectType(project)));
    return GraphTypes.join(sources, SearchHitType::projectId, found);
  }
}
