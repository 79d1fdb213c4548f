package io.keelson.compute.lease;

import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.signing.SigningKeys;
import io.vertx.sqlclient.Row;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The bearer tokens by which jobs call the platform: {@code ksj_} and, in URL-safe base 64, what
 * they name and its HMAC-SHA256. A token lives as long as its attempt's lease, which is looked up
 * each time; writes are checked against the lease itself, by {@link Leases#requireCurrent}. It is
 * signed with the key of the time when the lease was asked for: keys change, a job's token does
 * not.
 *
 * <p>Leases are looked up across tenants, as keys are: in the share of the job's tenant the look-up
 * would wait as long as the tenant likes, and with it everybody whose rights are looked up after.
 */
public final class JobTokens {
  public static final String PREFIX = "ksj_";
  private static final String PURPOSE = "job-tokens";
  private static final int MAX_TOKEN_CHARACTERS = 256;
  private static final byte VERSION = 2;
  private static final int CLAIM_BYTES = 1 + 4 * 16 + 1 + 4 + 8 + 4;
  private static final int MAC_BYTES = 32;
  private static final Set<Permission> RIGHTS =
      EnumSet.of(
          Permission.PROJECT_READ,
          Permission.DATASET_READ,
          Permission.RUN_READ,
          Permission.RUN_WRITE);

  private final SystemDatabase system;
  private final SigningKeys keys;

  private record Claims(
      UUID tenantId, UUID jobId, UUID projectId, UUID runId, int attempt, long fence, int keyId) {}

  /** The lease of one attempt of a job, by its fencing token. */
  public record LeaseOf(UUID tenantId, UUID jobId, long fence) {}

  public JobTokens(SystemDatabase system, SigningKeys keys) {
    this.system = system;
    this.keys = keys;
  }

  /** The token of the lease's attempt; the same each time. */
  public String issue(Lease lease) {
    return issue(
        new Claims(
            lease.tenantId(),
            lease.jobId(),
            lease.projectId(),
            lease.runId(),
            lease.attempt(),
            lease.fence(),
            keys.idAt(lease.requestedAt().toInstant())));
  }

  private String issue(Claims claims) {
    byte[] bytes = encode(claims);
    byte[] token =
        ByteBuffer.allocate(CLAIM_BYTES + MAC_BYTES)
            .put(bytes)
            .put(mac(claims.keyId(), bytes))
            .array();
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /**
   * Who the token stands for. May block for a look-up; when that fails the exception is a denial.
   *
   * @return empty for a token that is not ours, or whose lease is over
   */
  public Optional<Principal> verify(String token) {
    return Optional.ofNullable(verifyAll(Collections.singletonList(token)).get(token));
  }

  /** Whether we issued the token, whether or not its lease is over. Looks nothing up. */
  public boolean isGenuine(String token) {
    return claims(token).isPresent();
  }

  /** {@link #verify} of those of these that count now: one statement however many they are. */
  public Map<String, Principal> verifyAll(Collection<String> tokens) {
    Map<String, Claims> genuine = new HashMap<>();
    tokens.forEach(token -> claims(token).ifPresent(claims -> genuine.put(token, claims)));
    Map<LeaseOf, Row> leases = alive(genuine.values().stream().map(JobTokens::leaseOf).toList());
    Map<String, Principal> found = new HashMap<>();
    genuine.forEach(
        (token, claims) -> {
          Row lease = leases.get(leaseOf(claims));
          if (lease != null && isOf(claims, lease)) {
            found.put(token, principal(claims, lease.getString("slug")));
          }
        });
    return found;
  }

  /**
   * Those of these leases that are alive, so that what their attempts were lent may still be used:
   * one statement however many they are. Blocks.
   */
  public Set<LeaseOf> aliveAmong(Collection<LeaseOf> leases) {
    return Set.copyOf(alive(leases).keySet());
  }

  private Map<LeaseOf, Row> alive(Collection<LeaseOf> leases) {
    if (leases.isEmpty()) {
      return Map.of();
    }
    UUID[] tenants = leases.stream().map(LeaseOf::tenantId).toArray(UUID[]::new);
    UUID[] jobs = leases.stream().map(LeaseOf::jobId).toArray(UUID[]::new);
    Long[] fences = leases.stream().map(LeaseOf::fence).toArray(Long[]::new);
    Map<LeaseOf, Row> found = new HashMap<>();
    system
        .transact(
            SystemUse.JOB_LOOKUP,
            tx ->
                tx.list(
                    row -> row,
                    """
                    SELECT l.tenant_id, l.job_id, l.attempt, l.fence, l.requested_at, t.slug
                    FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS asked (tenant_id, job_id, fence)
                    JOIN compute.lease l
                      ON l.tenant_id = asked.tenant_id AND l.job_id = asked.job_id AND l.fence = asked.fence
                    JOIN tenancy.tenant t ON t.tenant_id = l.tenant_id
                    WHERE l.status IN ('REQUESTED', 'ACTIVE') AND t.status = 'ACTIVE'
                    """,
                    tenants,
                    jobs,
                    fences))
        .forEach(
            row ->
                found.put(
                    new LeaseOf(
                        row.getUUID("tenant_id"), row.getUUID("job_id"), row.getLong("fence")),
                    row));
    return found;
  }

  private static LeaseOf leaseOf(Claims claims) {
    return new LeaseOf(claims.tenantId(), claims.jobId(), claims.fence());
  }

  private Optional<Claims> claims(String token) {
    if (token == null || !token.startsWith(PREFIX) || token.length() > MAX_TOKEN_CHARACTERS) {
      return Optional.empty();
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token.substring(PREFIX.length()));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    if (bytes.length != CLAIM_BYTES + MAC_BYTES) {
      return Optional.empty();
    }
    byte[] claimed = java.util.Arrays.copyOf(bytes, CLAIM_BYTES);
    byte[] tag = java.util.Arrays.copyOfRange(bytes, CLAIM_BYTES, bytes.length);
    if (claimed[0] != VERSION) {
      return Optional.empty();
    }
    Claims claims = decode(claimed);
    return MessageDigest.isEqual(tag, mac(claims.keyId(), claimed))
        ? Optional.of(claims)
        : Optional.empty();
  }

  private boolean isOf(Claims claims, Row lease) {
    // The key of the time when the lease was asked for, however long ago, and no other one.
    Instant requested = lease.getOffsetDateTime("requested_at").toInstant();
    return lease.getInteger("attempt") == claims.attempt()
        && keys.idAt(requested) == claims.keyId();
  }

  private static Principal principal(Claims claims, String slug) {
    return new Principal(
        Principal.Kind.JOB,
        claims.jobId(),
        claims.tenantId(),
        slug,
        GlobalId.encode("job", claims.jobId()),
        Set.of(),
        Map.of(claims.projectId(), RIGHTS),
        new Principal.JobAttempt(claims.jobId(), claims.runId(), claims.fence()));
  }

  private static byte[] encode(Claims claims) {
    ByteBuffer out = ByteBuffer.allocate(CLAIM_BYTES).put(VERSION);
    put(out, claims.tenantId());
    put(out, claims.jobId());
    put(out, claims.projectId());
    put(out, claims.runId() == null ? new UUID(0, 0) : claims.runId());
    return out.put((byte) (claims.runId() == null ? 0 : 1))
        .putInt(claims.attempt())
        .putLong(claims.fence())
        .putInt(claims.keyId())
        .array();
  }

  private static Claims decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    in.get(); // the version, which the caller has looked at
    UUID tenantId = uuid(in);
    UUID jobId = uuid(in);
    UUID projectId = uuid(in);
    UUID runId = uuid(in);
    boolean hasRun = in.get() == 1;
    return new Claims(
        tenantId, jobId, projectId, hasRun ? runId : null, in.getInt(), in.getLong(), in.getInt());
  }

  private static void put(ByteBuffer out, UUID id) {
    out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static UUID uuid(ByteBuffer in) {
    return new UUID(in.getLong(), in.getLong());
  }

  private byte[] mac(int keyId, byte[] bytes) {
    return keys.sign(PURPOSE, keyId, bytes);
  }
}
