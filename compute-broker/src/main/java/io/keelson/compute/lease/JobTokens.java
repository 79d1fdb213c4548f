package io.keelson.compute.lease;

import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.signing.SigningKeys;
import io.vertx.sqlclient.Row;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
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

  private final TenantDatabase database;
  private final SigningKeys keys;

  private record Claims(
      UUID tenantId, UUID jobId, UUID projectId, UUID runId, int attempt, long fence, int keyId) {}

  public JobTokens(TenantDatabase database, SigningKeys keys) {
    this.database = database;
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
    return claims(token)
        .flatMap(claims -> slugWhileLeased(claims).map(slug -> principal(claims, slug)));
  }

  /**
   * Whether the job's lease with this fencing token is alive, so that what its attempt was lent may
   * still be used. May block.
   */
  public boolean isLeased(UUID tenantId, UUID jobId, long fence) {
    return database
            .read(
                tenantId,
                """
                SELECT 1
                FROM compute.lease
                WHERE tenant_id = $1 AND job_id = $2 AND fence = $3 AND status IN ('REQUESTED', 'ACTIVE')
                """,
                tenantId,
                jobId,
                fence)
            .rowCount()
        > 0;
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

  private Optional<String> slugWhileLeased(Claims claims) {
    var rows =
        database
            .read(
                claims.tenantId(),
                """
                SELECT t.slug, l.requested_at
                FROM compute.lease l
                JOIN tenancy.tenant t ON t.tenant_id = l.tenant_id
                WHERE l.tenant_id = $1 AND l.job_id = $2 AND l.attempt = $3 AND l.fence = $4
                  AND l.status IN ('REQUESTED', 'ACTIVE') AND t.status = 'ACTIVE'
                """,
                claims.tenantId(),
                claims.jobId(),
                claims.attempt(),
                claims.fence())
            .iterator();
    if (!rows.hasNext()) {
      return Optional.empty();
    }
    Row lease = rows.next();
    // The key of the time when the lease was asked for, however long ago, and no other one.
    Instant requested = lease.getOffsetDateTime("requested_at").toInstant();
    return keys.idAt(requested) == claims.keyId()
        ? Optional.of(lease.getString("slug"))
        : Optional.empty();
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
