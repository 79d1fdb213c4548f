package io.keelson.compute.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.Conflict;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class LeaseStatusTest {
  @Test
  void aLeaseGoesThroughReleasingToReleased() {
    assertThat(
            LeaseStatus.REQUESTED
                .to(LeaseStatus.ACTIVE)
                .to(LeaseStatus.RELEASING)
                .to(LeaseStatus.RELEASED))
        .isEqualTo(LeaseStatus.RELEASED);
    assertThat(LeaseStatus.ACTIVE.to(LeaseStatus.LOST).to(LeaseStatus.RELEASING))
        .isEqualTo(LeaseStatus.RELEASING);
  }

  @Test
  void onlyReleasingLeadsToReleased() {
    assertThat(
            Arrays.stream(LeaseStatus.values())
                .filter(from -> from.next().contains(LeaseStatus.RELEASED)))
        .containsExactly(LeaseStatus.RELEASING);
  }

  @Test
  void thereIsNoWayBack() {
    assertThatThrownBy(() -> LeaseStatus.LOST.to(LeaseStatus.ACTIVE)).isInstanceOf(Conflict.class);
    assertThatThrownBy(() -> LeaseStatus.RELEASING.to(LeaseStatus.ACTIVE))
        .isInstanceOf(Conflict.class);
    assertThatThrownBy(() -> LeaseStatus.RELEASED.to(LeaseStatus.RELEASING))
        .hasMessage("the lease is RELEASED and cannot become RELEASING");
  }
}
