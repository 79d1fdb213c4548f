package io.keelson.api.graphql.live.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class OwnPagesTest {
  private static final long MEBIBYTE = 1 << 20;

  private final OwnPages pages = new OwnPages();
  private final UUID greedy = UUID.randomUUID();
  private final UUID modest = UUID.randomUUID();

  @Test
  void whoHoldsMuchReadsLittleAtATimeAndNobodyElseDoes() {
    pages.hold(modest, MEBIBYTE / 2);
    assertThat(pages.size(greedy)).isEqualTo(500);

    pages.hold(greedy, 8 * MEBIBYTE);

    assertThat(pages.size(greedy)).isEqualTo(20);
    assertThat(pages.size(modest)).isEqualTo(500);
    assertThat(pages.size(UUID.randomUUID())).isEqualTo(500);

    pages.release(greedy, 8 * MEBIBYTE);
    assertThat(pages.size(greedy)).isEqualTo(500);
  }
}
