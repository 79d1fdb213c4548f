package io.keelson.tenancy.access;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.Unauthenticated;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Who may hand out which rights: nobody, person or key, gives or takes more than they hold. Rights
 * are read again under a lock on the tenant, so that two who change them at once go one after the
 * other and the second one acts on what the first one left.
 */
@ApplicationScoped
public class Granting {
  private final ProjectCheck projects;
  private final InstantSource clock;

  public Granting(ProjectCheck projects, InstantSource clock) {
    this.projects = projects;
    this.clock = clock;
  }

  /**
   * Permissions in one place.
   *
   * @param projectId null for the whole tenant
   */
  public record Rights(Set<Permission> permissions, UUID projectId) {}

  /**
   * The giver as they are now, while nobody else changes the tenant's members; until the
   * transaction ends.
   *
   * @throws Unauthenticated when they have lost their membership or key meanwhile
   */
  public Principal changingMembers(Transaction tx, Principal giver) {
    lock(tx, "FOR NO KEY UPDATE");
    return now(tx, giver);
  }

  /**
   * The giver as they are now, while their own rights stay what they are; until the transaction
   * ends.
   *
   * @throws Unauthenticated when they have lost their membership or key meanwhile
   */
  public Principal holdingStill(Transaction tx, Principal giver) {
    lock(tx, "FOR SHARE");
    return now(tx, giver);
  }

  /**
   * Nobody else changes the tenant's members until the transaction ends; for whoever has no rights
   * in it yet.
   */
  public void lockMembers(Transaction tx) {
    lock(tx, "FOR NO KEY UPDATE");
  }

  /**
   * The rights now of whoever promised something: a person, or what a key stands for; empty when
   * they have lost their membership or key.
   *
   * @param personId null for a key
   */
  public Optional<Principal> promiser(Transaction tx, UUID personId, UUID keyId) {
    return keyId == null
        ? PrincipalRows.member(tx, tx.tenantId(), personId)
        : PrincipalRows.key(tx, tx.tenantId(), keyId, clock.instant());
  }

  private static void lock(Transaction tx, String strength) {
    tx.one("SELECT 1 FROM tenancy.tenant WHERE tenant_id = $1 " + strength, tx.tenantId());
  }

  private Principal now(Transaction tx, Principal giver) {
    Optional<Principal> now =
        switch (giver.kind()) {
          case PERSON -> PrincipalRows.member(tx, tx.tenantId(), giver.id());
          case API_KEY, SERVICE_ACCOUNT ->
              PrincipalRows.key(tx, tx.tenantId(), giver.keyId(), clock.instant());
          case JOB, PLATFORM, OPERATOR -> Optional.of(giver);
        };
    return now.orElseThrow(() -> new Unauthenticated("the credential does not count any more"));
  }

  /**
   * Whoever made a key may still know its secret when they have left: nothing is handed out with it
   * that would outlive the key.
   *
   * @throws LeftBehind when the person behind the giver is no member any more, or is lost to their
   *     identity provider
   */
  public void requirePersonStays(Transaction tx, Principal giver) {
    Actor person = giver.person();
    if (person != null
        && tx.one(
                "SELECT 1 FROM tenancy.member WHERE tenant_id = $1 AND person_id = $2 AND lost_at IS NULL",
                tx.tenantId(),
                person.id())
            .isEmpty()) {
      throw new LeftBehind();
    }
  }

  /**
   * @throws Forbidden naming the first permission that the giver lacks in one of the places
   * @throws NotFound when one of the projects does not exist
   */
  public void requireHeld(Transaction tx, Principal giver, Collection<Rights> rights) {
    for (Rights place : rights) {
      for (Permission permission : place.permissions().stream().sorted().toList()) {
        if (!giver.may(permission, place.projectId())) {
          throw new Forbidden(permission.name());
        }
      }
    }
    projects.requireAll(
        tx,
        rights.stream()
            .map(Rights::projectId)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet()));
  }
}
