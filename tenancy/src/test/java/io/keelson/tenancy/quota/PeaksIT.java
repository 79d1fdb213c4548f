package io.keelson.tenancy.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.object.ObjectsFixture;
import io.keelson.tenancy.retention.RetentionSweep;
import io.keelson.tenancy.retention.TenancyRetention;
import io.keelson.tenancy.testing.TestQuotas;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeaksIT {
  private static final Duration DAY = Duration.ofDays(1);
  private static final long LIMIT = 10;

  /** What every tenant uses of a quota, where the test says so. */
  private final Map<QuotaName, Long> used = new ConcurrentHashMap<>();

  @TempDir Path folder;
  private ObjectsFixture ground;
  private Quotas quotas;
  private Peaks peaks;
  private UUID tenant;

  @BeforeEach
  void open() {
    ground = new ObjectsFixture(folder);
    quotas =
        TestQuotas.of(
            Map.of(QuotaName.PROJECTS, LIMIT),
            Stream.of(QuotaName.values()).<QuotaUse>map(Told::new).toList());
    peaks = new Peaks(ground.database, ground.system, quotas, ground.clock);
    tenant = tenant("house");
  }

  @AfterEach
  void close() {
    ground.close();
  }

  private final class Told implements QuotaUse {
    private final QuotaName name;

    private Told(QuotaName name) {
      this.name = name;
    }

    @Override
    public QuotaName quota() {
      return name;
    }

    @Override
    public long used(Transaction tx) {
      return used.getOrDefault(name, 0L);
    }
  }

  private UUID tenant(String slug) {
    UUID id = Ids.next();
    ground.database.transact(
        id,
        tx ->
            tx.update(
                "INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at) VALUES ($1, $2, $2, now())",
                id,
                slug));
    return id;
  }

  private void use(UUID tenantId, QuotaName name, long now) {
    used.put(name, now);
    ground.database.transact(
        tenantId,
        tx -> {
          quotas.require(tx, name, 1);
          return null;
        });
  }

  private Map<QuotaName, Long> ofWeek(UUID tenantId) {
    return ground.database.transact(tenantId, peaks::ofWeek);
  }

  @Test
  void aPeakIsKeptAfterUseFallsAlsoOneBetweenTwoLooks() {
    use(tenant, QuotaName.PROJECTS, 7);
    used.put(QuotaName.PROJECTS, 2L);
    used.put(QuotaName.CPUS, 5_000L);
    peaks.look();
    used.put(QuotaName.CPUS, 1_000L);
    peaks.look();

    assertThat(ofWeek(tenant))
        .hasSize(QuotaName.values().length)
        .containsEntry(QuotaName.PROJECTS, 7L)
        .containsEntry(QuotaName.CPUS, 5_000L)
        .containsEntry(QuotaName.ENDPOINTS, 0L);
  }

  @Test
  void whatWasRefusedOrRolledBackIsNoPeak() {
    assertThatThrownBy(() -> use(tenant, QuotaName.PROJECTS, LIMIT + 1))
        .isInstanceOf(QuotaExceeded.class);
    used.put(QuotaName.PROJECTS, 9L);
    assertThatThrownBy(
            () ->
                ground.database.transact(
                    tenant,
                    tx -> {
                      quotas.require(tx, QuotaName.PROJECTS, 1);
                      throw new IllegalStateException("something else");
                    }))
        .hasMessage("something else");
    used.put(QuotaName.PROJECTS, 3L);
    peaks.look();
    assertThat(ofWeek(tenant)).containsEntry(QuotaName.PROJECTS, 3L);
  }

  @Test
  void tenantsThatAskForNothingAreSeenInTurn() {
    used.put(QuotaName.PROJECTS, 4L);
    for (int i = 0; i < 60; i++) {
      tenant("other-" + i);
    }
    UUID last = tenant("the-last");
    peaks.look();
    assertThat(ofWeek(last)).isEmpty();
    peaks.look();
    assertThat(ofWeek(last)).containsEntry(QuotaName.PROJECTS, 4L);
  }

  @Test
  void aPeakOfATenantIsNotAnothers() {
    UUID other = tenant("other");
    use(tenant, QuotaName.PROJECTS, 7);
    used.put(QuotaName.PROJECTS, 1L);
    peaks.look();
    assertThat(ofWeek(tenant)).containsEntry(QuotaName.PROJECTS, 7L);
    assertThat(ofWeek(other)).containsEntry(QuotaName.PROJECTS, 1L);
    assertThat(
            ground.database.<Long>transact(
                other,
                tx ->
                    tx.one("SELECT count(*) FROM tenancy.quota_day WHERE tenant_id <> $1", other)
                        .orElseThrow()
                        .getLong(0)))
        .isZero();
  }

  @Test
  void aWeekIsShownAndDaysGoAfterAMonth() {
    use(tenant, QuotaName.PROJECTS, 7);
    peaks.look();
    used.put(QuotaName.PROJECTS, 1L);
    ground.clock.advance(DAY.multipliedBy(6));
    peaks.look();
    assertThat(ofWeek(tenant)).containsEntry(QuotaName.PROJECTS, 7L);
    ground.clock.advance(DAY);
    peaks.look();
    assertThat(ofWeek(tenant)).containsEntry(QuotaName.PROJECTS, 1L);
    ground.clock.advance(DAY.multipliedBy(24));
    new RetentionSweep(
            ground.system, ground.database, List.of(new TenancyRetention()), ground.clock)
        .round();
    assertThat(ground.count("SELECT count(DISTINCT day) FROM tenancy.quota_day")).isEqualTo(2);
  }

  @Test
  void whatRisesIsForetoldOnceThereAreDaysEnough() {
    for (long now = 1; now <= 4; now++) {
      used.put(QuotaName.PROJECTS, now);
      assertThat(forecast(QuotaName.PROJECTS)).isEmpty();
      peaks.look();
      ground.clock.advance(DAY);
    }
    used.put(QuotaName.PROJECTS, 5L);

    FullForecast forecast = forecast(QuotaName.PROJECTS).orElseThrow();

    assertThat(forecast.days()).isEqualTo(5);
    assertThat(forecast.readings()).isEqualTo(5);
    assertThat(forecast(QuotaName.CPUS)).as("without a limit").isEmpty();
  }

  private Optional<FullForecast> forecast(QuotaName name) {
    return ground.database.transact(tenant, tx -> peaks.forecast(tx, name));
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenLater() {
    use(tenant, QuotaName.PROJECTS, 7);
    used.put(QuotaName.PROJECTS, 2L);
    used.put(QuotaName.CPUS, -1L); // no row may have it
    peaks.look();
    assertThat(ofWeek(tenant)).isEmpty();
    used.put(QuotaName.CPUS, 0L);
    peaks.look();
    assertThat(ofWeek(tenant)).containsEntry(QuotaName.PROJECTS, 7L);
  }
}
