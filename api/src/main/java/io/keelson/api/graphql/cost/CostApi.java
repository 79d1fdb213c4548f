package io.keelson.api.graphql.cost;

import static io.keelson.api.graphql.GraphTypes.ENDPOINT;
import static io.keelson.api.graphql.GraphTypes.JOB;
import static io.keelson.api.graphql.GraphTypes.PROJECT;
import static io.keelson.api.graphql.GraphTypes.RUN;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.cost.CostTypes.*;
import io.keelson.api.graphql.page.Cursors;
import io.keelson.api.graphql.page.PageInfo;
import io.keelson.api.graphql.project.ProjectType;
import io.keelson.api.identity.CallContext;
import io.keelson.billing.cost.CostDimension;
import io.keelson.billing.cost.Costs;
import io.keelson.billing.usage.LedgerCursor;
import io.keelson.billing.usage.LedgerLine;
import io.keelson.billing.usage.Meter;
import io.keelson.billing.usage.Period;
import io.keelson.billing.usage.UsageLedger;
import io.keelson.billing.usage.UsageScope;
import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Input;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

/** What it cost: reports and the ledger they add up. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class CostApi {
  private static final int DEFAULT_LINES = 100;
  private static final int MAX_LINES = 1_000;
  private final CallContext call;
  private final Costs costs;
  private final CostReports reports;
  private final UsageLedger ledger;
  private final Authorizer authorizer;
  private final Cursors cursors;

  CostApi(
      CallContext call,
      Costs costs,
      CostReports reports,
      UsageLedger ledger,
      Authorizer authorizer,
      Cursors cursors) {
    this.call = call;
    this.costs = costs;
    this.reports = reports;
    this.ledger = ledger;
    this.authorizer = authorizer;
    this.cursors = cursors;
  }

  @Query("cost")
  @Requires(Permission.COST_READ)
  @NonNull
  @Description(
      "What the tenant has cost in the period: the projects that the caller may read the cost of.")
  public CostReportType cost(@NonNull @Description("At most 732 days.") PeriodSpec period) {
    return report(null, period.checked());
  }

  @NonNull
  @Description("What it has cost in the period; needs COST_READ in it.")
  public CostReportType cost(
      @Source ProjectType project, @NonNull @Description("At most 732 days.") PeriodSpec period) {
    return report(project.project().id(), period.checked());
  }

  private CostReportType report(UUID projectId, Period period) {
    return reports.of(scope(call.principal(), projectId), period);
  }

  /** The lines sum to the total of the ledger at this moment, unrounded. */
  @NonNull
  @Description(
      "At most 10,000 lines, which add up to the total, not rounded; VALIDATION names by when there would be more.")
  public List<@NonNull CostLineType> lines(
      @Source CostReportType report,
      @NonNull @Description("What lines are told apart by, beside meter and unit price.")
          List<@NonNull CostDimension> by) {
    EnumSet<CostDimension> dimensions = EnumSet.noneOf(CostDimension.class);
    dimensions.addAll(by);
    return costs
        .report(call.principal().tenantId(), report.scope(), report.period(), dimensions)
        .lines()
        .stream()
        .map(CostLineType::of)
        .toList();
  }

  @Query
  @Requires(Permission.COST_READ)
  @NonNull
  @Description("The lines of the ledger, newest first, each as it was billed.")
  public UsageEventConnection usage(
      @NonNull @Description("At most 732 days.") PeriodSpec period,
      @Id @Description("Only those of this project.") String projectId,
      @Id @Description("Only those of this endpoint.") String endpointId,
      @Id @Description("Only those of this job.") String jobId,
      @Id @Description("Only those of this run.") String runId,
      @Description("Only those of this meter, such as job.cpu_seconds.") String meter,
      @Description("Only those of this resource.") String resource,
      @Description("How many, 1 to 999; 100 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    List<UsageScope> scopes = new ArrayList<>();
    scopes.add(scope(principal, GraphTypes.optional("projectId", PROJECT, projectId)));
    named("endpointId", ENDPOINT, endpointId, UsageScope::endpoint, scopes);
    named("jobId", JOB, jobId, UsageScope::job, scopes);
    named("runId", RUN, runId, UsageScope::run, scopes);
    if (meter != null) {
      scopes.add(new UsageScope.Metered(Meter.named(meter)));
    }
    if (resource != null) {
      scopes.add(new UsageScope.OfResource(resource));
    }
    int items = first == null ? DEFAULT_LINES : Input.range("first", first, 1, MAX_LINES - 1);
    String place = cursors.decode("after", "usage", principal.tenantId(), after);
    List<LedgerLine> read =
        ledger.page(
            principal.tenantId(),
            new UsageScope.All(scopes),
            period.checked(),
            items + 1,
            place == null ? null : LedgerCursor.parse(place));
    boolean more = read.size() > items;
    List<UsageEventEdge> edges =
        read.stream()
            .limit(items)
            .map(
                line ->
                    new UsageEventEdge(
                        UsageEventType.of(line),
                        cursors.encode("usage", principal.tenantId(), line.cursor().text())))
            .toList();
    return new UsageEventConnection(
        edges,
        new PageInfo(
            more,
            after != null,
            edges.isEmpty() ? null : edges.getFirst().cursor(),
            edges.isEmpty() ? null : edges.getLast().cursor()));
  }

  private static void named(
      String field, String type, String id, Function<UUID, UsageScope> scope, List<UsageScope> to) {
    UUID named = GraphTypes.optional(field, type, id);
    if (named != null) {
      to.add(scope.apply(named));
    }
  }

  private UsageScope scope(Principal principal, UUID projectId) {
    if (projectId != null) {
      authorizer.require(principal, Permission.COST_READ, projectId);
      return UsageScope.project(projectId);
    }
    Set<UUID> projects = authorizer.projectsWith(principal, Permission.COST_READ);
    return projects == null ? UsageScope.wholeTenant() : new UsageScope.Projects(projects);
  }
}
