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
 *
 * <p>Whoever made a key may know its secret for as long as it lives. So no key hands out more than
 * its maker holds now, and none does whose maker has left: a service account's key neither, which
 * does all else that its account may.
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
   * The giver with what they may hand out now, while nobody else changes the tenant's members;
   * until the transaction ends.
   *
   * @throws Unauthenticated when they have lost their membership or key meanwhile
   * @throws LeftBehind when the giver is a key whose maker is no member any more, or is lost to
   *     their identity provider
   */
  public Principal changingMembers(Transaction tx, Principal giver) {
    lock(tx, "FOR NO KEY UPDATE");
    return bounded(tx, now(tx, giver)).orElseThrow(LeftBehind::new);
  }

  /**
   * The giver with what they may hand out now, while their own rights stay what they are; until the
   * transaction ends.
   *
   * @throws Unauthenticated when they have lost their membership or key meanwhile
   * @throws LeftBehind as {@link #changingMembers} has it
   */
  public Principal handingOut(Transaction tx, Principal giver) {
    return bounded(tx, holdingStill(tx, giver)).orElseThrow(LeftBehind::new);
  }

  /**
   * The caller as they are now, for work that hands out nothing, while their own rights stay what
   * they are; until the transaction ends.
   *
   * @throws Unauthenticated when they have lost their membership or key meanwhile
   */
  public Principal holdingStill(Transaction tx, Principal caller) {
    lock(tx, "FOR SHARE");
    return now(tx, caller);
  }

  /**
   * Nobody else changes the tenant's members until the transaction ends; for whoever has no rights
   * in it yet.
   */
  public void lockMembers(Transaction tx) {
    lock(tx, "FOR NO KEY UPDATE");
  }

  /**
   * What whoever promised something may hand out now: a person, or a key; empty when they have lost
   * their membership or key, or whoever made the key has.
   *
   * @param personId null for a key
   */
  public Optional<Principal> promiser(Transaction tx, UUID personId, UUID keyId) {
    return keyId == null
        ? PrincipalRows.member(tx, tx.tenantId(), personId)
        : PrincipalRows.key(tx, tx.tenantId(), keyId, clock.instant())
            .flatMap(key -> bounded(tx, key));
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

  /** With what whoever made the key holds too, if somebody did; empty when they have left. */
  private static Optional<Principal> bounded(Transaction tx, Principal holder) {
    Actor maker = holder.keyId() == null ? null : holder.person();
    return maker == null
        ? Optional.of(holder)
        : PrincipalRows.member(tx, tx.tenantId(), maker.id()).map(holder::within);
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
