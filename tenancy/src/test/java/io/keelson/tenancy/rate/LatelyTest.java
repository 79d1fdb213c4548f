package io.keelson.tenancy.rate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatelyTest {
  @Test
  void aLowerCountIsBelievedOnceTheHigherOnesAreForgotten() {
    Lately lately = new Lately(3);

    assertThat(lately.max(2)).isEqualTo(2);
    assertThat(lately.max(4)).isEqualTo(4);
    assertThat(lately.max(1)).isEqualTo(4);
    assertThat(lately.max(1)).isEqualTo(4);
    assertThat(lately.max(1)).isEqualTo(1);
  }
}
