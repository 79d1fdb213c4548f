package io.keelson.api.catalog.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.billing.price.PriceBook;
import io.keelson.billing.usage.UsageLedger;
import io.keelson.tenancy.database.Ids;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StorageMeterIT {
  private static final Duration WINDOW = Duration.ofHours(1);
  private static final int MIB = 1 << 20;

  private final CatalogFixture catalog = new CatalogFixture();
  private final UUID projectId = catalog.project("wine").id();
  private final StorageMeter meter = meter();

  private StorageMeter meter() {
    return new StorageMeter(
        catalog.system,
        catalog.database,
        new UsageLedger(catalog.database, new PriceBook(), catalog.clock),
        WINDOW,
        catalog.clock);
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private long lines() {
    return catalog.count("SELECT count(*) FROM billing.usage_event");
  }

  /** In millionths of a GiB-hour. */
  private long total() {
    return catalog.count(
        "SELECT coalesce(round(sum(quantity) * 1000000), 0)::bigint FROM billing.usage_event");
  }

  @Test
  void equalFilesCountOnceAndFromWhenTheyCame() {
    byte[] content = new byte[MIB];
    UUID version = catalog.openVersion(projectId);
    catalog.clock.advance(Duration.ofMinutes(30));
    catalog.upload(version, "a.csv", content);
    catalog.upload(version, "copy.csv", content);

    catalog.clock.advance(Duration.ofMinutes(29));
    meter.meterDue();
    assertThat(lines()).as("the window is not over").isZero();
    catalog.clock.advance(Duration.ofMinutes(1));
    meter.meterDue();
    meter.meterDue();

    assertThat(lines()).isEqualTo(1);
    assertThat(total()).as("half an hour of a MiB").isEqualTo(Math.round(1_000_000 * 0.5 / 1024));
  }

  @Test
  void missedWindowsAreCaughtUpAHundredAtATime() {
    UUID version = catalog.openVersion(projectId);
    catalog.upload(version, "a.csv", new byte[MIB]);
    catalog.clock.advance(Duration.ofHours(150));

    assertThat(meter.meterDue()).as("more is due").isTrue();
    assertThat(lines()).isEqualTo(100);
    assertThat(meter.meterDue()).isFalse();
    assertThat(lines()).isEqualTo(150);
    assertThat(total()).isEqualTo(Math.round(1_000_000 * 150.0 / 1024));
  }

  @Test
  void twoMetersAtOnceWriteEachWindowOnce() throws InterruptedException {
    UUID version = catalog.openVersion(projectId);
    catalog.upload(version, "a.csv", new byte[MIB]);
    catalog.clock.advance(Duration.ofHours(20));

    Thread one = Thread.ofVirtual().start(meter::meterDue);
    Thread two = Thread.ofVirtual().start(meter()::meterDue);
    one.join();
    two.join();

    assertThat(lines()).isEqualTo(20);
  }

  @Test
  void aProjectWithoutFilesIsNotLookedAt() {
    catalog.clock.advance(Duration.ofHours(2));

    meter.meterDue();

    assertThat(lines()).isZero();
    assertThat(catalog.count("SELECT count(*) FROM catalog.storage_meter")).isZero();
  }

  @Test
  void whereNothingIsStoredForLongNoWindowIsDue() {
    UUID version = catalog.openVersion(projectId);
    catalog.clock.advance(Duration.ofDays(400));
    catalog.upload(version, "a.csv", new byte[MIB]);
    catalog.clock.advance(Duration.ofHours(1));

    assertThat(meter.meterDue()).isFalse();

    assertThat(lines()).isEqualTo(1);
    assertThat(total()).isEqualTo(Math.round(1_000_000 / 1024.0));
  }

  @Test
  void aShorterWindowOfBeforeIsFilledUpFirst() {
    UUID version = catalog.openVersion(projectId);
    catalog.upload(version, "a.csv", new byte[MIB]);
    catalog.clock.advance(Duration.ofMinutes(7));
    new StorageMeter(
            catalog.system,
            catalog.database,
            new UsageLedger(catalog.database, new PriceBook(), catalog.clock),
            Duration.ofMinutes(1),
            catalog.clock)
        .meterDue();
    long minutes = lines();
    catalog.clock.advance(Duration.ofHours(2));

    meter.meterDue();

    assertThat(lines()).isEqualTo(minutes + 2);
    assertThat(
            catalog.count(
                """
                SELECT count(*) FROM billing.usage_event
                WHERE date_trunc('hour', to_at) = to_at
                """))
        .isGreaterThanOrEqualTo(2);
    assertThat(
            catalog.count(
                """
                SELECT extract(epoch FROM max(to_at) - min(from_at)
                               - sum(to_at - from_at))::bigint
                FROM billing.usage_event
                """))
        .as("no gap and no overlap")
        .isZero();
  }

  /** What one window comes to by the files alone, as if it read them all. */
  private static double byteHours(List<Stay> stays, Instant from, Instant to) {
    Map<String, List<Stay>> byDigest =
        stays.stream()
            .filter(stay -> stay.from().isBefore(to))
            .collect(Collectors.groupingBy(Stay::digest));
    double sum = 0;
    for (List<Stay> ofDigest : byDigest.values()) {
      boolean isThereAtFirst = ofDigest.stream().anyMatch(stay -> stay.isThereBefore(from));
      Optional<Instant> since =
          isThereAtFirst
              ? Optional.of(from)
              : ofDigest.stream()
                  .map(Stay::from)
                  .filter(at -> !at.isBefore(from))
                  .min(Comparator.naturalOrder());
      Instant until =
          ofDigest.stream().anyMatch(stay -> stay.isThereBefore(to))
              ? to
              : ofDigest.stream().map(Stay::to).max(Comparator.naturalOrder()).orElseThrow();
      if (since.isPresent() && until.isAfter(since.get())) {
        sum += MIB * (Duration.between(since.get(), until).toNanos() / 3.6e12);
      }
    }
    return sum;
  }

  private record Stay(UUID id, String digest, Instant from, Instant to) {
    boolean isThereBefore(Instant at) {
      return from.isBefore(at) && (to == null || !to.isBefore(at));
    }
  }

  @Test
  void changesAddUpToWhatTheFilesSay() {
    Random random = new Random(7);
    UUID version = catalog.openVersion(projectId);
    Instant start = catalog.clock.instant();
    List<Stay> stays = new ArrayList<>();
    double expected = 0;
    for (int hour = 0; hour < 12; hour++) {
      for (int change = 0; change < 8; change++) {
        catalog.clock.advance(Duration.ofMinutes(7));
        Instant now = catalog.clock.instant();
        List<Stay> there = stays.stream().filter(stay -> stay.to() == null).toList();
        if (!there.isEmpty() && random.nextInt(3) == 0) {
          Stay gone = there.get(random.nextInt(there.size()));
          remove(gone.id(), now);
          stays.set(stays.indexOf(gone), new Stay(gone.id(), gone.digest(), gone.from(), now));
        } else {
          UUID id = Ids.next();
          String digest = "sha256:" + Integer.toString(random.nextInt(6)).repeat(64);
          add(version, id, digest, now);
          stays.add(new Stay(id, digest, now, null));
        }
      }
      catalog.clock.advance(Duration.ofMinutes(4));
      meter.meterDue();
    }
    for (int hour = 0; hour < 12; hour++) {
      Instant from = start.plus(Duration.ofHours(hour));
      expected += byteHours(stays, from, from.plus(WINDOW));
    }

    assertThat(total()).isCloseTo(Math.round(expected / (1 << 30) * 1e6), Offset.offset(1L));
    assertThat(catalog.count("SELECT count(*) FROM catalog.storage_change")).isZero();
    long left =
        stays.stream().filter(stay -> stay.to() == null).map(Stay::digest).distinct().count();
    assertThat(catalog.count("SELECT count(*) FROM catalog.storage_object")).isEqualTo(left);
    assertThat(catalog.count("SELECT bytes FROM catalog.storage_meter")).isEqualTo(left * MIB);
  }

  @Test
  void aProjectThatCannotBeMeteredHoldsUpNoOther() throws SQLException {
    UUID version = catalog.openVersion(projectId);
    catalog.upload(version, "a.csv", new byte[MIB]);
    UUID behind = catalog.project("behind").id();
    catalog.upload(catalog.openVersion(behind), "b.csv", new byte[MIB]);
    catalog.asOwner(
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NEW.project_id = '%s' THEN RAISE EXCEPTION 'on purpose'; END IF;
          RETURN NEW;
        END $$;
        CREATE TRIGGER refuse BEFORE UPDATE ON catalog.storage_meter FOR EACH ROW EXECUTE FUNCTION refuse()
        """
            .formatted(projectId.compareTo(behind) < 0 ? projectId : behind));
    catalog.clock.advance(Duration.ofHours(1));

    meter.meterDue();

    assertThat(lines()).isEqualTo(1);
  }

  @Test
  void aFileThatSeemsToGoBeforeItCameLeavesNothing() {
    UUID version = catalog.openVersion(projectId);
    UUID id = Ids.next();
    Instant ahead = Instant.now().plus(Duration.ofHours(2));
    add(version, id, "sha256:" + "1".repeat(64), ahead);
    catalog.database.transact(
        catalog.tenantId,
        tx ->
            tx.update(
                "DELETE FROM catalog.dataset_file WHERE tenant_id = $1 AND id = $2",
                tx.tenantId(),
                id));
    catalog.clock.advance(
        Duration.between(catalog.clock.instant(), ahead).plus(Duration.ofHours(2)));

    while (meter.meterDue()) {
      assertThat(lines()).isZero();
    }

    assertThat(catalog.count("SELECT count(*) FROM catalog.storage_object")).isZero();
    assertThat(catalog.count("SELECT count(*) FROM catalog.storage_change")).isZero();
  }

  @Test
  void veryManyChangesAreTakenInParts() {
    UUID version = catalog.openVersion(projectId);
    OffsetDateTime from = catalog.now();
    for (int i = 0; i < 10; i++) {
      catalog.clock.advance(Duration.ofMinutes(1));
      add(version, Ids.next(), "sha256:" + Integer.toString(i).repeat(64), catalog.clock.instant());
    }

    StoredBytes.Window whole = new StoredBytes.Window(from, from.plusHours(1));
    StoredBytes.Window part =
        catalog.database.transact(
            catalog.tenantId, tx -> StoredBytes.bounded(tx, projectId, whole, 4));

    StoredBytes.Window all =
        catalog.database.transact(
            catalog.tenantId, tx -> StoredBytes.bounded(tx, projectId, whole, 10));

    assertThat(part).isEqualTo(new StoredBytes.Window(from, from.plusMinutes(5)));
    assertThat(all).isEqualTo(whole);
  }

  private void add(UUID versionId, UUID id, String digest, Instant at) {
    catalog.database.transact(
        catalog.tenantId,
        tx ->
            tx.update(
                """
                INSERT INTO catalog.dataset_file
                  (tenant_id, id, project_id, dataset_version_id, path, digest, size_bytes, added_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                """,
                tx.tenantId(),
                id,
                projectId,
                versionId,
                id + ".csv",
                digest,
                (long) MIB,
                at.atOffset(ZoneOffset.UTC)));
  }

  /** The database's own clock says when files go: it is set here, since this test has another. */
  private void remove(UUID id, Instant at) {
    catalog.database.transact(
        catalog.tenantId,
        tx -> {
          tx.update(
              "DELETE FROM catalog.dataset_file WHERE tenant_id = $1 AND id = $2",
              tx.tenantId(),
              id);
          return tx.update(
              """
              WITH noted AS (
                DELETE FROM catalog.storage_change
                WHERE tenant_id = $1 AND holders = -1
                RETURNING *
              )
              INSERT INTO catalog.storage_change
                (tenant_id, id, project_id, at, digest, size_bytes, holders)
              SELECT tenant_id, gen_random_uuid(), project_id,
                     CASE WHEN at > now() - interval '1 minute' THEN $2 ELSE at END,
                     digest, size_bytes, holders
              FROM noted
              """,
              tx.tenantId(),
              at.atOffset(ZoneOffset.UTC));
        });
  }
}
