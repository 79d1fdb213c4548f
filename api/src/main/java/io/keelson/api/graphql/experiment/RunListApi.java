package io.keelson.api.graphql.experiment;

import io.keelson.api.catalog.experiment.Run;
import io.keelson.api.catalog.experiment.RunLists;
import io.keelson.api.catalog.experiment.RunLists.Scope;
import io.keelson.api.catalog.experiment.RunRanking;
import io.keelson.api.catalog.experiment.RunStatus;
import io.keelson.api.catalog.experiment.Runs;
import io.keelson.api.catalog.experiment.filter.RunFilter;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.experiment.ExperimentTypes.ExperimentType;
import io.keelson.api.graphql.experiment.ExperimentTypes.RunConnection;
import io.keelson.api.graphql.experiment.ExperimentTypes.RunConnection.RunList;
import io.keelson.api.graphql.experiment.ExperimentTypes.RunOrder;
import io.keelson.api.graphql.experiment.RunFilterTypes.RunFilterSpec;
import io.keelson.api.graphql.experiment.RunFilterTypes.RunStatusCountsType;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.graphql.page.Pages.Reader;
import io.keelson.api.graphql.project.ProjectType;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

/** Runs of an experiment, a project or the whole tenant, and which of them are meant. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class RunListApi {
  private static final String FIRST = "How many, 1 to 100; 20 when left out.";
  private static final String AFTER = "The cursor of the last one before them.";
  private static final String STATUS = "Only those in one of these states; all when left out.";
  private static final String FILTER =
      "Which of them; those that were not archived when left out. A page looks at 10,000 runs at most: it may have fewer than were asked for, or none, although more follow, and pageInfo says so.";

  private final CallContext call;
  private final Runs runs;
  private final RunLists lists;
  private final RunRanking ranking;
  private final Pages pages;

  RunListApi(CallContext call, Runs runs, RunLists lists, RunRanking ranking, Pages pages) {
    this.call = call;
    this.runs = runs;
    this.lists = lists;
    this.ranking = ranking;
    this.pages = pages;
  }

  @NonNull
  @Description("Its runs, newest first or by how well they did.")
  public RunConnection runs(
      @Source ExperimentType experiment,
      @Description(FIRST) Integer first,
      @Description(AFTER) String after,
      @Description(STATUS) List<RunStatus> status,
      @Description("By the latest value of a metric; newest first when left out.") RunOrder orderBy,
      @Description(FILTER) RunFilterSpec filter) {
    Principal principal = call.principal();
    UUID id = experiment.experiment().id();
    RunList list = new RunList(new Scope.OfExperiment(id), RunFilterSpec.filter(filter));
    Set<RunStatus> statuses = statuses(status);
    if (orderBy == null) {
      return connection(
          "runs/" + id,
          list,
          first,
          after,
          statuses,
          (limit, from) -> runs.page(principal, id, statuses, limit, from));
    }
    return RunConnection.of(
        pages.forward(
            // A cursor belongs to the order it was made in.
            "runs/" + id + "/" + orderBy.direction() + "/" + orderBy.key(),
            principal.tenantId(),
            first,
            after,
            (limit, from) ->
                ranking.page(
                    principal,
                    id,
                    new RunRanking.Asked(
                        statuses, list.filter(), orderBy.key(), orderBy.direction()),
                    limit,
                    from),
            Run::id),
        list);
  }

  @NonNull
  @Description("Its runs of all experiments, newest first.")
  public RunConnection runs(
      @Source ProjectType project,
      @Description(FIRST) Integer first,
      @Description(AFTER) String after,
      @Description(STATUS) List<RunStatus> status,
      @Description(FILTER) RunFilterSpec filter) {
    Principal principal = call.principal();
    UUID id = project.project().id();
    Set<RunStatus> statuses = statuses(status);
    return connection(
        "projectruns/" + id,
        new RunList(new Scope.OfProject(id), RunFilterSpec.filter(filter)),
        first,
        after,
        statuses,
        (limit, from) -> lists.ofProject(principal, id, statuses, limit, from));
  }

  @Query
  @Requires(Permission.RUN_READ)
  @NonNull
  @Description("The tenant's runs, newest first; what the caller may not read is left out.")
  public RunConnection runs(
      @Description(FIRST) Integer first,
      @Description(AFTER) String after,
      @Description(STATUS) List<RunStatus> status,
      @Description(FILTER) RunFilterSpec filter) {
    Principal principal = call.principal();
    Set<RunStatus> statuses = statuses(status);
    return connection(
        "runs",
        new RunList(new Scope.OfTenant(), RunFilterSpec.filter(filter)),
        first,
        after,
        statuses,
        (limit, from) -> runs.newest(principal, statuses, limit, from));
  }

  @NonNull
  @Description("How many there are of each state, for who chooses between them.")
  public RunStatusCountsType statusCounts(@Source RunConnection connection) {
    RunList list = connection.list();
    return RunStatusCountsType.of(lists.counts(call.principal(), list.scope(), list.filter()));
  }

  private static Set<RunStatus> statuses(List<RunStatus> status) {
    return Set.copyOf(GraphTypes.items("status", status));
  }

  /**
   * @param unfiltered reads it where no filter is given
   */
  private RunConnection connection(
      String name,
      RunList list,
      Integer first,
      String after,
      Set<RunStatus> statuses,
      Reader<Run> unfiltered) {
    Principal principal = call.principal();
    RunFilter filter = list.filter();
    Page<Run> page =
        filter.equals(RunFilter.NONE)
            ? pages.forward(name, principal.tenantId(), first, after, unfiltered, Run::id)
            : pages.forwardVisible(
                name,
                principal.tenantId(),
                first,
                after,
                (limit, from) -> lists.page(principal, list.scope(), filter, statuses, limit, from),
                Run::id);
    return RunConnection.of(page, list);
  }
}
