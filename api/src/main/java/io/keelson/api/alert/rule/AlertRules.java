package io.keelson.api.alert.rule;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.serving.endpoint.Endpoints;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Rules of projects: what is watched, and who is told. A rule is seen by those who may read the
 * project's alerts and what the rule is about.
 */
@ApplicationScoped
public class AlertRules {
  /** Of one project, which are all shown. */
  public static final int MAX_OF_PROJECT = 100;

  static final int MAX_OF_TENANT = 1_000;
  private static final Duration SHORTEST_WINDOW = Duration.ofMinutes(1);
  private static final Duration LONGEST_WINDOW = Duration.ofDays(1);
  private static final Duration LONGEST_LASTING = Duration.ofDays(1);
  private static final Duration LONGEST_SILENCE = Duration.ofDays(30);
  private static final Duration PREVIEWED = Duration.ofDays(7);
  private static final double MAX_THRESHOLD = 1e9;

  private final Mutations mutations;
  private final ProjectAccess access;
  private final CatalogReads reads;
  private final Endpoints endpoints;
  private final Observer observer;
  private final LookTimes times;
  private final InstantSource clock;

  public AlertRules(
      Mutations mutations,
      ProjectAccess access,
      CatalogReads reads,
      Endpoints endpoints,
      Observer observer,
      LookTimes times,
      InstantSource clock) {
    this.mutations = mutations;
    this.access = access;
    this.reads = reads;
    this.endpoints = endpoints;
    this.observer = observer;
    this.times = times;
    this.clock = clock;
  }

  /** A rule to make. */
  public record NewRule(
      UUID projectId,
      String name,
      AlertRule.Condition condition,
      AlertSeverity severity,
      AlertRoute route) {}

  /** What a rule shall be; its project and kind stay. */
  public record RuleUpdate(
      UUID id,
      int expectedVersion,
      String name,
      double threshold,
      Duration window,
      Duration lasting,
      AlertSeverity severity,
      AlertRoute route) {}

  /**
   * @param until null to end a silence
   * @param reason 1 to 4,000 characters; left out at the end
   */
  public record Silence(UUID id, int expectedVersion, OffsetDateTime until, String reason) {}

  /**
   * @throws Invalid naming the field
   * @throws NotFound when there is no such project, endpoint, channel, member or team that the
   *     caller may know of
   * @throws Forbidden without ALERT_WRITE there, or what its kind is read with
   * @throws Conflict when the name is taken, the project has 100 or the tenant 1,000
   */
  public AlertRule create(Caller caller, NewRule input) {
    Input.present("input.projectId", input.projectId());
    Input.name("input.name", input.name());
    Input.present("input.severity", input.severity());
    input.route().check();
    check(input.condition());
    require(caller.principal(), Permission.ALERT_WRITE, input.projectId(), "project");
    requireReadable(caller.principal(), input.projectId(), input.condition());
    UUID id = Ids.next();
    UUID made =
        mutations.runNamed(
            caller,
            "createAlertRule",
            input.name(),
            input,
            tx -> {
              access.requireIn(tx, caller.principal(), Permission.ALERT_WRITE, input.projectId());
              AlertRuleWrites.requireRoom(tx, input.projectId());
              AlertRuleWrites.requireChannels(tx, input.projectId(), input.route().channelIds());
              AlertPeople.require(
                  tx, input.projectId(), input.condition().kind(), input.route(), List.of());
              Instant now = clock.instant();
              AlertRuleWrites.insert(tx, caller.principal(), id, input, times.next(now), now);
              return new Changed(
                  AlertRuleRows.WHAT, id, input.projectId(), Map.of("name", input.name()));
            });
    return written(caller.principal(), AlertRuleRows.EVER, made);
  }

  private static void check(AlertRule.Condition condition) {
    Input.present("input.kind", condition.kind());
    if (condition.kind().isOfEndpoint() != (condition.endpointId() != null)) {
      throw new Invalid(
          "input.endpointId",
          condition.endpointId() == null ? null : "an endpoint",
          condition.kind().isOfEndpoint() ? "an endpoint" : "none for a rule of this kind");
    }
    double threshold = condition.threshold();
    if (!(threshold >= 0 && threshold <= MAX_THRESHOLD)) {
      throw new Invalid("input.threshold", threshold, "0 to 1,000,000,000");
    }
    whole("input.window", condition.window(), SHORTEST_WINDOW, LONGEST_WINDOW);
    whole("input.lasting", condition.lasting(), Duration.ZERO, LONGEST_LASTING);
  }

  private static void whole(String field, Duration value, Duration least, Duration most) {
    Input.present(field, value);
    if (value.compareTo(least) < 0
        || value.compareTo(most) > 0
        || value.toNanos() % Duration.ofMinutes(1).toNanos() != 0) {
      throw new Invalid(field, value, "whole minutes, " + least + " to " + most);
    }
  }

  private void requireReadable(Principal principal, UUID projectId, AlertRule.Condition condition) {
    require(principal, condition.kind().reads(), projectId, "project");
    if (condition.endpointId() != null
        && !endpoints
            .get(principal.tenantId(), condition.endpointId())
            .projectId()
            .equals(projectId)) {
      throw new NotFound("endpoint");
    }
  }

  /**
   * An alert that goes on is judged by the new rule from the next look on.
   *
   * @throws Conflict when it has another version, or the name is taken
   */
  public AlertRule update(Caller caller, RuleUpdate input) {
    Input.present("input.id", input.id());
    Input.name("input.name", input.name());
    Input.present("input.severity", input.severity());
    input.route().check();
    UUID changed =
        mutations.runNamed(
            caller,
            "updateAlertRule",
            input.name(),
            input,
            tx -> {
              AlertRule before = lock(tx, caller.principal(), input.id(), input.expectedVersion());
              check(
                  new AlertRule.Condition(
                      before.condition().kind(),
                      before.condition().endpointId(),
                      input.threshold(),
                      input.window(),
                      input.lasting()));
              AlertRuleWrites.requireChannels(tx, before.projectId(), input.route().channelIds());
              AlertPeople.require(
                  tx,
                  before.projectId(),
                  before.condition().kind(),
                  input.route(),
                  before.route().memberIds());
              AlertRuleWrites.update(tx, input);
              return Changed.of(AlertRuleRows.WHAT, input.id(), before.projectId());
            });
    return written(caller.principal(), AlertRuleRows.SELECT, changed);
  }

  /**
   * Nobody is told of its alerts until then; that they come and go is written down all the same.
   * One that still fires at the end is told then.
   *
   * @throws Invalid for an end that is past or more than 30 days ahead, or a silence without a
   *     reason
   * @throws Conflict when it has another version
   */
  public AlertRule silence(Caller caller, Silence input) {
    Input.present("input.id", input.id());
    Input.description("input.reason", input.reason());
    OffsetDateTime now = now();
    boolean begins = input.until() != null;
    if (begins && (input.reason() == null || input.reason().isBlank())) {
      throw new Invalid("input.reason", input.reason(), "a reason");
    }
    if (begins
        && (!input.until().isAfter(now) || input.until().isAfter(now.plus(LONGEST_SILENCE)))) {
      throw new Invalid(
          "input.until",
          input.until(),
          "within %d days from now".formatted(LONGEST_SILENCE.toDays()));
    }
    Principal principal = caller.principal();
    UUID changed =
        mutations.run(
            caller,
            "silenceAlertRule",
            input,
            tx -> {
              AlertRule before = lock(tx, principal, input.id(), input.expectedVersion());
              tx.update(
                  """
                  UPDATE catalog.alert_rule
                  SET silenced_until = $3, silence_reason = $4, silenced_by = $5, silenced_by_kind = $6,
                    silenced_by_id = $7, version = version + 1
                  WHERE tenant_id = $1 AND id = $2
                  """,
                  tx.tenantId(),
                  input.id(),
                  input.until(),
                  begins ? input.reason() : null,
                  begins ? principal.label() : null,
                  begins ? principal.kind().name() : null,
                  begins ? principal.id() : null);
              return Changed.of(AlertRuleRows.WHAT, input.id(), before.projectId());
            });
    return written(principal, AlertRuleRows.SELECT, changed);
  }

  /**
   * Ends a rule; its alerts are not shown any more, and nobody is told of their end.
   *
   * @return as it was
   * @throws Conflict when it has another version
   */
  public AlertRule delete(Caller caller, UUID id, int expectedVersion) {
    Input.present("id", id);
    record Wanted(UUID id, int expectedVersion) {}
    UUID deleted =
        mutations.run(
            caller,
            "deleteAlertRule",
            new Wanted(id, expectedVersion),
            tx -> {
              AlertRule before = lock(tx, caller.principal(), id, expectedVersion);
              tx.update(
                  """
                  UPDATE catalog.alert_rule
                  SET deleted_at = $3, next_check_at = NULL
                  WHERE tenant_id = $1 AND id = $2
                  """,
                  tx.tenantId(),
                  id,
                  now());
              return new Changed(
                  AlertRuleRows.WHAT, id, before.projectId(), Map.of("name", before.name()));
            });
    return written(caller.principal(), AlertRuleRows.EVER, deleted);
  }

  private AlertRule lock(Transaction tx, Principal principal, UUID id, int expectedVersion) {
    AlertRule locked = AlertRuleRows.lock(tx, id);
    require(principal, Permission.ALERT_WRITE, locked);
    if (locked.version() != expectedVersion) {
      throw new Conflict("alert rule has changed since version " + expectedVersion);
    }
    return locked;
  }

  private void require(Principal principal, Permission permission, AlertRule rule) {
    require(principal, permission, rule.projectId(), AlertRuleRows.WHAT);
    require(principal, rule.condition().kind().reads(), rule.projectId(), AlertRuleRows.WHAT);
  }

  private void require(Principal principal, Permission permission, UUID projectId, String what) {
    access.require(principal, permission, projectId, what);
  }

  private AlertRule written(Principal principal, String select, UUID id) {
    AlertRule rule = read(principal, select, id);
    require(principal, Permission.ALERT_WRITE, rule);
    return rule;
  }

  private AlertRule read(Principal principal, String select, UUID id) {
    return reads.one(
        principal, AlertRuleRows.WHAT, AlertRuleRows::rule, select + "AND r.id = $2", id);
  }

  /**
   * @throws NotFound when there is none that the caller may know of
   * @throws Forbidden without ALERT_READ in its project, or what its kind is read with
   */
  public AlertRule get(Principal principal, UUID id) {
    AlertRule rule = read(principal, AlertRuleRows.SELECT, id);
    require(principal, Permission.ALERT_READ, rule);
    return rule;
  }

  /** All of each project that the caller may see, by name. */
  public Map<UUID, List<AlertRule>> byProjectIds(Principal principal, Collection<UUID> projectIds) {
    return shown(
        principal,
        reads.grouped(
            principal,
            "project_id",
            AlertRuleRows::rule,
            AlertRuleRows.SELECT
                + """
                AND r.project_id = ANY ($2) AND ($3::uuid[] IS NULL OR r.project_id = ANY ($3))
                ORDER BY r.name
                """,
            projectIds.toArray(UUID[]::new),
            access.visible(principal, Permission.ALERT_READ)));
  }

  /** Those of these that the caller may see. */
  public Map<UUID, AlertRule> byIds(Principal principal, Collection<UUID> ids) {
    Map<UUID, AlertRule> found = new HashMap<>();
    reads
        .list(
            principal,
            AlertRuleRows::rule,
            AlertRuleRows.SELECT
                + "AND r.id = ANY ($2) AND ($3::uuid[] IS NULL OR r.project_id = ANY ($3))",
            ids.toArray(UUID[]::new),
            access.visibleIfAny(principal, Permission.ALERT_READ))
        .stream()
        .filter(rule -> principal.may(rule.condition().kind().reads(), rule.projectId()))
        .forEach(rule -> found.put(rule.id(), rule));
    return found;
  }

  private static Map<UUID, List<AlertRule>> shown(
      Principal principal, Map<UUID, List<AlertRule>> found) {
    found.replaceAll(
        (projectId, rules) ->
            rules.stream()
                .filter(rule -> principal.may(rule.condition().kind().reads(), projectId))
                .toList());
    return found;
  }

  /**
   * How often the rule would have spoken in the last seven days, looked at once at the end of each
   * window.
   *
   * @throws NotFound when there is no such project or endpoint that the caller may know of
   * @throws Forbidden without ALERT_READ there, or what its kind is read with
   */
  public AlertRulePreview preview(
      Principal principal, UUID projectId, AlertRule.Condition condition) {
    Input.present("input.projectId", projectId);
    check(condition);
    require(principal, Permission.ALERT_READ, projectId, "project");
    requireReadable(principal, projectId, condition);
    long windows = PREVIEWED.dividedBy(condition.window());
    List<Observer.Past> past =
        observer.history(
            principal.tenantId(),
            projectId,
            condition,
            condition.window().multipliedBy(windows),
            clock.instant());
    return AlertRulePreview.of(past, condition);
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
