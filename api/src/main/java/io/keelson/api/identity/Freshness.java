package io.keelson.api.identity;

import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.AccessDirectory.KeyId;
import io.keelson.tenancy.access.AccessDirectory.MemberKey;
import io.keelson.tenancy.access.EndedSessions;
import io.keelson.tenancy.access.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * For what lasts longer than a request: the caller's rights as they are now, not as they were when
 * it began.
 */
@ApplicationScoped
public class Freshness {
  private final AccessDirectory directory;
  private final EndedSessions sessions;
  private final JobCredentials jobs;

  Freshness(AccessDirectory directory, EndedSessions sessions, JobCredentials jobs) {
    this.directory = directory;
    this.sessions = sessions;
    this.jobs = jobs;
  }

  /**
   * How each of these stands: one statement for all keys, one for all members, one for all
   * sessions, one for all jobs. Blocks; an exception, such as that the database is away, is no
   * answer and hence no right.
   */
  public Map<Credential, Standing> of(Collection<Credential> credentials) {
    Set<KeyId> keys = new HashSet<>();
    Set<MemberKey> members = new HashSet<>();
    Set<String> sessionIds = new HashSet<>();
    Set<String> tokens = new HashSet<>();
    for (Credential credential : credentials) {
      switch (credential) {
        case Credential.Key(KeyId key) -> keys.add(key);
        case Credential.Member member -> {
          if (member.tenantSlug() != null) {
            members.add(memberKey(member));
          }
          if (member.sessionId() != null) {
            sessionIds.add(member.sessionId());
          }
        }
        case Credential.Attempt(String token) -> tokens.add(token);
      }
    }
    Map<KeyId, Principal> holders = keys.isEmpty() ? Map.of() : directory.byApiKeyIds(keys);
    Map<MemberKey, Principal> people = members.isEmpty() ? Map.of() : directory.byMembers(members);
    Set<String> ended = sessions.among(sessionIds);
    Map<String, Principal> attempts = jobs.verifyAgain(tokens);
    Map<Credential, Standing> found = new HashMap<>();
    for (Credential credential : credentials) {
      found.put(
          credential,
          switch (credential) {
            case Credential.Key(KeyId key) -> standing(Optional.ofNullable(holders.get(key)));
            case Credential.Attempt(String token) ->
                standing(Optional.ofNullable(attempts.get(token)));
            case Credential.Member member -> standing(member, people, ended);
          });
    }
    return found;
  }

  private static Standing standing(
      Credential.Member member, Map<MemberKey, Principal> people, Set<String> ended) {
    if (member.sessionId() != null && ended.contains(member.sessionId())) {
      return new Standing.Ended();
    }
    return member.tenantSlug() == null
        ? new Standing.Counts(Optional.empty())
        : standing(
            Optional.ofNullable(people.get(memberKey(member)))
                .map(principal -> principal.inSession(mark(member.sessionId()))));
  }

  private static Standing standing(Optional<Principal> principal) {
    return principal.isPresent() ? new Standing.Counts(principal) : new Standing.Ended();
  }

  private static String mark(String sessionId) {
    return sessionId == null ? null : EndedSessions.mark(sessionId);
  }

  private static MemberKey memberKey(Credential.Member member) {
    return new MemberKey(member.personId(), member.tenantSlug());
  }
}
