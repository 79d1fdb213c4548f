package io.keelson.tenancy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.apikey.ApiKeySecret;
import io.keelson.tenancy.failure.RateLimited;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Attacks with keys that nobody knows. */
@Timeout(30)
final class KeyLookupsTest {
  private final AtomicLong nanos = new AtomicLong();
  private final List<byte[]> issued = new CopyOnWriteArrayList<>();
  private final AtomicInteger read = new AtomicInteger();
  private final KeyLookups lookups =
      new KeyLookups(nanos::get, new IssuedKeys(nanos::get, this::issuedAfter));
  private final AtomicInteger asked = new AtomicInteger();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  private static String key() {
    return ApiKeySecret.generate().value();
  }

  private List<byte[]> issuedAfter(byte[] hash) {
    read.incrementAndGet();
    return issued.stream()
        .filter(one -> Arrays.compareUnsigned(one, hash) > 0)
        .sorted(Arrays::compareUnsigned)
        .limit(IssuedKeys.PAGE)
        .toList();
  }

  private String issuedKey() {
    ApiKeySecret key = ApiKeySecret.generate();
    issued.add(key.hash());
    return key.value();
  }

  private void exhaust(String address) {
    for (int i = 0; i < KeyLookups.BURST; i++) {
      assertThat(lookups.find(key(), address, this::none)).isEmpty();
    }
  }

  private Optional<Principal> none(String secret) {
    asked.incrementAndGet();
    return Optional.empty();
  }

  private Optional<Principal> holder(String secret) {
    asked.incrementAndGet();
    return Optional.of(
        new Principal(
            Principal.Kind.API_KEY,
            UUID.randomUUID(),
            UUID.randomUUID(),
            "acme",
            "key:test",
            Set.of(),
            Map.of(),
            null));
  }

  @Test
  void aMadeUpKeyIsRefusedWithoutALookUp() {
    AccessDirectory withoutADatabase = new AccessDirectory(null, InstantSource.system());
    String key = key();
    String madeUp = key.substring(0, key.length() - 1) + (key.endsWith("0") ? "1" : "0");

    assertThat(withoutADatabase.byApiKeyIfKnown(madeUp)).isEmpty();
    assertThat(withoutADatabase.byApiKey(madeUp, "192.0.2.1")).isEmpty();
  }

  @Test
  void allWhoAskForAKeyAtATimeAreAnsweredByOneLookUp() throws Exception {
    String key = key();
    CountDownLatch answer = new CountDownLatch(1);
    List<Future<Optional<Principal>>> all = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      all.add(
          callers.submit(
              () ->
                  lookups.find(
                      key,
                      "192.0.2.1",
                      secret -> {
                        await(answer);
                        return none(secret);
                      })));
    }
    answer.countDown();
    for (Future<Optional<Principal>> one : all) {
      assertThat(one.get()).isEmpty();
    }

    assertThat(asked).hasValue(1);
    assertThat(lookups.ifKnown(key)).as("remembered for a moment").isEmpty();
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(lookups.ifKnown(key)).as("and no longer").isNull();
    assertThat(lookups.find(key, "192.0.2.1", this::holder)).isPresent();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void allNetworksOfAnIpv6SiteTogetherAskForAFewTimesWhatOneMay() {
    String issuedKey = issuedKey();
    for (int network = 0; network < KeyLookups.NETWORKS_OF_A_SITE; network++) {
      exhaust("2001:db8:0:%x::1".formatted(network));
    }
    int before = asked.get();

    for (int network = 100; network < 200; network++) {
      String address = "2001:db8:0:%x::1".formatted(network);
      assertThatThrownBy(() -> lookups.find(key(), address, this::none))
          .isInstanceOf(RateLimited.class)
          .hasMessageContaining("from this address");
    }

    assertThat(asked).hasValue(before);
    assertThat(lookups.find(issuedKey, "2001:db8:0:100::1", this::holder)).isPresent();
    exhaust("2001:db8:1::1");
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    exhaust("2001:db8:0:100::1");
  }

  @Test
  void keysInUseAreLookedUpWhileMadeUpOnesWait() throws Exception {
    String inUse = key();
    assertThat(lookups.find(inUse, "192.0.2.1", this::holder)).isPresent();
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    CountDownLatch flood = new CountDownLatch(1);
    AtomicInteger atOnce = new AtomicInteger();
    List<Future<?>> attackers = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(KeyLookups.UNKNOWN_AT_ONCE);
    for (int i = 0; i < 100; i++) {
      String address = "198.51.100." + i;
      attackers.add(
          callers.submit(
              () ->
                  lookups.find(
                      key(),
                      address,
                      secret -> {
                        atOnce.incrementAndGet();
                        begun.countDown();
                        await(flood);
                        return none(secret);
                      })));
    }
    begun.await();

    assertThat(
            CompletableFuture.supplyAsync(
                    () -> lookups.find(inUse, "198.51.100.7", this::holder), callers)
                .get(5, TimeUnit.SECONDS))
        .isPresent();
    assertThat(atOnce).as("look-ups of unknown keys at a time").hasValue(2);
    flood.countDown();
    for (Future<?> one : attackers) {
      one.get();
    }
  }

  @Test
  void anAddressHasItsRateAndNobodyElses() {
    exhaust("192.0.2.1");

    assertThatThrownBy(() -> lookups.find(key(), "192.0.2.1", this::none))
        .isInstanceOf(RateLimited.class);
    assertThat(asked).hasValue(KeyLookups.BURST);
    assertThat(lookups.find(key(), "192.0.2.2", this::holder)).isPresent();
    nanos.addAndGet(Duration.ofMillis(100).toNanos());
    assertThat(lookups.find(key(), "192.0.2.1", this::holder)).isPresent();
    assertThat(lookups.find(key(), "192.0.2.1", this::holder))
        .as("keys that are good take nothing of it")
        .isPresent();
  }

  @Test
  void theAddressesOfOneIpv6NetworkHaveOneRate() {
    for (int i = 0; i < KeyLookups.BURST; i++) {
      assertThat(lookups.find(key(), "2001:db8::" + i, this::none)).isEmpty();
    }

    assertThatThrownBy(() -> lookups.find(key(), "2001:db8::ffff", this::none))
        .isInstanceOf(RateLimited.class);
    assertThat(lookups.find(key(), "2001:db8:0:1::1", this::none)).isEmpty();
  }

  @Test
  void aKeyThatWasIssuedGetsThroughWhereMadeUpOnesUsedUpTheAddressesRate() {
    String good = issuedKey();
    exhaust("192.0.2.1");

    for (int i = 0; i < 1_000; i++) {
      assertThatThrownBy(() -> lookups.find(key(), "192.0.2.1", this::none))
          .isInstanceOf(RateLimited.class);
    }
    assertThat(lookups.find(good, "192.0.2.1", this::holder)).isPresent();
    assertThat(asked).as("look-ups").hasValue(KeyLookups.BURST + 1);
    assertThat(read).as("times the issued keys were read").hasValue(1);
  }

  @Test
  void aKeyThatWasIssuedJustNowGetsThroughASecondLater() {
    exhaust("192.0.2.1");
    assertThatThrownBy(() -> lookups.find(key(), "192.0.2.1", this::none))
        .isInstanceOf(RateLimited.class);
    String good = issuedKey();

    nanos.addAndGet(IssuedKeys.MIN_PERIOD.toNanos());
    for (int i = 0; i < 100; i++) {
      try {
        lookups.find(key(), "192.0.2.1", this::none);
      } catch (RateLimited others) {
        // its rate is used up anew
      }
    }

    assertThat(lookups.find(good, "192.0.2.1", this::holder)).isPresent();
    assertThat(read).hasValue(2);
  }

  @Test
  void allKeysThatWereIssuedAreKnownHoweverManyPagesTheyFill() {
    for (int i = 0; i < IssuedKeys.PAGE; i++) {
      issuedKey();
    }
    List<String> good = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      good.add(issuedKey());
    }
    exhaust("192.0.2.1");

    for (String key : good) {
      assertThat(lookups.find(key, "192.0.2.1", this::holder)).isPresent();
    }
    assertThat(read).as("pages").hasValue(2);
  }

  @Test
  void aKeyThatWasIssuedGetsThroughWhileMadeUpOnesOfManyAddressesAreLookedUp() throws Exception {
    String good = issuedKey();
    CountDownLatch flood = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(KeyLookups.UNKNOWN_AT_ONCE);
    List<Future<?>> attackers = new ArrayList<>();
    for (int i = 0; i < KeyLookups.UNKNOWN_AT_ONCE; i++) {
      String address = "198.51.100." + i;
      attackers.add(
          callers.submit(
              () ->
                  lookups.find(
                      key(),
                      address,
                      secret -> {
                        begun.countDown();
                        await(flood);
                        return none(secret);
                      })));
    }
    begun.await();

    assertThat(
            CompletableFuture.supplyAsync(
                    () -> lookups.find(good, "192.0.2.1", this::holder), callers)
                .get(5, TimeUnit.SECONDS))
        .isPresent();
    flood.countDown();
    for (Future<?> one : attackers) {
      one.get();
    }
  }

  @Test
  void aKeyThatWasRevokedIsOneNobodyKnows() {
    String key = key();
    lookups.find(key, "192.0.2.1", this::holder);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());

    assertThat(lookups.find(key, "192.0.2.1", this::none)).isEmpty();
    assertThat(lookups.ifKnown(key)).isEmpty();
  }

  @Test
  void aLookUpThatFailsIsADenialForAllWhoAskedAndIsTriedAgain() {
    String key = key();

    assertThatThrownBy(
            () ->
                lookups.find(
                    key,
                    "192.0.2.1",
                    secret -> {
                      throw new IllegalStateException("no database");
                    }))
        .hasMessage("no database");
    assertThat(lookups.find(key, "192.0.2.1", this::holder)).isPresent();
  }
}
