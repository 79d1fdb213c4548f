package io.keelson.tenancy.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.database.ConnectionShares.Permit;
import io.keelson.tenancy.failure.Unavailable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConnectionSharesTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private final UUID one = Ids.next();
  private final UUID other = Ids.next();
  private final UUID third = Ids.next();

  private static ConnectionShares shares(int connections, int ofOne, int spare, Duration wait) {
    return new ConnectionShares(new DatabaseLimits(connections, ofOne, spare, wait, LONG));
  }

  private static List<CompletableFuture<Permit>> ask(ConnectionShares shares, UUID who, int times) {
    List<CompletableFuture<Permit>> asked = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      asked.add(shares.ask(who));
    }
    return asked;
  }

  private static long granted(List<CompletableFuture<Permit>> asked) {
    return asked.stream().filter(CompletableFuture::isDone).count();
  }

  @Test
  void aTenantHoldsAtMostItsShare() {
    ConnectionShares shares = shares(8, 4, 0, LONG);
    assertThat(granted(ask(shares, one, 10))).isEqualTo(4);
    assertThat(granted(ask(shares, other, 10))).isEqualTo(4);
  }

  @Test
  void theLastConnectionsAreForTenantsThatHoldNone() {
    ConnectionShares shares = shares(8, 4, 2, LONG);
    assertThat(granted(ask(shares, one, 10))).isEqualTo(4);
    assertThat(granted(ask(shares, other, 10))).isEqualTo(2);
    assertThat(granted(ask(shares, third, 10))).isEqualTo(1);
  }

  @Test
  void tenantsThatWaitTakeTurnsHoweverManyCallersEachHas() {
    ConnectionShares shares = shares(2, 2, 0, LONG);
    List<CompletableFuture<Permit>> holding = ask(shares, third, 2);
    List<CompletableFuture<Permit>> many = ask(shares, one, 100);
    List<CompletableFuture<Permit>> few = ask(shares, other, 1);

    holding.forEach(permit -> permit.join().release());

    assertThat(granted(many)).isEqualTo(1);
    assertThat(granted(few)).isEqualTo(1);
  }

  @Test
  void whoeverWaitedGoesOnInTheirOwnContextNotInThatOfTheRequestThatReleased() throws Exception {
    ConnectionShares shares = shares(1, 1, 0, LONG);
    Vertx vertx = Vertx.vertx();
    try {
      Context releasing = vertx.getOrCreateContext();
      Context waiting = ((ContextInternal) vertx.getOrCreateContext()).duplicate();
      Permit held = shares.ask(one).join();
      CompletableFuture<Void> asked = new CompletableFuture<>();
      CompletableFuture<Context> wentOn = new CompletableFuture<>();
      waiting.runOnContext(
          nothing -> {
            shares.ask(other).thenAccept(permit -> wentOn.complete(Vertx.currentContext()));
            asked.complete(null);
          });
      asked.get(10, TimeUnit.SECONDS);

      releasing.runOnContext(nothing -> held.release());

      assertThat(wentOn.get(10, TimeUnit.SECONDS)).isSameAs(waiting);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  @Test
  void aTurnThatComesAfterItsWaiterGaveUpIsTheNextOnes() {
    ConnectionShares shares = shares(1, 1, 0, Duration.ofMillis(20));
    Permit held = shares.ask(one).join();
    assertThatThrownBy(() -> shares.ask(one).join())
        .hasCauseInstanceOf(Unavailable.class)
        .hasMessageContaining("within 20 ms");

    held.release();

    assertThat(shares.ask(one)).isCompleted();
  }

  @Test
  void moreWaitersThanTheBoundAreToldAtOnce() {
    ConnectionShares shares = shares(1, 1, 0, LONG);
    ask(shares, one, 2_001);
    assertThat(shares.ask(one)).isCompletedExceptionally();
  }
}
