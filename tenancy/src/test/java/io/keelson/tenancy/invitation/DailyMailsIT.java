package io.keelson.tenancy.invitation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.object.ObjectsFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DailyMailsIT {
  private static final Instant TODAY = Instant.parse("2026-11-27T12:00:00Z");
  @TempDir Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final UUID one = Ids.next();
  private final UUID other = Ids.next();
  private ObjectsFixture ground;

  @BeforeEach
  void open() throws Exception {
    ground = new ObjectsFixture(folder);
    for (UUID tenantId : new UUID[] {one, other}) {
      in(
          tenantId,
          tx ->
              tx.update(
                  "INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at) VALUES ($1, $2,"
                      + " 'some', now())",
                  tenantId,
                  "t" + tenantId));
    }
  }

  @AfterEach
  void close() {
    threads.close();
    ground.close();
  }

  @Test
  void whoeverHasManyOrganisationsSendsNoMoreMailsByThat() throws Exception {
    UUID person = Ids.next();
    take(one, person, "a", TODAY);
    take(other, person, "b", TODAY);

    assertThatThrownBy(() -> take(other, person, "c", TODAY))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(RateLimited.class)
        .hasMessageContaining("of one person: at most 2 a day");
    assertThatCode(() -> take(other, Ids.next(), "d", TODAY)).doesNotThrowAnyException();
    assertThatCode(() -> take(other, null, "e", TODAY)).doesNotThrowAnyException();
    assertThatCode(() -> take(one, person, "f", TODAY.plus(Duration.ofDays(1))))
        .doesNotThrowAnyException();
  }

  private void take(UUID tenantId, UUID personId, String name, Instant now) throws Exception {
    in(
        tenantId,
        tx -> {
          new DailyMails(100, 2, 100).take(tx, personId, name + "@corp.example", now);
          return 0;
        });
  }

  private void in(UUID tenantId, Function<Transaction, Integer> work) throws Exception {
    assertThat(threads.submit(() -> ground.database.transact(tenantId, work::apply)).get())
        .isNotNull();
  }
}
