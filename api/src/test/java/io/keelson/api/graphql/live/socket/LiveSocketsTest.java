package io.keelson.api.graphql.live.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.graphql.live.message.CloseCode;
import io.keelson.api.identity.Credential;
import io.keelson.api.memory.SharedBytes;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How many sockets there may be, of whom. */
class LiveSocketsTest {
  private static final Credential ONE = new Credential.Attempt("one");
  private static final Credential OTHER = new Credential.Attempt("other");

  private static final LiveSockets.Bounds FEW = new LiveSockets.Bounds(4, 8, 2, 4);
  private final LiveSockets sockets =
      new LiveSockets(null, FEW, new SharedBytes(1 << 20), Instant::now);

  @Test
  void socketsOfNobodyKnownAreBoundedUntilTheySayWhoTheyAre() {
    assertThat(sockets.reserve("1.1.1.1")).isTrue();
    assertThat(sockets.reserve("1.1.1.1")).isTrue();
    assertThat(sockets.reserve("1.1.1.1")).as("half is the most for one address").isFalse();
    assertThat(sockets.reserve("2.2.2.2")).isTrue();
    assertThat(sockets.reserve("3.3.3.3")).isTrue();
    assertThat(sockets.reserve("4.4.4.4")).isFalse();

    sockets.release("1.1.1.1");

    assertThat(sockets.reserve("4.4.4.4")).isTrue();
    assertThat(sockets.reserve("5.5.5.5")).isFalse();
  }

  @Test
  void theAddressesOfOneIpv6NetworkAreOneCaller() {
    assertThat(sockets.reserve("2001:db8::1")).isTrue();
    assertThat(sockets.reserve("2001:db8::2")).isTrue();
    assertThat(sockets.reserve("2001:db8::3")).isFalse();
    assertThat(sockets.reserve("2001:db8:0:1::1")).isTrue();
  }

  @Test
  void allNetworksOfOneIpv6SiteLeaveSomeToTheOthers() {
    for (int network = 0; network < 3; network++) {
      assertThat(sockets.reserve("2001:db8:0:%x::1".formatted(network))).isTrue();
    }
    assertThat(sockets.reserve("2001:db8:0:3::1")).isFalse();
    assertThat(sockets.reserve("2001:db8:1::1")).isTrue();

    sockets.release("2001:db8:0:1::1");

    assertThat(sockets.held().unauthenticated()).isEqualTo(3);
  }

  @Test
  void operationsOfOneTenantLeaveSomeToTheOthers() {
    assertThat(sockets.admitOperation("one")).isTrue();
    assertThat(sockets.admitOperation("one")).isTrue();
    assertThat(sockets.admitOperation("one")).isFalse();
    assertThat(sockets.admitOperation("other")).isTrue();

    sockets.dismissOperation("one");

    assertThat(sockets.admitOperation("one")).isTrue();
    assertThat(sockets.admitOperation("one")).isFalse();
  }

  @Test
  void aCredentialHasItsShareAndNoneOfOthers() {
    assertThat(sockets.admit(ONE, "tenant")).isTrue();
    assertThat(sockets.admit(ONE, "tenant")).isTrue();
    assertThat(sockets.admit(ONE, "tenant")).isFalse();
    assertThat(sockets.admit(OTHER, "tenant")).isTrue();

    sockets.dismiss(ONE, "tenant");

    assertThat(sockets.admit(ONE, "tenant")).isTrue();
    assertThat(sockets.admit(ONE, "tenant")).isFalse();
  }

  @Test
  void socketsOfOneTenantLeaveSomeToTheOthersHoweverManyKeysItHas() {
    for (int key = 0; key < 4; key++) {
      assertThat(sockets.admit(new Credential.Attempt("key " + key), "greedy")).isTrue();
    }
    assertThat(sockets.admit(new Credential.Attempt("one more"), "greedy")).isFalse();
    assertThat(sockets.held().credentials()).isEqualTo(4);
    assertThat(sockets.admit(new Credential.Attempt("another's"), "other")).isTrue();
  }

  @Test
  void aLookAtCredentialsThatHangsHoldsUpNoneOfTheOtherReasonsToCloseASocket() throws Exception {
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    CredentialWatch hanging =
        new CredentialWatch(null) {
          @Override
          void sweep(Set<Credential> all) {
            hangs.countDown();
            try {
              released.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    LiveSockets looked = new LiveSockets(hanging, FEW, new SharedBytes(1 << 20), now::get);
    CompletableFuture<Object> closedWith = new CompletableFuture<>();
    Vertx vertx = Vertx.vertx();
    try {
      assertThat(looked.reserve("1.1.1.1")).isTrue();
      looked.add(socket(looked, closedWith, vertx.getOrCreateContext(), now::get));
      looked.start(null);
      assertThat(hangs.await(10, TimeUnit.SECONDS)).isTrue();

      now.set(Instant.EPOCH.plus(LiveSocket.INIT_TIMEOUT).plusSeconds(1));

      assertThat(closedWith.get(10, TimeUnit.SECONDS)).isEqualTo(CloseCode.INIT_TIMEOUT.code());
    } finally {
      released.countDown();
      looked.stop(null);
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private LiveSocket socket(
      LiveSockets of, CompletableFuture<Object> closedWith, Context context, InstantSource clock) {
    ServerWebSocket connection =
        (ServerWebSocket)
            Proxy.newProxyInstance(
                ServerWebSocket.class.getClassLoader(),
                new Class<?>[] {ServerWebSocket.class},
                (proxy, method, args) -> {
                  if (method.getName().equals("close")) {
                    closedWith.complete(args[0]);
                  }
                  return null;
                });
    LiveServices services =
        new LiveServices(of, null, null, null, null, null, null, null, null, null, null, clock);
    return new LiveSocket(
        connection, context, Optional.empty(), "request", "1.1.1.1", () -> {}, services);
  }
}
