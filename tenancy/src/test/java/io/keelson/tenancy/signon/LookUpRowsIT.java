package io.keelson.tenancy.signon;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.object.ObjectsFixture;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookUpRowsIT {
  private static final int MAX_OF_TENANT = 4;
  private static final int PAGE = 64;

  @TempDir Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Instant now = Instant.parse("2026-11-26T12:00:00Z");
  private ObjectsFixture ground;

  @BeforeEach
  void open() {
    ground = new ObjectsFixture(folder);
  }

  @AfterEach
  void close() {
    threads.close();
    ground.close();
  }

  @Test
  void whoHasNoLookUpAtWorkComesBeforeWhoHasHoweverLongTheyWait() throws Exception {
    List<UUID> slow = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      slow.add(tenant("slow-" + i, 10, now.minus(Duration.ofHours(1))));
    }
    UUID other = tenant("other", 2, now.minusSeconds(1));
    Map<UUID, Integer> atWork = slow.stream().collect(Collectors.toMap(id -> id, id -> 3));

    List<LookUp.Due> due = due(atWork);

    assertThat(due.stream().map(LookUp.Due::tenantId).limit(2)).containsExactly(other, other);
    assertThat(due.stream().map(LookUp.Due::tenantId).skip(2))
        .as("of each of the others one")
        .containsExactlyInAnyOrderElementsOf(slow);
    assertThat(due(Map.of(slow.getFirst(), MAX_OF_TENANT)))
        .extracting(LookUp.Due::tenantId)
        .doesNotContain(slow.getFirst());
  }

  private List<LookUp.Due> due(Map<UUID, Integer> atWork) throws Exception {
    return inThread(
        () ->
            ground.system.transact(
                SystemUse.SIGN_ON, tx -> LookUpRows.due(tx, now, atWork, MAX_OF_TENANT, PAGE)));
  }

  @Test
  void theDayToSignInAgainBeginsWhenTheTokenIsDropped() throws Exception {
    UUID tenantId = tenant("used", 1, now.minusSeconds(1));
    LookUp.Due due = due(Map.of()).getFirst();
    OffsetDateTime longAgo = at(now.minus(Duration.ofHours(25)));

    OffsetDateTime since =
        inThread(
            () ->
                ground.database.transact(
                    tenantId,
                    tx -> {
                      tx.update(
                          "UPDATE tenancy.sign_on_person SET token_taken_at = $2 WHERE tenant_id ="
                              + " $1",
                          tenantId,
                          longAgo);
                      LookUpRows.dropToken(tx, due, claimed(), now, now.plusSeconds(300));
                      return tx.one(
                              "SELECT token_taken_at FROM tenancy.sign_on_person WHERE tenant_id ="
                                  + " $1 AND refresh_token IS NULL",
                              tenantId)
                          .orElseThrow()
                          .getOffsetDateTime("token_taken_at");
                    }));

    assertThat(since).isEqualTo(at(now));
  }

  private LookUpRows.Claimed claimed() {
    return new LookUpRows.Claimed(at(now), null, null, null, true, null, null, null, false);
  }

  /** With so many people who are due. */
  private UUID tenant(String slug, int people, Instant dueAt) throws Exception {
    UUID tenantId = Ids.next();
    inThread(
        () ->
            ground.database.transact(
                tenantId,
                tx -> {
                  tx.update(
                      "INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at) VALUES ($1,"
                          + " $2, $2, $3)",
                      tenantId,
                      slug,
                      at(now));
                  for (int i = 0; i < people; i++) {
                    tx.update(
                        """
                        INSERT INTO tenancy.sign_on_person
                          (tenant_id, person_id, subject_hash, email, refresh_token, signed_in_at, due_at)
                        VALUES ($1, $2, $3, $4, $3, $5, $6)
                        """,
                        tenantId,
                        Ids.next(),
                        Buffer.buffer("hash"),
                        "p" + i + "@" + slug + ".example",
                        at(now),
                        at(dueAt));
                  }
                  return null;
                }));
    return tenantId;
  }

  private <T> T inThread(Callable<T> work) throws Exception {
    return threads.submit(work).get();
  }

  private static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
