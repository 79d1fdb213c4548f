package io.keelson.api.activity;

import io.keelson.api.subject.Subject;
import io.keelson.api.subject.SubjectKind;
import io.keelson.api.subject.Subjects;
import io.keelson.api.subject.VisiblePage;
import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.audit.AuditEntry;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What was done to the things of projects, out of the audit log. The reader sees an entry only if
 * what it is about is there and theirs to see now.
 */
@ApplicationScoped
public class Activities {
  /** How far back it goes. */
  static final Duration PERIOD = Duration.ofDays(90);

  private static final int MAX_AT_ONCE = 200;

  /** Entries of things that the reader may not see are passed over, this many for one page. */
  private static final int MAX_READ = 2_000;

  private static final List<String> TYPES =
      Stream.concat(
              Arrays.stream(SubjectKind.values()).map(SubjectKind::type),
              SubjectKind.OF_OTHERS.stream())
          .toList();

  private final AuditLog log;
  private final Authorizer authorizer;
  private final Subjects subjects;
  private final InstantSource clock;

  Activities(AuditLog log, Authorizer authorizer, Subjects subjects, InstantSource clock) {
    this.log = log;
    this.authorizer = authorizer;
    this.subjects = subjects;
    this.clock = clock;
  }

  /**
   * Of a project, newest first, of the last 90 days.
   *
   * @param beforeId of the last one of the page before, or null
   * @throws NotFound when the caller may not know of the project
   * @throws Forbidden without PROJECT_READ in it
   */
  public VisiblePage<Activity> ofProject(
      Principal principal, UUID projectId, int limit, UUID beforeId) {
    authorizer.require(principal, Permission.PROJECT_READ, projectId);
    return page(principal, Set.of(projectId), limit, beforeId);
  }

  /**
   * The same of all projects that the caller may see.
   *
   * @throws Forbidden without PROJECT_READ anywhere
   */
  public VisiblePage<Activity> ofTenant(Principal principal, int limit, UUID beforeId) {
    return page(
        principal, authorizer.projectsWith(principal, Permission.PROJECT_READ), limit, beforeId);
  }

  private VisiblePage<Activity> page(
      Principal principal, Set<UUID> projects, int limit, UUID beforeId) {
    OffsetDateTime from = OffsetDateTime.ofInstant(clock.instant().minus(PERIOD), ZoneOffset.UTC);
    return new VisiblePage.Source<AuditEntry, Activity>(
            MAX_AT_ONCE,
            MAX_READ,
            before ->
                log.doneInProjects(
                    principal.tenantId(), projects, TYPES, from, MAX_AT_ONCE, before),
            AuditEntry::id,
            entries -> visible(principal, entries))
        .read(limit, beforeId);
  }

  private List<Activity> visible(Principal principal, List<AuditEntry> entries) {
    Map<Subject.Key, Subject> seen =
        subjects.visible(
            principal, entries.stream().map(Activities::key).flatMap(Optional::stream).toList());
    List<Activity> activities = new ArrayList<>();
    for (AuditEntry entry : entries) {
      key(entry)
          .map(seen::get)
          .ifPresent(
              subject ->
                  activities.add(
                      new Activity(
                          entry.id(), entry.at(), entry.actor(), entry.action(), subject)));
    }
    return activities;
  }

  private static Optional<Subject.Key> key(AuditEntry entry) {
    return Subject.Key.audited(entry.targetType(), entry.targetId(), entry.detail());
  }
}
