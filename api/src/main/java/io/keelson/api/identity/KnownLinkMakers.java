package io.keelson.api.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keelson.api.data.LinkMakers;
import io.keelson.compute.lease.JobTokens;
import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.AccessDirectory.KeyId;
import io.keelson.tenancy.access.AccessDirectory.PersonId;
import io.keelson.tenancy.access.EndedSessions;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.object.LinkMaker;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Members and keys by the access directory, sessions by their end, jobs by their leases. */
@ApplicationScoped
class KnownLinkMakers implements LinkMakers {
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
              && directory.byPersonId(maker.tenantId(), maker.id()).isPresent();
      case API_KEY -> directory.byApiKeyId(maker.tenantId(), maker.id()).isPresent();
      case JOB -> leased.get(maker, job -> jobs.isLeased(job.tenantId(), job.id(), job.fence()));
      case PLATFORM -> true;
    };
  }

  @Override
  public Set<LinkMaker> counting(Collection<LinkMaker> makers) {
    Set<KeyId> keyIds = new HashSet<>();
    Set<PersonId> personIds = new HashSet<>();
    Set<String> marks = new HashSet<>();
    for (LinkMaker maker : makers) {
      if (maker.kind() == Principal.Kind.API_KEY) {
        keyIds.add(keyId(maker));
      } else if (maker.kind() == Principal.Kind.PERSON) {
        personIds.add(personId(maker));
      }
      if (maker.sessionMark() != null) {
        marks.add(maker.sessionMark());
      }
    }
    Set<KeyId> keys = keyIds.isEmpty() ? Set.of() : directory.byApiKeyIds(keyIds).keySet();
    Set<PersonId> people = personIds.isEmpty() ? Set.of() : directory.membersAmong(personIds);
    Set<String> ended = sessions.amongMarks(marks);
    return makers.stream()
        .filter(
            maker ->
                switch (maker.kind()) {
                  case PERSON ->
                      people.contains(personId(maker))
                          && (maker.sessionMark() == null || !ended.contains(maker.sessionMark()));
                  case API_KEY -> keys.contains(keyId(maker));
                  case JOB -> jobs.isLeased(maker.tenantId(), maker.id(), maker.fence());
                  case PLATFORM -> true;
                })
        .collect(Collectors.toSet());
  }

  private static KeyId keyId(LinkMaker maker) {
    return new KeyId(maker.tenantId(), maker.id());
  }

  private static PersonId personId(LinkMaker maker) {
    return new PersonId(maker.tenantId(), maker.id());
  }
}
