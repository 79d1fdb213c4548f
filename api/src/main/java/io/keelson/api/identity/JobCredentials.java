package io.keelson.api.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keelson.compute.lease.JobTokens;
import io.keelson.tenancy.access.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens that jobs report with, each good for one attempt while its lease lives; known for a
 * second at most.
 */
@ApplicationScoped
class JobCredentials {
  static final String PREFIX = JobTokens.PREFIX;
  private static final int MAX_ENTRIES = 10_000;
  private final JobTokens tokens;
  private final Cache<String, Optional<Principal>> known =
      Caffeine.newBuilder()
          .expireAfterWrite(Duration.ofSeconds(1))
          .maximumSize(MAX_ENTRIES)
          .build();

  JobCredentials(JobTokens tokens) {
    this.tokens = tokens;
  }

  /** May block. What anybody could make up, however long, is remembered nowhere. */
  Optional<Principal> verify(String token) {
    return tokens.isGenuine(token) ? known.get(token, tokens::verify) : Optional.empty();
  }

  /** How many tokens are known. */
  long size() {
    known.cleanUp();
    return known.estimatedSize();
  }

  /** Without what is known here, all together: for whoever asks again and again. May block. */
  Map<String, Principal> verifyAgain(Collection<String> asked) {
    return tokens.verifyAll(asked);
  }
}
