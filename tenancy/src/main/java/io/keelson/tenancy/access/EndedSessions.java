package io.keelson.tenancy.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Sessions of people that have ended, in whichever process. A token proves by itself that it is
 * genuine, until it expires; that its session is over stands here. Known by a hash of the identity
 * provider's session id.
 */
@ApplicationScoped
public class EndedSessions {
  /** Longer than any token of a session lives. */
  private static final Duration KEPT = Duration.ofHours(24);

  /** More than are added, so that what has to go is gone at some time. */
  private static final int REMOVED_AT_ONCE = 10;

  private static final Duration MAX_AGE = Duration.ofSeconds(1);
  private static final int MAX_ENTRIES = 100_000;

  private final SystemDatabase system;
  private final InstantSource clock;
  private final Cache<String, Boolean> endedByMark =
      Caffeine.newBuilder().expireAfterWrite(MAX_AGE).maximumSize(MAX_ENTRIES).build();

  public EndedSessions(SystemDatabase system, InstantSource clock) {
    this.system = system;
    this.clock = clock;
  }

  /** Remembers for a day that the session has ended. Blocks. */
  public void end(String sessionId) {
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    system.transact(
        SystemUse.ENDED_SESSIONS,
        tx -> {
          tx.update(
              """
              INSERT INTO tenancy.ended_session (session_hash, ended_at)
              VALUES ($1, $2)
              ON CONFLICT (session_hash) DO NOTHING
              """,
              hash(sessionId),
              now);
          return tx.update(
              """
              DELETE FROM tenancy.ended_session
              WHERE session_hash IN (
                SELECT session_hash FROM tenancy.ended_session WHERE ended_at < $1 LIMIT $2
              )
              """,
              now.minus(KEPT),
              REMOVED_AT_ONCE);
        });
    endedByMark.put(mark(sessionId), true);
  }

  /** What stands for a session where others can read it, such as in a link: 43 characters. */
  public static String mark(String sessionId) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash(sessionId).getBytes());
  }

  /**
   * Whether the session has ended, as of at most a second ago. May block.
   *
   * @param mark by {@link #mark}
   */
  public boolean hasEnded(String mark) {
    return endedByMark.get(mark, this::lookUp);
  }

  /** {@link #hasEnded} without blocking: null when it would need a look-up. */
  public Boolean hasEndedIfKnown(String mark) {
    return endedByMark.getIfPresent(mark);
  }

  private boolean lookUp(String mark) {
    return system.transact(
        SystemUse.ENDED_SESSIONS,
        tx ->
            tx.one(
                    "SELECT session_hash FROM tenancy.ended_session WHERE session_hash = $1",
                    hashOf(mark))
                .isPresent());
  }

  /** Which of these have ended; one statement however many they are. Blocks. */
  public Set<String> among(Collection<String> sessionIds) {
    Map<Buffer, String> byHash = new HashMap<>();
    sessionIds.forEach(id -> byHash.put(hash(id), id));
    return ended(byHash);
  }

  /** {@link #among} by what {@link #mark} writes. */
  public Set<String> amongMarks(Collection<String> marks) {
    Map<Buffer, String> byHash = new HashMap<>();
    marks.forEach(mark -> byHash.put(hashOf(mark), mark));
    return ended(byHash);
  }

  private Set<String> ended(Map<Buffer, String> byHash) {
    if (byHash.isEmpty()) {
      return Set.of();
    }
    Set<String> ended = new HashSet<>();
    system
        .transact(
            SystemUse.ENDED_SESSIONS,
            tx ->
                tx.list(
                    row -> row.getBuffer("session_hash"),
                    "SELECT session_hash FROM tenancy.ended_session WHERE session_hash = ANY ($1)",
                    (Object) byHash.keySet().toArray(Buffer[]::new)))
        .forEach(hash -> ended.add(byHash.get(hash)));
    return ended;
  }

  private static Buffer hashOf(String mark) {
    return Buffer.buffer(Base64.getUrlDecoder().decode(mark));
  }

  private static Buffer hash(String sessionId) {
    try {
      return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(sessionId.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
