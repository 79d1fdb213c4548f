package io.keelson.api.catalog.collection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.collection.intake.CollectedEvent;
import io.keelson.api.catalog.collection.intake.EventKey;
import io.keelson.api.catalog.collection.intake.Taken;
import io.keelson.api.catalog.dataset.DatasetFile;
import io.keelson.api.catalog.dataset.DatasetVersion;
import io.keelson.api.catalog.dataset.DatasetVersionStatus;
import io.keelson.api.catalog.dataset.Datasets;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.quota.QuotaName;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** Events are taken once, and become versions once. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class CollectionIT {
  private static final String STORED = "SELECT coalesce(sum(bytes), 0) FROM tenancy.stored_bytes";
  private static final String OBJECTS = "SELECT coalesce(sum(size_bytes), 0) FROM tenancy.object";

  private CatalogFixture fixture;
  private CollectionParts parts;
  private UUID projectId;

  @BeforeAll
  void open() {
    fixture = new CatalogFixture();
    parts = new CollectionParts(fixture, Map.of());
    projectId = fixture.project("collected").id();
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private UUID dataset(String name) {
    return fixture
        .datasets
        .create(fixture.caller, new Datasets.NewDataset(projectId, name, null))
        .id();
  }

  private Collector collector(String name, Long rows, Long bytes, Duration age, String schema) {
    return parts.collectors.create(
        fixture.caller, new Collectors.NewCollector(dataset(name), rows, bytes, age, schema));
  }

  private Collector collector(String name) {
    return collector(name, null, null, null, null);
  }

  static List<CollectedEvent> events(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> event(i, false)).toList();
  }

  private static CollectedEvent event(int i, boolean isDead) {
    return new CollectedEvent(
        EventKey.of("", Integer.toString(i)), ("{\"id\":" + i + "}").getBytes(UTF_8), isDead);
  }

  private Taken take(Collector collector, List<CollectedEvent> events) {
    return parts.intake.take(fixture.engineer, collector, events, 0);
  }

  private List<DatasetVersion> versions(UUID datasetId) {
    return fixture.versions.page(fixture.engineer, datasetId, 100, null);
  }

  private List<String> rows(DatasetVersion version) throws IOException {
    DatasetFile file = fixture.files.page(fixture.engineer, version.id(), 2, null).getFirst();
    try (InputStream in =
        new GZIPInputStream(fixture.objects.open(fixture.tenantId, file.digest()))) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    }
  }

  private CollectorFigures figures(Collector collector) {
    return parts.lookups.figures(fixture.engineer, List.of(collector.id())).get(collector.id());
  }

  @Test
  void anEventIsKeptOnceHoweverOftenItComes() {
    Collector collector = collector("once");

    List<CollectedEvent> twice = new ArrayList<>(events(0, 10));
    twice.addAll(events(5, 12));
    assertThat(take(collector, twice)).isEqualTo(new Taken(12, 5, 0));
    assertThat(take(collector, events(10, 20))).isEqualTo(new Taken(8, 2, 0));
    assertThat(take(collector, events(0, 20))).isEqualTo(new Taken(0, 20, 0));
    List<CollectedEvent> unnamed = List.of(new CollectedEvent(null, "{}".getBytes(UTF_8), false));
    assertThat(take(collector, unnamed)).isEqualTo(new Taken(1, 0, 0));
    assertThat(take(collector, unnamed)).isEqualTo(new Taken(1, 0, 0));

    CollectorFigures figures = figures(collector);
    assertThat(figures.accepted()).isEqualTo(22);
    assertThat(figures.duplicates()).isEqualTo(27);
    assertThat(figures.waitingRows()).isEqualTo(22);
    assertThat(take(collector("another"), events(0, 1))).isEqualTo(new Taken(1, 0, 0));
  }

  @Test
  void ofTheSameAtOnceOneIsKept() throws Exception {
    Collector collector = collector("race");
    List<Future<Taken>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 12; i++) {
        List<CollectedEvent> mine = new ArrayList<>(events(0, 200));
        java.util.Collections.shuffle(mine, new java.util.Random(i));
        answers.add(threads.submit(() -> take(collector, mine)));
      }
    }
    int accepted = 0;
    for (Future<Taken> answer : answers) {
      accepted += answer.get().accepted();
    }
    assertThat(accepted).isEqualTo(200);
    assertThat(figures(collector).waitingRows()).isEqualTo(200);
    assertThat(figures(collector).duplicates()).isEqualTo(11 * 200);
  }

  @Test
  void rowsSealAVersionWithWhatItCameFrom() throws Exception {
    Collector collector = collector("by rows", 10L, null, null, null);
    take(collector, events(0, 6));
    parts.seal();
    assertThat(versions(collector.datasetId())).isEmpty();

    fixture.clock.advance(Duration.ofSeconds(7));
    take(collector, events(6, 12));
    parts.seal();

    DatasetVersion version = versions(collector.datasetId()).getFirst();
    assertThat(version.status()).isEqualTo(DatasetVersionStatus.SEALED);
    assertThat(version.createdBy().label()).isEqualTo("engineer");
    assertThat(rows(version))
        .containsExactlyElementsOf(
            IntStream.range(0, 12).mapToObj(i -> "{\"id\":" + i + "}").toList());
    CollectedVersion from =
        parts.collected.byVersionIds(fixture.engineer, List.of(version.id())).get(version.id());
    assertThat(from.rows()).isEqualTo(12);
    assertThat(from.collectorId()).isEqualTo(collector.id());
    assertThat(Duration.between(from.fromAt(), from.toAt())).isEqualTo(Duration.ofSeconds(7));
    assertThat(figures(collector).waitingRows()).isZero();
    assertThat(figures(collector).waitingBytes()).isZero();
    assertThat(figures(collector).oldestWaitingAt()).isNull();
    assertThat(figures(collector).lastVersionId()).isEqualTo(version.id());
    assertThat(take(collector, events(0, 12)).duplicates()).as("still known").isEqualTo(12);
    assertThat(fixture.count(STORED)).isEqualTo(fixture.count(OBJECTS) + waitingBytes());
  }

  private long waitingBytes() {
    return fixture.count(
        "SELECT coalesce(sum(octet_length(content)), 0) FROM catalog.collected_batch");
  }

  @Test
  void bytesSealAVersion() {
    Collector collector = collector("by bytes", null, 1024L, null, null);
    take(collector, events(0, 10));
    parts.seal();
    assertThat(versions(collector.datasetId())).isEmpty();
    take(collector, events(10, 200));
    parts.seal();
    assertThat(versions(collector.datasetId())).hasSize(1);
  }

  @Test
  void ageSealsAVersion() throws Exception {
    Collector collector = collector("by age", null, null, Duration.ofMinutes(5), null);
    take(collector, events(0, 1));
    fixture.clock.advance(Duration.ofMinutes(4));
    take(collector, events(1, 2));
    parts.seal();
    assertThat(versions(collector.datasetId())).isEmpty();
    fixture.clock.advance(Duration.ofMinutes(1));
    parts.seal();
    assertThat(rows(versions(collector.datasetId()).getFirst())).hasSize(2);
    fixture.clock.advance(Duration.ofHours(1));
    parts.seal();
    assertThat(versions(collector.datasetId())).as("nothing waits").hasSize(1);
  }

  @Test
  void sealNowDoesNotWait() {
    Collector collector = collector("now");
    parts.collectors.sealNow(fixture.caller, collector.id());
    parts.seal();
    assertThat(versions(collector.datasetId())).isEmpty();
    take(collector, events(0, 3));
    parts.collectors.sealNow(fixture.caller, collector.id());
    parts.seal();
    assertThat(versions(collector.datasetId())).hasSize(1);
  }

  @Test
  void whatBreaksTheSchemaBecomesVersionsOfItsOwnDataSet() throws Exception {
    Collector collector = collector("typed", 2L, null, null, "{\"type\":\"object\"}");
    assertThat(take(collector, List.of(event(1, false), event(2, true), event(3, true))))
        .isEqualTo(new Taken(1, 0, 2));
    parts.seal();

    assertThat(versions(collector.datasetId())).isEmpty();
    assertThat(fixture.datasets.get(fixture.engineer, collector.deadLetterDatasetId()).name())
        .isEqualTo("typed dead letters");
    DatasetVersion dead = versions(collector.deadLetterDatasetId()).getFirst();
    assertThat(rows(dead)).containsExactly("{\"id\":2}", "{\"id\":3}");
    assertThat(
            parts
                .collected
                .byVersionIds(fixture.engineer, List.of(dead.id()))
                .get(dead.id())
                .hasDeadLetters())
        .isTrue();
    assertThat(figures(collector).deadLetters()).isEqualTo(2);
  }

  @Test
  void aProcessThatDiesAtAnyMomentLeavesWhatTheNextOneDoes() throws Exception {
    Collector collector = collector("killed", 5L, null, null, null);
    take(collector, events(0, 5));
    for (CollectionParts.Death death : CollectionParts.Death.values()) {
      parts.sealAndDie(collector, death);
      assertThat(versions(collector.datasetId())).as(death.name()).isEmpty();
      parts.seal();
      assertThat(versions(collector.datasetId())).as("before its lease is over").isEmpty();
      fixture.clock.advance(Duration.ofSeconds(31));
    }
    take(collector, events(5, 7));
    parts.seal();

    assertThat(rows(versions(collector.datasetId()).getFirst())).hasSize(5);
    assertThat(versions(collector.datasetId())).hasSize(1);
    assertThat(figures(collector).waitingRows()).isEqualTo(2);
  }

  @Test
  void manyProcessesMakeEachVersionOnce() throws Exception {
    Collector collector = collector("together", 5L, null, null, null);
    for (int round = 0; round < 5; round++) {
      take(collector, events(round * 10, round * 10 + 10));
      List<Future<?>> loops = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 6; i++) {
          loops.add(threads.submit(parts::seal));
        }
      }
      for (Future<?> loop : loops) {
        loop.get();
      }
      fixture.clock.advance(Duration.ofSeconds(6));
    }
    List<DatasetVersion> versions = versions(collector.datasetId());
    assertThat(versions).hasSize(5);
    List<String> all = new ArrayList<>();
    for (DatasetVersion version : versions) {
      all.addAll(rows(version));
    }
    assertThat(all).hasSize(50);
    assertThat(new HashSet<>(all)).hasSize(50);
  }

  @Test
  void aDeletedCollectorTakesNothingAndLosesNothing() throws Exception {
    Collector collector = collector("deleted");
    take(collector, events(0, 3));
    assertThatThrownBy(() -> parts.collectors.delete(fixture.caller, collector.id(), 7))
        .isInstanceOf(Conflict.class);
    parts.collectors.delete(fixture.caller, collector.id(), collector.version());

    assertThatThrownBy(() -> parts.intake.open(fixture.engineer, collector.id()))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> take(collector, events(3, 4)))
        .as("also of one that was let in before")
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> parts.collectors.get(fixture.engineer, collector.id()))
        .isInstanceOf(NotFound.class);
    parts.seal();
    assertThat(rows(versions(collector.datasetId()).getFirst())).hasSize(3);
    Collector next =
        parts.collectors.create(
            fixture.caller,
            new Collectors.NewCollector(collector.datasetId(), null, null, null, null));
    assertThat(take(next, events(0, 1)).accepted()).isEqualTo(1);
  }

  @Test
  void aNewRuleHoldsForWhatWaits() {
    Collector collector = collector("changed");
    take(collector, events(0, 3));
    Collector changed =
        parts.collectors.update(
            fixture.caller,
            new Collectors.CollectorUpdate(
                collector.id(), collector.version(), 2L, null, null, "{\"type\":\"object\"}"));
    parts.seal();

    assertThat(versions(collector.datasetId())).hasSize(1);
    assertThat(changed.version()).isEqualTo(2);
    assertThat(changed.sealRule().rows()).isEqualTo(2);
    assertThat(changed.sealRule().bytes()).isEqualTo(SealRule.STANDARD.bytes());
    assertThat(changed.deadLetterDatasetId()).isNotNull();
  }

  @Test
  void othersDoNotLearnThatItIsThere() {
    Collector collector = collector("private");
    assertThatThrownBy(() -> parts.intake.open(fixture.stranger, collector.id()))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(
            () -> parts.intake.open(fixture.guest("guest", Role.ENGINEER), collector.id()))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(
            () ->
                parts.intake.open(fixture.guest("viewer", Role.VIEWER, projectId), collector.id()))
        .isInstanceOf(Forbidden.class);
    assertThat(parts.lookups.byDatasetIds(fixture.stranger, List.of(collector.datasetId())))
        .isEmpty();
  }

  @Test
  void oneDataSetHasOneCollectorWithinBounds() {
    Collector collector = collector("bounds");
    assertThatThrownBy(
            () ->
                parts.collectors.create(
                    fixture.caller,
                    new Collectors.NewCollector(collector.datasetId(), null, null, null, null)))
        .isInstanceOf(Conflict.class);
    UUID dataset = dataset("bounds 2");
    for (Collectors.NewCollector wrong :
        List.of(
            new Collectors.NewCollector(dataset, 0L, null, null, null),
            new Collectors.NewCollector(dataset, null, 1L, null, null),
            new Collectors.NewCollector(dataset, null, null, Duration.ofDays(8), null),
            new Collectors.NewCollector(dataset, null, null, null, "{\"$ref\":\"#\"}"))) {
      assertThatThrownBy(() -> parts.collectors.create(fixture.caller, wrong))
          .isInstanceOf(Invalid.class);
    }
  }

  @Test
  void whatWaitsIsBoundedAndCountsAsStored() throws SQLException {
    Collector collector = collector("full");
    CollectionParts tight =
        new CollectionParts(fixture, Map.of(QuotaName.STORED_BYTES, fixture.count(STORED) + 60));
    tight.intake.take(fixture.engineer, collector, events(0, 1), 0);
    assertThatThrownBy(() -> tight.intake.take(fixture.engineer, collector, events(1, 100), 0))
        .isInstanceOf(QuotaExceeded.class);
    assertThat(figures(collector).waitingRows()).isEqualTo(1);
    assertThat(fixture.count(STORED)).isEqualTo(fixture.count(OBJECTS) + waitingBytes());
    assertThat(take(collector, events(1, 100)).accepted()).as("none was noted").isEqualTo(99);

    long enough = 512L << 20;
    waitsToo(enough);
    assertThatThrownBy(() -> parts.intake.open(fixture.engineer, collector.id()))
        .isInstanceOf(RateLimited.class);
    waitsToo(-enough);
    assertThat(parts.intake.open(fixture.engineer, collector.id()).collector().id())
        .isEqualTo(collector.id());
  }

  private void waitsToo(long bytes) throws SQLException {
    fixture.asOwner("UPDATE catalog.collector_backlog SET bytes = bytes + " + bytes);
  }

  @Test
  void rowsOfThePlatformsOwnAreRefusedFromTheMomentInWhichTheirProjectIsRemoved() throws Exception {
    UUID going = fixture.project("going").id();
    UUID datasetId =
        fixture.datasets.create(fixture.caller, new Datasets.NewDataset(going, "rows", null)).id();
    Collector collector =
        parts.collectors.create(
            fixture.caller, new Collectors.NewCollector(datasetId, null, null, null, null));
    assertThat(parts.intake.append(fixture.tenantId, collector.id(), events(0, 3)).accepted())
        .isEqualTo(3);
    fixture.asOwner(
        "UPDATE catalog.project SET removing_since = now() WHERE id = '%s'".formatted(going));

    assertThatThrownBy(() -> parts.intake.append(fixture.tenantId, collector.id(), events(3, 5)))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("being removed");
    assertThatThrownBy(() -> parts.intake.append(fixture.tenantId, UUID.randomUUID(), events(3, 5)))
        .isInstanceOf(NotFound.class);
    assertThat(figures(collector).accepted()).isEqualTo(3);
  }
}
