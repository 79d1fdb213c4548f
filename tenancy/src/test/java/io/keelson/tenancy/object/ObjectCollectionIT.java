package io.keelson.tenancy.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectCollectionIT {
  private static final Duration GRACE = Duration.ofDays(7);
  private static final int ROUNDS = 60;

  @TempDir Path folder;
  private ObjectsFixture ground;
  private ObjectCollection collection;
  private final UUID tenant = Ids.next();

  @BeforeEach
  void open() throws SQLException {
    ground = new ObjectsFixture(folder);
    TestDatabase database = ground.testDatabase();
    try (var connection =
            DriverManager.getConnection(
                database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
        var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE tenancy.naming (tenant_id uuid NOT NULL, digest text NOT NULL)");
      statement.execute("SELECT tenancy.isolate('tenancy.naming', 'SELECT, INSERT, DELETE')");
    }
    ObjectReferences naming =
        () -> List.of("SELECT n.digest FROM tenancy.naming n WHERE n.tenant_id = $1");
    collection =
        new ObjectCollection(
            ground.system, ground.database, ground.store, List.of(naming), GRACE, ground.clock);
  }

  @AfterEach
  void close() {
    ground.close();
  }

  private String store(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ground.objects().put(tenant, new ByteArrayInputStream(bytes), bytes.length).digest();
  }

  private void name(String digest) {
    ground.database.transact(
        tenant,
        tx ->
            tx.update(
                "INSERT INTO tenancy.naming (tenant_id, digest) VALUES ($1, $2)", tenant, digest));
  }

  private void forgetNames() {
    ground.database.transact(
        tenant, tx -> tx.update("DELETE FROM tenancy.naming WHERE tenant_id = $1", tenant));
  }

  private String read(String digest) {
    try (InputStream in = ground.objects().open(tenant, digest)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void periodPasses() {
    ground.clock.advance(GRACE.plusSeconds(1));
    collection.collect(tenant);
  }

  @Test
  void anObjectThatNothingNamesGoesAfterTwoPeriods() {
    String digest = store("nobody's");
    collection.collect(tenant);
    periodPasses();
    assertThat(read(digest)).isEqualTo("nobody's");
    periodPasses();
    assertThat(ground.objects().find(tenant, digest)).isEmpty();
    assertThat(ground.storedFiles(tenant)).isEmpty();
  }

  private TenantObjects.Made make(String text) {
    AtomicReference<TenantObjects.Made> made = new AtomicReference<>();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ground
        .objects()
        .put(
            tenant,
            new ByteArrayInputStream(bytes),
            bytes.length,
            (tx, stored) -> made.set(TenantObjects.made(tx, stored)));
    return made.get();
  }

  @Test
  void anObjectThatItsMakerAbandonsGoesWithTheNextCollection() {
    TenantObjects.Made nobodys = make("nobody's");
    TenantObjects.Made storedAgain = make("stored again");
    TenantObjects.Made named = make("named");
    assertThat(store("stored again")).isEqualTo(storedAgain.digest());
    name(named.digest());

    ground.objects().abandon(tenant, List.of(nobodys, storedAgain, named));
    collection.collect(tenant);

    assertThat(ground.objects().find(tenant, nobodys.digest())).isEmpty();
    assertThat(read(storedAgain.digest())).isEqualTo("stored again");
    assertThat(read(named.digest())).isEqualTo("named");
  }

  @Test
  void anObjectThatARowNamesStaysUntilNoRowDoes() {
    String digest = store("somebody's");
    name(digest);
    for (int i = 0; i < 5; i++) {
      periodPasses();
    }
    assertThat(read(digest)).isEqualTo("somebody's");
    forgetNames();
    periodPasses();
    periodPasses();
    assertThat(ground.objects().find(tenant, digest)).isEmpty();
  }

  @Test
  void anObjectThatIsNamedAgainBeforeThePeriodIsOverStays() {
    String digest = store("again");
    periodPasses();
    name(digest);
    periodPasses();
    periodPasses();
    assertThat(read(digest)).isEqualTo("again");
  }

  @Test
  void aWriterOfTheSameBytesHasAPeriodToNameThem() {
    String digest = store("twice");
    periodPasses();
    ground.clock.advance(GRACE.plusSeconds(1));
    ground.objects().putBytes(tenant, "twice".getBytes(StandardCharsets.UTF_8));
    collection.collect(tenant);
    assertThat(read(digest)).isEqualTo("twice");
    ground.clock.advance(GRACE.minusSeconds(1));
    name(digest);
    periodPasses();
    periodPasses();
    assertThat(read(digest)).isEqualTo("twice");
  }

  @Test
  void aWriterThatComesAtTheVeryMomentDoesNotLoseTheObject() throws Exception {
    try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < ROUNDS; round++) {
        String text = "round " + round;
        boolean stream = round % 2 == 0;
        store(text);
        periodPasses();
        ground.clock.advance(GRACE.plusSeconds(1));
        CountDownLatch go = new CountDownLatch(2);
        Future<?> collects =
            both.submit(
                () -> {
                  meet(go);
                  return collection.collect(tenant);
                });
        Callable<String> writer =
            () -> {
              meet(go);
              String digest =
                  stream
                      ? store(text)
                      : ground
                          .objects()
                          .putBytes(tenant, text.getBytes(StandardCharsets.UTF_8))
                          .digest();
              name(digest);
              return digest;
            };
        String digest = both.submit(writer).get();
        collects.get();
        assertThat(read(digest)).isEqualTo(text);
      }
    }
    periodPasses();
    ground.expiry().deleteDue();
    assertThat(ground.count("SELECT count(*) FROM tenancy.object")).isEqualTo(ROUNDS);
    assertThat(ground.storedFiles(tenant)).as("no second copies").hasSize(ROUNDS);
  }

  private static void meet(CountDownLatch all) throws InterruptedException {
    all.countDown();
    all.await();
  }
}
