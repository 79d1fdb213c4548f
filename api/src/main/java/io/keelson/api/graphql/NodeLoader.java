package io.keelson.api.graphql;

import io.keelson.api.alert.channel.AlertDeliveries;
import io.keelson.api.alert.channel.Channels;
import io.keelson.api.alert.rule.AlertRules;
import io.keelson.api.alert.rule.Alerts;
import io.keelson.api.budget.ProjectBudgets;
import io.keelson.api.catalog.collection.Collectors;
import io.keelson.api.catalog.dataset.DatasetVersions;
import io.keelson.api.catalog.dataset.Datasets;
import io.keelson.api.catalog.expectation.ExpectationSuites;
import io.keelson.api.catalog.experiment.Experiments;
import io.keelson.api.catalog.experiment.Runs;
import io.keelson.api.catalog.model.ModelVersions;
import io.keelson.api.catalog.model.Models;
import io.keelson.api.catalog.project.Projects;
import io.keelson.api.catalog.validation.Validations;
import io.keelson.api.catalog.waiver.Waivers;
import io.keelson.api.comment.Comments;
import io.keelson.api.deployment.Deployments;
import io.keelson.api.deployment.EndpointRollouts;
import io.keelson.api.graphql.alert.AlertTypes.AlertRuleType;
import io.keelson.api.graphql.alert.AlertTypes.AlertType;
import io.keelson.api.graphql.alert.ChannelTypes.ChannelType;
import io.keelson.api.graphql.alert.ChannelTypes.DeliveryType;
import io.keelson.api.graphql.budget.BudgetTypes.BudgetType;
import io.keelson.api.graphql.check.ExpectationTypes.ExpectationSuiteType;
import io.keelson.api.graphql.check.ValidationTypes.ValidationType;
import io.keelson.api.graphql.check.WaiverTypes.WaiverType;
import io.keelson.api.graphql.dataset.CollectorTypes.CollectorType;
import io.keelson.api.graphql.dataset.DatasetTypes.DatasetType;
import io.keelson.api.graphql.dataset.DatasetTypes.DatasetVersionType;
import io.keelson.api.graphql.dataset.PreviewTypes.TransformPreviewType;
import io.keelson.api.graphql.discussion.DiscussionTypes.CommentType;
import io.keelson.api.graphql.discussion.DiscussionTypes.InboxThreadType;
import io.keelson.api.graphql.endpoint.EndpointTypes.EndpointType;
import io.keelson.api.graphql.endpoint.EndpointTypes.RevisionType;
import io.keelson.api.graphql.endpoint.RolloutTypes.RolloutType;
import io.keelson.api.graphql.event.EventTypes.DeadLetterType;
import io.keelson.api.graphql.experiment.ExperimentTypes.ExperimentType;
import io.keelson.api.graphql.experiment.ExperimentTypes.RunType;
import io.keelson.api.graphql.job.JobTypes.JobType;
import io.keelson.api.graphql.model.ModelTypes.ModelVersionType;
import io.keelson.api.graphql.model.ModelTypes.RegisteredModelType;
import io.keelson.api.graphql.people.InvitationTypes.InvitationType;
import io.keelson.api.graphql.people.RoleTypes.CustomRoleType;
import io.keelson.api.graphql.people.ServiceAccountTypes.ServiceAccountType;
import io.keelson.api.graphql.people.SignOnTypes.SignOnDomainType;
import io.keelson.api.graphql.people.SignOnTypes.SignOnProviderType;
import io.keelson.api.graphql.people.TeamTypes.TeamType;
import io.keelson.api.graphql.project.ProjectType;
import io.keelson.api.graphql.retraining.RetrainingRunTypes.RetrainingRunType;
import io.keelson.api.graphql.retraining.RetrainingTypes.RetrainingPolicyType;
import io.keelson.api.graphql.tenancy.ApiKeyTypes.ApiKeyType;
import io.keelson.api.graphql.tenancy.TenancyTypes.MemberType;
import io.keelson.api.graphql.tenancy.TenancyTypes.TenantType;
import io.keelson.api.inbox.Inbox;
import io.keelson.api.retraining.policy.RetrainingPolicies;
import io.keelson.api.retraining.run.RetrainingRuns;
import io.keelson.api.transform.TransformPreviews;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.Jobs;
import io.keelson.serving.endpoint.Endpoints;
import io.keelson.serving.endpoint.Revision;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.apikey.ApiKeys;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.event.DeadLetters;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.invitation.Invitations;
import io.keelson.tenancy.member.Members;
import io.keelson.tenancy.role.CustomRoles;
import io.keelson.tenancy.serviceaccount.ServiceAccounts;
import io.keelson.tenancy.signon.SignOnDomains;
import io.keelson.tenancy.signon.SignOnProviders;
import io.keelson.tenancy.team.Teams;
import io.keelson.tenancy.tenant.TenantStatus;
import io.keelson.tenancy.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Finds anything by its global id. */
@ApplicationScoped
public class NodeLoader {
  private final Projects projects;
  private final Datasets datasets;
  private final DatasetVersions datasetVersions;
  private final ExpectationSuites suites;
  private final Validations validations;
  private final Waivers waivers;
  private final TransformPreviews previews;
  private final Collectors collectors;
  private final Channels channels;
  private final AlertDeliveries deliveries;
  private final AlertRules alertRules;
  private final Alerts alerts;
  private final Comments comments;
  private final Inbox inbox;
  private final RetrainingPolicies retraining;
  private final RetrainingRuns retrainingRuns;
  private final Experiments experiments;
  private final Runs runs;
  private final Models models;
  private final ModelVersions modelVersions;
  private final Jobs jobs;
  private final Endpoints endpoints;
  private final Deployments deployments;
  private final EndpointRollouts rollouts;
  private final Tenants tenants;
  private final ApiKeys keys;
  private final Members members;
  private final Teams teams;
  private final CustomRoles roles;
  private final ServiceAccounts accounts;
  private final Invitations invitations;
  private final SignOnProviders signOnProviders;
  private final SignOnDomains signOnDomains;
  private final ProjectBudgets budgets;
  private final DeadLetters deadLetters;
  private final TenantDatabase database;

  NodeLoader(
      Projects projects,
      Datasets datasets,
      DatasetVersions datasetVersions,
      ExpectationSuites suites,
      Validations validations,
      Waivers waivers,
      TransformPreviews previews,
      Collectors collectors,
      Channels channels,
      AlertDeliveries deliveries,
      AlertRules alertRules,
      Alerts alerts,
      Comments comments,
      Inbox inbox,
      RetrainingPolicies retraining,
      RetrainingRuns retrainingRuns,
      Experiments experiments,
      Runs runs,
      Models models,
      ModelVersions modelVersions,
      Jobs jobs,
      Endpoints endpoints,
      Deployments deployments,
      EndpointRollouts rollouts,
      Tenants tenants,
      ApiKeys keys,
      Members members,
      Teams teams,
      CustomRoles roles,
      ServiceAccounts accounts,
      Invitations invitations,
      SignOnProviders signOnProviders,
      SignOnDomains signOnDomains,
      ProjectBudgets budgets,
      DeadLetters deadLetters,
      TenantDatabase database) {
    this.projects = projects;
    this.datasets = datasets;
    this.datasetVersions = datasetVersions;
    this.suites = suites;
    this.validations = validations;
    this.waivers = waivers;
    this.previews = previews;
    this.collectors = collectors;
    this.channels = channels;
    this.deliveries = deliveries;
    this.alertRules = alertRules;
    this.alerts = alerts;
    this.comments = comments;
    this.inbox = inbox;
    this.retraining = retraining;
    this.retrainingRuns = retrainingRuns;
    this.experiments = experiments;
    this.runs = runs;
    this.models = models;
    this.modelVersions = modelVersions;
    this.jobs = jobs;
    this.endpoints = endpoints;
    this.deployments = deployments;
    this.rollouts = rollouts;
    this.tenants = tenants;
    this.keys = keys;
    this.members = members;
    this.teams = teams;
    this.roles = roles;
    this.accounts = accounts;
    this.invitations = invitations;
    this.signOnProviders = signOnProviders;
    this.signOnDomains = signOnDomains;
    this.budgets = budgets;
    this.deadLetters = deadLetters;
    this.database = database;
  }

  /**
   * @return null when there is no such thing, or none that the caller may know of: both look the
   *     same
   * @throws Invalid when the id is malformed
   */
  public Node load(Principal principal, String field, String globalId) {
    String type = GlobalId.typeOf(field, globalId);
    UUID id = GlobalId.decode(field, type, globalId);
    try {
      return switch (type) {
        case GraphTypes.TENANT -> tenant(principal, id);
        case GraphTypes.API_KEY -> new ApiKeyType(keys.get(principal, id));
        case GraphTypes.PROJECT -> new ProjectType(projects.get(principal, id));
        case GraphTypes.DATASET -> new DatasetType(datasets.get(principal, id));
        case GraphTypes.DATASET_VERSION ->
            new DatasetVersionType(datasetVersions.get(principal, id));
        case GraphTypes.COLLECTOR -> new CollectorType(collectors.get(principal, id));
        case GraphTypes.CHANNEL -> new ChannelType(channels.get(principal, id));
        case GraphTypes.DELIVERY -> new DeliveryType(deliveries.get(principal, id));
        case GraphTypes.ALERT_RULE -> new AlertRuleType(alertRules.get(principal, id));
        case GraphTypes.ALERT -> new AlertType(alerts.get(principal, id));
        case GraphTypes.COMMENT -> new CommentType(comments.get(principal, id));
        case GraphTypes.INBOX_THREAD -> new InboxThreadType(inbox.get(principal, id));
        case GraphTypes.RETRAINING_POLICY ->
            new RetrainingPolicyType(retraining.get(principal, id));
        case GraphTypes.RETRAINING_RUN -> new RetrainingRunType(retrainingRuns.get(principal, id));
        case GraphTypes.EXPERIMENT -> new ExperimentType(experiments.get(principal, id));
        case GraphTypes.RUN -> new RunType(runs.get(principal, id));
        case GraphTypes.MODEL -> new RegisteredModelType(models.get(principal, id));
        case GraphTypes.MODEL_VERSION -> new ModelVersionType(modelVersions.get(principal, id));
        case GraphTypes.JOB -> job(principal, id);
        case GraphTypes.ENDPOINT -> new EndpointType(deployments.get(principal, id));
        case GraphTypes.REVISION -> revision(principal, id);
        case GraphTypes.ROLLOUT -> new RolloutType(rollouts.get(principal, id));
        case GraphTypes.MEMBER -> new MemberType(members.get(principal, id));
        case GraphTypes.TEAM -> new TeamType(teams.get(principal, id));
        case GraphTypes.SERVICE_ACCOUNT -> new ServiceAccountType(accounts.get(principal, id));
        case GraphTypes.INVITATION -> new InvitationType(invitations.get(principal, id));
        case GraphTypes.SIGN_ON_PROVIDER ->
            new SignOnProviderType(signOnProviders.get(principal, id));
        case GraphTypes.SIGN_ON_DOMAIN -> new SignOnDomainType(signOnDomains.get(principal, id));
        case GraphTypes.ROLE -> new CustomRoleType(roles.get(principal, id));
        case GraphTypes.EXPECTATION_SUITE -> new ExpectationSuiteType(suites.get(principal, id));
        case GraphTypes.VALIDATION -> new ValidationType(validations.get(principal, id));
        case GraphTypes.TRANSFORM_PREVIEW -> new TransformPreviewType(previews.get(principal, id));
        case GraphTypes.WAIVER -> new WaiverType(waivers.get(principal, id));
        case GraphTypes.BUDGET -> new BudgetType(budgets.get(principal, id));
        case GraphTypes.DEAD_LETTER -> deadLetter(principal, id);
        default -> throw new Invalid(field, globalId, "an id of a type that has nodes");
      };
    } catch (NotFound | Forbidden hidden) {
      return null;
    }
  }

  /** Another tenant of the caller's is one for a request that names it. */
  private TenantType tenant(Principal principal, UUID id) {
    if (!principal.tenantId().equals(id)) {
      throw new NotFound("tenant");
    }
    return new TenantType(tenants.get(id));
  }

  /** Owners of a suspended tenant read its audit log and nothing else. */
  private DeadLetterType deadLetter(Principal principal, UUID id) {
    if (tenants.get(principal.tenantId()).status() == TenantStatus.SUSPENDED) {
      throw new NotFound("dead letter");
    }
    return new DeadLetterType(deadLetters.get(principal, id));
  }

  private JobType job(Principal principal, UUID id) {
    Job job = database.transact(principal.tenantId(), tx -> jobs.get(tx, id));
    if (!principal.may(Permission.JOB_READ, job.projectId())) {
      throw new NotFound("job");
    }
    return new JobType(job);
  }

  private RevisionType revision(Principal principal, UUID id) {
    Revision revision = endpoints.revision(principal.tenantId(), id);
    deployments.get(principal, revision.endpointId());
    return new RevisionType(revision);
  }
}
