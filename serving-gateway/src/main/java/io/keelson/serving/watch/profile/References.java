package io.keelson.serving.watch.profile;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Input;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Training profiles of the model versions that were deployed. Whoever deploys hands them over: the
 * gateway knows nothing of the catalog.
 */
@ApplicationScoped
public class References {
  private static final int MAX_IDS = 1_000;

  private static final long MAX_CACHED_BYTES = 32 << 20;
  private static final Duration UNUSED = Duration.ofHours(1);

  private final TenantDatabase database;
  private final InstantSource clock;

  private record Key(UUID tenantId, UUID modelVersionId) {}

  /** A profile never changes. */
  private final Cache<Key, ReferenceProfile> profiles =
      Caffeine.newBuilder()
          .maximumWeight(MAX_CACHED_BYTES)
          .weigher((Key key, ReferenceProfile profile) -> profile.heldBytes())
          .expireAfterAccess(UNUSED)
          .build();

  /** Nor does what a version was trained with. */
  private final Cache<Key, KnownInputs> inputs =
      Caffeine.newBuilder()
          .maximumWeight(MAX_CACHED_BYTES)
          .weigher((Key key, KnownInputs known) -> known.heldBytes())
          .expireAfterAccess(UNUSED)
          .build();

  public References(TenantDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** One that is there stays; a reason gives way to what is said later. */
  public void keep(Transaction tx, UUID modelVersionId, Reference reference) {
    tx.update(
        """
        INSERT INTO serving.reference_profile AS r (tenant_id, model_version_id, profile, reason, read_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (tenant_id, model_version_id) DO UPDATE
        SET profile = excluded.profile, reason = excluded.reason, read_at = excluded.read_at
        WHERE r.profile IS NULL
        """,
        tx.tenantId(),
        modelVersionId,
        reference.profile() == null ? null : reference.profile().toJson(),
        reference.reason(),
        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
  }

  /** Empty where the version has none that can be used, or was not deployed. */
  public Optional<ReferenceProfile> profile(UUID tenantId, UUID modelVersionId) {
    Key key = new Key(tenantId, modelVersionId);
    ReferenceProfile known = profiles.getIfPresent(key);
    if (known != null) {
      return Optional.of(known);
    }
    var rows =
        database
            .read(
                tenantId,
                """
                SELECT profile
                FROM serving.reference_profile
                WHERE tenant_id = $1 AND model_version_id = $2 AND profile IS NOT NULL
                """,
                tenantId,
                modelVersionId)
            .iterator();
    if (!rows.hasNext()) {
      return Optional.empty();
    }
    ReferenceProfile read = ReferenceProfile.fromJson(rows.next().getJsonObject("profile"));
    profiles.put(key, read);
    return Optional.of(read);
  }

  /** What requests of a version may bring: what its profile names, and its signature besides. */
  public KnownInputs knownInputs(UUID tenantId, UUID modelVersionId, ReferenceProfile profile) {
    Key key = new Key(tenantId, modelVersionId);
    KnownInputs known = inputs.getIfPresent(key);
    if (known == null) {
      // Not in the cache's own loader: other tenants' keys would wait while this one is read.
      known = KnownInputs.of(profile, signature(tenantId, modelVersionId));
      inputs.put(key, known);
    }
    return known;
  }

  /** As its newest revision has it; null where none is there. */
  private JsonObject signature(UUID tenantId, UUID modelVersionId) {
    var rows =
        database
            .read(
                tenantId,
                """
                SELECT signature
                FROM serving.revision
                WHERE tenant_id = $1 AND model_version_id = $2
                ORDER BY id DESC
                LIMIT 1
                """,
                tenantId,
                modelVersionId)
            .iterator();
    return rows.hasNext() ? rows.next().getJsonObject("signature") : null;
  }

  /**
   * What is known of a version's profile, without its counts.
   *
   * @param rows of the training; null where there is no profile
   * @param features the prediction among them; null where there is no profile
   * @param reason why there is none; null where there is one
   */
  public record Summary(Long rows, Integer features, String reason) {}

  /** Those of the versions that were deployed since there are profiles; at most 1,000. */
  public Map<UUID, Summary> summaries(UUID tenantId, Collection<UUID> modelVersionIds) {
    Input.size("ids", modelVersionIds, 0, MAX_IDS);
    Map<UUID, Summary> found = new HashMap<>();
    for (Row row :
        database.read(
            tenantId,
            """
            SELECT model_version_id, reason, (profile ->> 'rows')::bigint AS rows,
              jsonb_array_length(profile -> 'features') + (profile ? 'prediction')::int AS features
            FROM serving.reference_profile
            WHERE tenant_id = $1 AND model_version_id = ANY ($2)
            """,
            tenantId,
            modelVersionIds.toArray(UUID[]::new))) {
      found.put(
          row.getUUID("model_version_id"),
          new Summary(row.getLong("rows"), row.getInteger("features"), row.getString("reason")));
    }
    return found;
  }

  /**
   * Reads the file.
   *
   * @return the profile, or why it cannot be used
   */
  public static Reference parse(String text) {
    try {
      return Reference.of(ReferenceProfile.fromJson(new JsonObject(text)));
    } catch (io.vertx.core.json.DecodeException e) {
      return Reference.none(ReferenceProfile.FILE + " is not valid JSON");
    } catch (IllegalArgumentException e) {
      return Reference.none(ReferenceProfile.FILE + " cannot be used: " + e.getMessage());
    }
  }
}
