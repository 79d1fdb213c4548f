package io.keelson.api.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keelson.api.data.LinkMakers;
import io.keelson.compute.lease.JobTokens;
import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.EndedSessions;
import io.keelson.tenancy.object.LinkMaker;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

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
}
