package io.keelson.tenancy.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class CallerShareTest {
  private final CallerShare share = new CallerShare(60);

  /** How many of a thousand get one, each with its number in its address. */
  private int taken(String addresses) {
    int before = share.taken();
    for (int i = 0; i < 1_000; i++) {
      share.tryTake(addresses.formatted(i));
    }
    return share.taken() - before;
  }

  @Test
  void aSiteWithAllOfItsNetworksHoldsTwoThirdsAndOthersFindRoom() {
    assertThat(taken("2001:db8:0:%x::1")).isEqualTo(40);
    assertThat(share.tryTake("2001:db8:0:ffff::1")).isFalse();
    assertThat(taken("2001:db8:1:%x::1")).isEqualTo(14);
    assertThat(share.tryTake("192.0.2.1")).isTrue();
  }

  @Test
  void aNetworkHoldsHalfAndItsNeighboursFindRoom() {
    assertThat(taken("2001:db8::%x")).isEqualTo(30);
    assertThat(share.tryTake("2001:db8:0:1::1")).isTrue();
    assertThat(share.tryTake("192.0.2.1")).isTrue();
  }

  @Test
  void anIpv4AddressHoldsHalf() {
    for (int i = 0; i < 100; i++) {
      share.tryTake("192.0.2.1");
    }
    assertThat(share.taken()).isEqualTo(30);
    assertThat(share.tryTake("192.0.2.2")).isTrue();
  }

  @Test
  void whatIsReleasedIsFreeForOthers() {
    for (int i = 0; i < 30; i++) {
      share.tryTake("2001:db8:0:%x::1".formatted(i));
    }
    for (int i = 0; i < 30; i++) {
      share.release("2001:db8:0:%x::1".formatted(i));
    }

    assertThat(share.taken()).isZero();
    assertThat(taken("2001:db8:0:%x::1")).isEqualTo(40);
    assertThatThrownBy(() -> share.release("192.0.2.1")).hasMessageContaining("holds none");
  }

  @Test
  void theOnlyOneIsForWhoeverComesFirst() {
    CallerShare one = new CallerShare(1);

    assertThat(one.tryTake("2001:db8::1")).isTrue();
    assertThat(one.tryTake("2001:db8:1::1")).isFalse();
  }
}
