package io.keelson.tenancy.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.database.DatabaseLimits;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.object.ObjectsFixture;
import io.keelson.tenancy.testing.Crowd;
import io.keelson.tenancy.testing.TestQuotas;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketSharesIT {
  private static final int LIMIT = 10;
  private static final Duration AT_ONCE = Duration.ofSeconds(3);

  @TempDir Path folder;
  private ObjectsFixture ground;
  private final SteppedNanos time = new SteppedNanos();
  private final UUID tenant = Ids.next();
  private final UUID other = Ids.next();

  @BeforeEach
  void open() {
    ground = new ObjectsFixture(folder);
  }

  @AfterEach
  void close() {
    ground.close();
  }

  private static Quotas quotas(long limit) {
    return quotas(limit, tx -> {});
  }

  /**
   * @param whenCounted what happens in the transaction that looks how many are taken
   */
  private static Quotas quotas(long limit, Consumer<Transaction> whenCounted) {
    SocketUse counted = new SocketUse();
    QuotaUse use =
        new QuotaUse() {
          @Override
          public QuotaName quota() {
            return counted.quota();
          }

          @Override
          public long used(Transaction tx) {
            whenCounted.accept(tx);
            return counted.used(tx);
          }
        };
    return TestQuotas.of(Map.of(QuotaName.OPEN_SOCKETS, limit), List.of(use));
  }

  private SocketShares shares(Quotas quotas) {
    return shares(ground.database, quotas);
  }

  private SocketShares shares(TenantDatabase database, Quotas quotas) {
    return new SocketShares(database, ground.system, quotas, time);
  }

  private void pass(SocketShares... processes) {
    for (SocketShares process : processes) {
      process.beat();
      process.settle();
    }
    time.pass(SocketShares.REFUSAL);
  }

  private long used(Quotas quotas) {
    return ground.database.transact(tenant, tx -> quotas.hold(tx, QuotaName.OPEN_SOCKETS)).used();
  }

  private long rows() {
    return ground.count("SELECT count(*) FROM tenancy.socket_share");
  }

  /** All processes were heard of that much longer ago. */
  private void age(Duration time) {
    change(
        "UPDATE tenancy.socket_holder SET heard_at = heard_at - interval '%d s'"
            .formatted(time.toSeconds()));
  }

  private void change(String sql) {
    ground.count("WITH changed AS (" + sql + " RETURNING 1) SELECT count(*) FROM changed");
  }

  @Test
  void tenSocketsAreOpenAtOnceInAllProcesses() throws Exception {
    Quotas quotas = quotas(LIMIT);
    try (SocketShares one = shares(quotas);
        SocketShares two = shares(quotas)) {
      Crowd.Outcome outcome = Crowd.of(i -> (i % 2 == 0 ? one : two).take(tenant));

      assertThat(outcome.admitted()).isEqualTo(LIMIT);
      assertThat(outcome.refusals())
          .allSatisfy(refusal -> assertThat(refusal.details()).containsEntry("limit", 10L));
      assertThat(used(quotas)).isEqualTo(LIMIT);
    }
    assertThat(used(quotas)).as("processes ended").isZero();
  }

  @Test
  void aClosedSocketMakesRoomInAnotherProcess() {
    Quotas quotas = quotas(2);
    try (SocketShares one = shares(quotas);
        SocketShares two = shares(quotas)) {
      one.take(tenant);
      one.take(tenant);
      assertThatThrownBy(() -> two.take(tenant)).isInstanceOf(QuotaExceeded.class);

      one.release(tenant);
      pass(one);

      two.take(tenant);
      assertThat(one.takeIfHeld(tenant)).isFalse();
      assertThatThrownBy(() -> one.take(tenant)).isInstanceOf(QuotaExceeded.class);
      one.release(tenant);
      pass(one);
      assertThat(rows()).isEqualTo(1);
      one.take(tenant);
    }
  }

  @Test
  void theSocketsOfAProcessThatDiedCountUntilItsSilenceIsLong() {
    Quotas quotas = quotas(1);
    SocketShares dead = shares(quotas);
    try (SocketShares living = shares(quotas)) {
      dead.take(tenant);
      age(SocketUse.SILENCE.minusSeconds(5));
      assertThatThrownBy(() -> living.take(tenant)).isInstanceOf(QuotaExceeded.class);

      age(Duration.ofSeconds(6));
      time.pass(SocketShares.REFUSAL);

      living.take(tenant);
      age(Duration.ofHours(1));
      pass(living);
      assertThat(rows()).as("what the dead process left is removed").isEqualTo(1);
      assertThat(ground.count("SELECT count(*) FROM tenancy.socket_holder")).isEqualTo(1);
    }
  }

  @Test
  void whoTakesManySocketsTakesThemAFewAtATime() {
    try (SocketShares shares = shares(quotas(10_000))) {
      shares.take(tenant);
      for (int i = 1; i < 64; i++) {
        assertThat(shares.takeIfHeld(tenant)).as("socket %d", i + 1).isTrue();
      }
      assertThat(shares.takeIfHeld(tenant)).isFalse();
    }
  }

  @Test
  void whatIsOpenIsShownAndMarkedAndNotWhatIsTakenAhead() {
    List<QuotaUse> uses = new ArrayList<>(List.of(new SocketUse()));
    for (QuotaName name : QuotaName.values()) {
      if (name != QuotaName.OPEN_SOCKETS) {
        uses.add(
            QuotaUse.counted(name, "SELECT count(*) FROM tenancy.member WHERE tenant_id = $1"));
      }
    }
    Quotas quotas = TestQuotas.of(Map.of(QuotaName.OPEN_SOCKETS, 10_000L), uses);
    try (SocketShares shares = shares(quotas)) {
      shares.take(tenant);
      assertThat(used(quotas)).as("what is taken counts for the limit").isEqualTo(64);
      assertThat(shown(quotas)).isEqualTo(1);
      assertThat(marked(quotas)).isEqualTo(1);

      for (int i = 0; i < 63; i++) {
        assertThat(shares.takeIfHeld(tenant)).isTrue();
      }
      pass(shares);
      assertThat(shown(quotas)).isEqualTo(64);
      assertThat(marked(quotas)).isEqualTo(64);

      for (int i = 0; i < 60; i++) {
        shares.release(tenant);
      }
      pass(shares);
      assertThat(shown(quotas)).isEqualTo(4);
    }
    assertThat(shown(quotas)).isZero();
  }

  private long shown(Quotas quotas) {
    return ground.database.transact(tenant, quotas::list).stream()
        .filter(quota -> quota.name() == QuotaName.OPEN_SOCKETS)
        .findFirst()
        .orElseThrow()
        .used();
  }

  /** The most that was seen since it was asked before. */
  private long marked(Quotas quotas) {
    return quotas.marks().take(tenant).getOrDefault(QuotaName.OPEN_SOCKETS, 0L);
  }

  @Test
  void aTenantWithAllItsConnectionsInUseHoldsUpNobody() {
    TenantDatabase narrow =
        ground.within(new DatabaseLimits(8, 1, 0, Duration.ofSeconds(10), Duration.ofSeconds(30)));
    try (SocketShares shares = shares(narrow, quotas(LIMIT))) {
      for (UUID one : List.of(tenant, other)) {
        shares.take(one);
        shares.release(one);
      }

      Duration took =
          narrow.transact(
              tenant,
              tx -> {
                long began = System.nanoTime();
                pass(shares);
                return Duration.ofNanos(System.nanoTime() - began);
              });

      assertThat(took).isLessThan(AT_ONCE);
      assertThat(rows()).isZero();
    }
  }

  @Test
  void whatMayHaveBeenCommittedIsWrittenAsItIs() {
    AtomicBoolean isAnswerLost = new AtomicBoolean(true);
    Quotas quotas =
        quotas(
            LIMIT,
            tx ->
                tx.afterCommit(
                    () -> {
                      if (isAnswerLost.get()) {
                        throw new IllegalStateException("the answer to the commit was lost");
                      }
                    }));
    try (SocketShares shares = shares(quotas)) {
      assertThatThrownBy(() -> shares.take(tenant)).hasMessageContaining("was lost");
      assertThat(rows()).as("it was committed").isEqualTo(1);
      isAnswerLost.set(false);

      pass(shares);

      assertThat(used(quotas)).isZero();
      assertThat(rows()).isZero();
    }
  }

  @Test
  void whatWasForgottenOfALivingProcessIsWrittenAgain() {
    Quotas quotas = quotas(LIMIT);
    try (SocketShares shares = shares(quotas)) {
      shares.take(tenant);
      shares.take(other);
      change("DELETE FROM tenancy.socket_share");
      change("DELETE FROM tenancy.socket_holder");

      pass(shares);

      assertThat(rows()).isEqualTo(2);
      assertThat(used(quotas)).isEqualTo(1);
    }
  }

  @Test
  void aTenantAtItsLimitIsRefusedFromMemoryAndNotRememberedForLong() {
    AtomicInteger asked = new AtomicInteger();
    try (SocketShares shares = shares(quotas(0, tx -> asked.incrementAndGet()))) {
      for (int i = 0; i < 100; i++) {
        assertThatThrownBy(() -> shares.take(tenant)).isInstanceOf(QuotaExceeded.class);
      }
      assertThat(asked).hasValue(1);

      time.pass(SocketShares.REFUSAL);
      assertThatThrownBy(() -> shares.take(tenant)).isInstanceOf(QuotaExceeded.class);
      assertThat(asked).hasValue(2);

      time.pass(SocketShares.REFUSAL);
      pass(shares);
      assertThat(shares.tenants()).isZero();
    }
  }

  @Test
  void aProcessThatWasNotHeardOfForLongIsHeardBeforeItTakesMore() {
    Quotas quotas = quotas(2);
    try (SocketShares shares = shares(quotas)) {
      shares.take(tenant);
      age(SocketUse.SILENCE.plusSeconds(1));
      time.pass(SocketUse.SILENCE.plusSeconds(1));

      shares.take(tenant);

      assertThat(used(quotas)).isEqualTo(2);
      assertThatThrownBy(() -> shares.take(tenant)).isInstanceOf(QuotaExceeded.class);
    }
  }
}
