package io.keelson.tenancy.access;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Who calls, within one tenant, and what they may do there, as of at most a second ago.
 *
 * @param kind a person, an API key, or an attempt of a job
 * @param id the person, key or job
 * @param tenantId the tenant that this call is about
 * @param tenantSlug its slug
 * @param label how the audit log names the caller, such as {@code engineer} or {@code key:ci}
 * @param everywhere permissions in the whole tenant
 * @param byProject further permissions in single projects
 * @param attempt for a job, the attempt and its fencing token; else null
 */
public record Principal(
    Kind kind,
    UUID id,
    UUID tenantId,
    String tenantSlug,
    String label,
    Set<Permission> everywhere,
    Map<UUID, Set<Permission>> byProject,
    JobAttempt attempt) {

  /** What may call. */
  public enum Kind {
    PERSON,
    API_KEY,
    JOB,
    PLATFORM
  }

  /**
   * The attempt that a job's token stands for.
   *
   * @param runId the only run this job may write to; null where it has none
   * @param fence the lease's fencing token: a write with an older one is refused
   */
  public record JobAttempt(UUID jobId, UUID runId, long fence) {}

  public Principal {
    everywhere = Set.copyOf(everywhere);
    byProject = Map.copyOf(byProject);
  }

  /** Whether the permission is held for the project; no project asks for the whole tenant. */
  public boolean may(Permission permission, UUID projectId) {
    if (everywhere.contains(permission)) {
      return true;
    }
    return projectId != null && byProject.getOrDefault(projectId, Set.of()).contains(permission);
  }

  /** Whether there is any place in the tenant where the permission is held. */
  public boolean mayAnywhere(Permission permission) {
    return everywhere.contains(permission)
        || byProject.values().stream().anyMatch(p -> p.contains(permission));
  }
}
