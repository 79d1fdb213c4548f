package io.keelson.tenancy.access;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Who calls, within one tenant, and what they may do there, as of at most a second ago.
 *
 * @param actor how the caller is kept in records
 * @param person the person behind the caller: themselves, or who made the key, also one of a
 *     service account; null where nobody is
 * @param tenantId the tenant that this call is about
 * @param tenantSlug its slug
 * @param everywhere permissions in the whole tenant
 * @param byProject further permissions in single projects
 * @param attempt for a job, the attempt and its fencing token; else null
 * @param sessionMark for a person, the session that their token was issued in, as {@link
 *     EndedSessions#mark} writes it; null outside one
 * @param keyId the API key that the call came with, a service account's too; null for none
 * @param firstMakerId of a key behind which no person stands, the first key or service account of
 *     those that made each other and it; null where that is itself
 * @param trustedDocumentsOnly whether the tenant lets this caller send trusted operations only
 */
public record Principal(
    Actor actor,
    Actor person,
    UUID tenantId,
    String tenantSlug,
    Set<Permission> everywhere,
    Map<UUID, Set<Permission>> byProject,
    JobAttempt attempt,
    String sessionMark,
    UUID keyId,
    UUID firstMakerId,
    boolean trustedDocumentsOnly) {

  /** What may call. */
  public enum Kind {
    PERSON,
    API_KEY,
    /** With one of its keys: what it may do is the account's, not the key's. */
    SERVICE_ACCOUNT,
    JOB,
    PLATFORM,
    /** Who runs the installation, for what only they may do to a tenant. */
    OPERATOR
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

  /** Outside any session. */
  public Principal(
      Actor actor,
      Actor person,
      UUID tenantId,
      String tenantSlug,
      Set<Permission> everywhere,
      Map<UUID, Set<Permission>> byProject,
      JobAttempt attempt) {
    this(
        actor,
        person,
        tenantId,
        tenantSlug,
        everywhere,
        byProject,
        attempt,
        null,
        actor.kind() == Kind.API_KEY ? actor.id() : null,
        null,
        false);
  }

  /**
   * For the payload of an event: {@code by} is who did it, as {@link Actor#json} writes it, and
   * {@code personId} the person behind them, null where nobody is.
   */
  public JsonObject json() {
    return new JsonObject()
        .put("by", actor.json())
        .put("personId", person == null ? null : person.id().toString());
  }

  /** The same caller, by a token of this session; null for one that names none. */
  public Principal inSession(String mark) {
    return with(everywhere, byProject, mark, firstMakerId, trustedDocumentsOnly);
  }

  /** The same caller, in a tenant that allows only trusted documents, or any. */
  public Principal withTrustedDocumentsOnly(boolean only) {
    return with(everywhere, byProject, sessionMark, firstMakerId, only);
  }

  /**
   * The same key, or service account by one of its keys, that was made by way of this first one.
   */
  Principal madeBy(UUID firstMaker) {
    return with(everywhere, byProject, sessionMark, firstMaker, trustedDocumentsOnly);
  }

  /** The same caller with what the other one holds too, in each place. */
  Principal within(Principal other) {
    Held both = Held.of(this).within(Held.of(other));
    return with(
        both.everywhere(), both.byProject(), sessionMark, firstMakerId, trustedDocumentsOnly);
  }

  /** The same caller, of whom this is known. */
  private Principal with(
      Set<Permission> heldEverywhere,
      Map<UUID, Set<Permission>> heldByProject,
      String mark,
      UUID firstMaker,
      boolean trustedOnly) {
    return new Principal(
        actor,
        person,
        tenantId,
        tenantSlug,
        heldEverywhere,
        heldByProject,
        attempt,
        mark,
        keyId,
        firstMaker,
        trustedOnly);
  }

  /** Behind a person stands that person, behind anybody else nobody. */
  public Principal(
      Kind kind,
      UUID id,
      UUID tenantId,
      String tenantSlug,
      String label,
      Set<Permission> everywhere,
      Map<UUID, Set<Permission>> byProject,
      JobAttempt attempt) {
    this(
        new Actor(kind, id, label),
        kind == Kind.PERSON ? new Actor(kind, id, label) : null,
        tenantId,
        tenantSlug,
        everywhere,
        byProject,
        attempt);
  }

  public Kind kind() {
    return actor.kind();
  }

  /** The person, key, service account or job. */
  public UUID id() {
    return actor.id();
  }

  /**
   * Who the caller is where two are needed: the person behind it or, where nobody is, the first of
   * the keys and service accounts that made each other and it. Whatever one of them has made is one
   * party with it.
   */
  public UUID partyId() {
    if (person != null) {
      return person.id();
    }
    return firstMakerId == null ? actor.id() : firstMakerId;
  }

  /** What the caller is shown as, such as {@code engineer} or {@code key:ci}. */
  public String label() {
    return actor.label();
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
