package io.keelson.tenancy.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.apikey.ApiKeys.PlaceByPoints;
import io.keelson.tenancy.apikey.ApiKeys.Ranked;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.object.ObjectsFixture;
import io.keelson.tenancy.pointuse.PointUse;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which keys the lists of them show, and in which order. */
class ApiKeyListsIT {
  private static final int UNUSED_AFTER_DAYS = 30;

  @TempDir Path folder;
  private ObjectsFixture ground;
  private PointUse points;
  private OffsetDateTime now;
  private UUID tenant;
  private UUID other;
  private final Map<String, UUID> ids = new HashMap<>();

  @BeforeEach
  void open() {
    ground = new ObjectsFixture(folder);
    points = new PointUse(ground.database, ground.clock);
    now = ground.clock.instant().atOffset(ZoneOffset.UTC);
    tenant = tenant("house");
    other = tenant("other");
  }

  @AfterEach
  void close() {
    ground.close();
  }

  private UUID tenant(String slug) {
    UUID id = Ids.next();
    ground.database.transact(
        id,
        tx ->
            tx.update(
                """
                INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at, key_unused_after_s)
                VALUES ($1, $2, 'T', now(), $3)
                """,
                id,
                slug,
                Duration.ofDays(UNUSED_AFTER_DAYS).toSeconds()));
    return id;
  }

  /** When a key was made, used, is to end and was revoked, in days from now; null for never. */
  private record Days(double made, Double used, Double end, Double revoked) {}

  private void key(UUID of, String name, Days days) {
    // A millisecond after the one before: those of the same one have no order.
    UUID id = Ids.at(ground.clock.instant().plusMillis(ids.size()));
    ids.put(name, id);
    byte[] hash =
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
    ground.database.transact(
        of,
        tx ->
            tx.update(
                """
                INSERT INTO tenancy.api_key (tenant_id, id, name, prefix, secret_hash, permissions, project_ids, created_by,
                  created_at, last_used_at, expires_at, revoked_at)
                VALUES ($1, $2, $3, 'ksn_', $4, '{RUN_READ}', '{}', 'platform', $5, $6, $7, $8)
                """,
                of,
                id,
                name,
                Buffer.buffer(hash),
                at(days.made()),
                at(days.used()),
                at(days.end()),
                at(days.revoked())));
  }

  private OffsetDateTime at(Double days) {
    return days == null ? null : now.plusSeconds(Math.round(days * 86_400));
  }

  private void someKeys() {
    key(tenant, "never used, new", new Days(-1, null, null, null));
    key(tenant, "never used, old", new Days(-30, null, null, null));
    key(tenant, "used long ago", new Days(-90, -31.0, 200.0, null));
    key(tenant, "used", new Days(-90, -29.0, 200.0, null));
    key(tenant, "ends soon", new Days(-2, -1.0, 13.9, null));
    key(tenant, "ends later", new Days(-2, -1.0, 14.1, null));
    key(tenant, "revoked", new Days(-90, null, null, -1.0));
    key(tenant, "past its end", new Days(-90, null, -0.1, null));
    key(other, "another tenant's", new Days(-90, null, null, null));
  }

  private List<String> newest(UUID of, ApiKeyFilter filter, int limit, UUID before) {
    return ground
        .database
        .transact(of, tx -> new ApiKeyLists(tx, filter, now).newest(limit, before))
        .stream()
        .map(ApiKey::name)
        .toList();
  }

  @Test
  void aListShowsTheKeysThatItsFilterNamesAndNoOtherTenants() {
    someKeys();
    assertThat(newest(tenant, ApiKeyFilter.UNUSED, 10, null))
        .containsExactly("used long ago", "never used, old");
    assertThat(newest(tenant, ApiKeyFilter.ENDING_SOON, 10, null)).containsExactly("ends soon");
    assertThat(newest(tenant, ApiKeyFilter.ENDED, 10, null))
        .containsExactly("past its end", "revoked");
    assertThat(newest(tenant, ApiKeyFilter.IN_FORCE, 10, null))
        .containsExactly(
            "ends later",
            "ends soon",
            "used",
            "used long ago",
            "never used, old",
            "never used, new");
    assertThat(newest(tenant, null, 10, null)).hasSize(8).doesNotContain("another tenant's");
    assertThat(newest(other, ApiKeyFilter.UNUSED, 10, null)).containsExactly("another tenant's");
  }

  @Test
  void aPageGoesOnWhereTheOneBeforeItEnded() {
    someKeys();
    assertThat(newest(tenant, ApiKeyFilter.IN_FORCE, 2, ids.get("ends soon")))
        .containsExactly("used", "used long ago");
    assertThat(newest(tenant, ApiKeyFilter.UNUSED, 10, ids.get("used long ago")))
        .containsExactly("never used, old");
  }

  @Test
  void theCountsAreThoseOfTheLists() {
    someKeys();
    ApiKeys.KeyCounts counts =
        ground.database.transact(
            tenant, tx -> ApiKeyRows.counts(tx, now, now.plus(ApiKeyLists.SOON)));
    assertThat(counts).isEqualTo(new ApiKeys.KeyCounts(6, 2, 1, 2, at(13.9)));
  }

  private List<Ranked> byPoints(ApiKeyFilter filter, int limit, PlaceByPoints after) {
    return ground.database.transact(
        tenant, tx -> new ApiKeyLists(tx, filter, now).byPoints(limit, after));
  }

  private void take(UUID of, String key, long taken) {
    Actor actor = new Actor(Principal.Kind.API_KEY, ids.get(key), "key:" + key);
    Principal caller = new Principal(actor, null, of, "house", Set.of(), Map.of(), null);
    assertThat(caller.keyId()).isEqualTo(ids.get(key));
    points.countServed(caller, "Runs", taken, true);
  }

  private static List<String> names(List<Ranked> ranked) {
    return ranked.stream().map(one -> one.key().name()).toList();
  }

  @Test
  void thoseThatTookMostPointsComeFirstAndAfterThemTheNewestOfTheRest() {
    someKeys();
    take(tenant, "used long ago", 900);
    points.flush();
    ground.clock.advance(Duration.ofDays(8));
    now = ground.clock.instant().atOffset(ZoneOffset.UTC);
    take(tenant, "never used, new", 70);
    take(tenant, "revoked", 50);
    take(tenant, "used", 30);
    ground.clock.advance(Duration.ofHours(2));
    now = ground.clock.instant().atOffset(ZoneOffset.UTC);
    take(tenant, "used", 31);
    take(other, "another tenant's", 1_000);
    // A row that names a key of this tenant is another's all the same.
    take(other, "ends later", 1_000);
    points.flush();

    List<Ranked> all = byPoints(null, 10, null);
    assertThat(names(all))
        .containsExactly(
            "never used, new",
            "used",
            "revoked",
            "past its end",
            "ends later",
            "ends soon",
            "used long ago",
            "never used, old");
    assertThat(all).extracting(Ranked::points).startsWith(70L, 61L, 50L, 0L);
    assertThat(names(byPoints(ApiKeyFilter.IN_FORCE, 3, null)))
        .containsExactly("never used, new", "used", "ends later");
  }

  @Test
  void eachKeyIsOnOnePageOfAListByPoints() {
    someKeys();
    take(tenant, "used", 5);
    take(tenant, "ends soon", 5);
    take(tenant, "revoked", 0);
    points.flush();
    List<String> walked = new ArrayList<>();
    PlaceByPoints after = null;
    for (List<Ranked> page = byPoints(null, 2, null); !page.isEmpty(); ) {
      walked.addAll(names(page));
      after = new PlaceByPoints(page.getLast().points(), page.getLast().key().id());
      page = byPoints(null, 2, after);
    }
    assertThat(walked).hasSize(8).doesNotHaveDuplicates().startsWith("ends soon", "used");
    assertThat(walked).isEqualTo(names(byPoints(null, 10, null)));
  }
}
