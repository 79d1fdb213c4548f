package io.keelson.tenancy.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.apikey.KeysFixture.Someone;
import io.keelson.tenancy.tenant.KeyPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long keys count under a policy that comes, changes and goes. */
class KeyEndsIT {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;
  private KeysFixture there;
  private Someone owner;
  private int version = 1;

  @BeforeEach
  void open() throws Exception {
    there = new KeysFixture(folder);
    owner = there.join("owner", Role.OWNER);
  }

  @AfterEach
  void close() {
    there.close();
  }

  private Instant now() {
    return there.ground.clock.instant();
  }

  /**
   * @param life null for one without an end
   */
  private ApiKeys.Created key(String name, Duration life) throws Exception {
    OffsetDateTime end = life == null ? null : now().plus(life).atOffset(ZoneOffset.UTC);
    return there.create(owner, new ApiKeys.NewApiKey(name, there.reading(), null, end));
  }

  private void set(Duration maxLife) throws Exception {
    there.inThread(
        () ->
            there.tenants.setKeyPolicy(
                owner.caller(), new KeyPolicy(maxLife, Duration.ofDays(60)), version++));
  }

  private void rotate(ApiKeys.Created key, Duration overlap) throws Exception {
    there.inThread(
        () -> there.keys.rotate(owner.caller(), new ApiKeys.Rotation(key.apiKey().id(), overlap)));
  }

  /** How long the key still counts by what is shown of it; null for ever. */
  private Duration left(ApiKeys.Created key) throws Exception {
    OffsetDateTime end =
        there
            .inThread(() -> there.keys.get(owner.caller().principal(), key.apiKey().id()))
            .expiresAt();
    return end == null ? null : Duration.between(now(), end.toInstant());
  }

  @Test
  void aKeyThatWasThereBeforeThePolicyCountsForItsLifeFromThen() throws Exception {
    ApiKeys.Created endless = key("endless", null);
    ApiKeys.Created brief = key("brief", Duration.ofHours(2));

    set(DAY);

    assertThat(left(endless)).isEqualTo(DAY);
    assertThat(left(brief)).isEqualTo(Duration.ofHours(2));
    assertThat(there.holder(endless)).as("with warning").isPresent();
    there.ground.clock.advance(DAY.minusSeconds(1));
    assertThat(there.holder(endless)).isPresent();
    there.ground.clock.advance(Duration.ofSeconds(1));
    assertThat(there.holder(endless)).isEmpty();
  }

  @Test
  void theOverlapOfARotationIsCutToThePolicy() throws Exception {
    ApiKeys.Created old = key("old", null);
    set(DAY);

    rotate(old, Duration.ofDays(30));

    assertThat(left(old)).isEqualTo(DAY);
  }

  @Test
  void aPolicyThatStaysProlongsNothingAndOneThatGoesGivesEndsBack() throws Exception {
    ApiKeys.Created endless = key("endless", null);
    ApiKeys.Created month = key("month", Duration.ofDays(30));
    ApiKeys.Created rotated = key("rotated", null);
    ApiKeys.Created ended = key("ended", Duration.ofHours(2));
    set(DAY);
    there.ground.clock.advance(Duration.ofHours(3));
    set(DAY);
    rotate(rotated, Duration.ofHours(1));
    assertThat(left(endless)).isEqualTo(Duration.ofHours(21));

    set(Duration.ofDays(7));
    assertThat(left(endless)).isEqualTo(Duration.ofDays(7));
    assertThat(left(rotated)).isEqualTo(Duration.ofHours(1));
    set(null);

    assertThat(left(endless)).isNull();
    assertThat(left(month)).isEqualTo(Duration.ofDays(30).minusHours(3));
    assertThat(left(rotated)).isEqualTo(Duration.ofHours(1));
    assertThat(left(ended)).as("what has ended stays so").isEqualTo(Duration.ofHours(-1));
  }
}
