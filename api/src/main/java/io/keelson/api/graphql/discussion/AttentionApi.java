package io.keelson.api.graphql.discussion;

import io.keelson.api.alert.rule.AlertLists;
import io.keelson.api.alert.rule.AlertStatus;
import io.keelson.api.catalog.model.ModelVersions;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.tenancy.TenancyTypes.ViewerType;
import io.keelson.api.identity.CallContext;
import io.keelson.compute.job.JobLists;
import io.keelson.compute.job.JobStatus;
import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/**
 * How much there is to look at in all projects that the caller may see, for whoever shows it on
 * each page: each is the first page of a list, down its index.
 */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class AttentionApi {
  private static final int MOST = 100;

  private final CallContext call;
  private final Authorizer authorizer;
  private final JobLists jobs;
  private final AlertLists alerts;
  private final ModelVersions versions;

  AttentionApi(
      CallContext call,
      Authorizer authorizer,
      JobLists jobs,
      AlertLists alerts,
      ModelVersions versions) {
    this.call = call;
    this.authorizer = authorizer;
    this.jobs = jobs;
    this.alerts = alerts;
    this.versions = versions;
  }

  @NonNull
  @Description("How many jobs run that the caller may see; 100 for more.")
  public Integer runningJobs(@Source ViewerType viewer) {
    Principal principal = call.principal();
    Set<UUID> projects = authorizer.projectsWithIfAny(principal, Permission.JOB_READ);
    return jobs.newest(principal.tenantId(), projects, Set.of(JobStatus.RUNNING), MOST, null)
        .size();
  }

  @NonNull
  @Description("How many alerts are FIRING that the caller may see; 100 for more.")
  public Integer firingAlerts(@Source ViewerType viewer) {
    Principal principal = call.principal();
    return isHeld(principal, Permission.ALERT_READ)
        ? alerts.alerts(principal, Set.of(AlertStatus.FIRING), MOST, null).size()
        : 0;
  }

  @NonNull
  @Description(
      "How many model versions that the caller may see are not decided on yet; 100 for more.")
  public Integer waitingApprovals(@Source ViewerType viewer) {
    Principal principal = call.principal();
    return isHeld(principal, Permission.MODEL_READ)
        ? versions.waiting(principal, MOST, null).size()
        : 0;
  }

  private boolean isHeld(Principal principal, Permission permission) {
    Set<UUID> projects = authorizer.projectsWithIfAny(principal, permission);
    return projects == null || !projects.isEmpty();
  }
}
