package io.keelson.api.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keelson.api.data.LinkMakers;
import io.keelson.compute.lease.JobTokens;
import io.keelson.compute.lease.JobTokens.LeaseOf;
import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.AccessDirectory.KeyId;
import io.keelson.tenancy.access.AccessDirectory.PersonId;
import io.keelson.tenancy.access.EndedSessions;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.object.LinkMaker;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Members and keys, and what they may do, by the access directory, sessions by their end, jobs by
 * their leases.
 */
@ApplicationScoped
class KnownLinkMakers implements LinkMakers {
  private static final Logger LOG = Logger.getLogger(KnownLinkMakers.class);
  private static final int MAX_ENTRIES = 10_000;
  private final AccessDirectory directory;
  private final JobTokens jobs;
  private final EndedSessions sessions;
  private final Cache<LinkMaker, Boolean> leased =
      Caffeine.newBuilder()
          .expireAfterWrite(Duration.ofSeconds(1))
          .maximumSize(MAX_ENTRIES)
          .build();

  KnownLinkMakers(AccessDirectory directory, JobTokens jobs, EndedSessions sessions) {
    this.directory = directory;
    this.jobs = jobs;
    this.sessions = sessions;
  }

  @Override
  public boolean counts(LinkMaker maker) {
    return switch (maker.kind()) {
      case PERSON ->
          (maker.sessionMark() == null || !sessions.hasEnded(maker.sessionMark()))
              && has(maker, directory.byPersonId(maker.tenantId(), maker.id()));
      case API_KEY -> has(maker, directory.byApiKeyId(maker.tenantId(), maker.id()));
      case JOB -> leased.get(maker, job -> leased(Set.of(job)).test(job));
      case PLATFORM -> true;
      case SERVICE_ACCOUNT, OPERATOR ->
          false; // an account's links are its keys', an operator makes none
    };
  }

  private static boolean has(LinkMaker maker, Optional<Principal> now) {
    return now.filter(maker.right()::isHeldBy).isPresent();
  }

  @Override
  public Map<LinkMaker, Boolean> counting(Collection<LinkMaker> makers) {
    Map<Principal.Kind, Set<LinkMaker>> byKind =
        makers.stream().collect(Collectors.groupingBy(LinkMaker::kind, Collectors.toSet()));
    Map<LinkMaker, Boolean> found = new HashMap<>();
    byKind.forEach((kind, ofKind) -> found.putAll(counting(kind, ofKind)));
    return found;
  }

  /** A kind that cannot be looked up says nothing of the others. */
  private Map<LinkMaker, Boolean> counting(Principal.Kind kind, Set<LinkMaker> makers) {
    try {
      Predicate<LinkMaker> counts =
          switch (kind) {
            case PERSON -> people(makers);
            case API_KEY -> keys(makers);
            case JOB -> leased(makers);
            case PLATFORM -> maker -> true;
            case SERVICE_ACCOUNT, OPERATOR -> maker -> false;
          };
      return makers.stream().collect(Collectors.toMap(maker -> maker, counts::test));
    } catch (RuntimeException e) {
      LOG.debugf("makers of links, %s: not looked up: %s", kind, e.getMessage());
      return Map.of();
    }
  }

  private Predicate<LinkMaker> people(Set<LinkMaker> makers) {
    Map<PersonId, Principal> members =
        directory.byPersonIds(
            makers.stream().map(KnownLinkMakers::personId).collect(Collectors.toSet()));
    Set<String> ended =
        sessions.amongMarks(
            makers.stream().map(LinkMaker::sessionMark).filter(Objects::nonNull).toList());
    return maker ->
        has(maker, Optional.ofNullable(members.get(personId(maker))))
            && (maker.sessionMark() == null || !ended.contains(maker.sessionMark()));
  }

  private Predicate<LinkMaker> keys(Set<LinkMaker> makers) {
    Map<KeyId, Principal> keys =
        directory.byApiKeyIds(
            makers.stream().map(KnownLinkMakers::keyId).collect(Collectors.toSet()));
    return maker -> has(maker, Optional.ofNullable(keys.get(keyId(maker))));
  }

  private Predicate<LinkMaker> leased(Set<LinkMaker> makers) {
    // What a job may do in its project stays the same for as long as it has its lease.
    Set<LeaseOf> alive = jobs.aliveAmong(makers.stream().map(KnownLinkMakers::leaseOf).toList());
    return maker -> alive.contains(leaseOf(maker));
  }

  private static LeaseOf leaseOf(LinkMaker maker) {
    return new LeaseOf(maker.tenantId(), maker.id(), maker.fence());
  }

  private static KeyId keyId(LinkMaker maker) {
    return new KeyId(maker.tenantId(), maker.id());
  }

  private static PersonId personId(LinkMaker maker) {
    return new PersonId(maker.tenantId(), maker.id());
  }
}
