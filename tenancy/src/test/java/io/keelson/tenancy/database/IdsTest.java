package io.keelson.tenancy.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {
  private static final int MANY = 200_000;

  /** As PostgreSQL sorts them: as bytes without a sign. */
  private static int compare(UUID one, UUID other) {
    int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
  }

  @Test
  void whatIsMadeLaterSortsLaterWithinOneMillisecondToo() {
    List<UUID> made = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      made.add(Ids.next());
      if (i % 1_000 == 0) {
        Ids.at(Instant.EPOCH);
      }
    }
    assertThat(made).isSortedAccordingTo(IdsTest::compare);
    assertThat(new HashSet<>(made)).hasSize(MANY);
    assertThat(made).allMatch(id -> id.version() == 7 && id.variant() == 2);
  }

  @Test
  void ofATimeTheySortByItToTheMicrosecond() {
    Instant time = Instant.parse("2026-03-01T12:00:00.123456Z");
    assertThat(Ids.timeOf(Ids.at(time))).isEqualTo(time.truncatedTo(ChronoUnit.MILLIS));
    assertThat(compare(Ids.at(time), Ids.at(time.plusNanos(1_000)))).isNegative();
    assertThat(Ids.at(time)).isNotEqualTo(Ids.at(time));
  }
}
