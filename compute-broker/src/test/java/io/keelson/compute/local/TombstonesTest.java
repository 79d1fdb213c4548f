package io.keelson.compute.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TombstonesTest {
  @TempDir Path data;

  @Test
  void theyAreFoundByEveryProcessOfTheMachineAndGoAfterTheirTime() throws IOException {
    Tombstones tombstones = new Tombstones(data);
    String old = JobFolder.name(UUID.randomUUID());
    String young = JobFolder.name(UUID.randomUUID());
    assertThat(tombstones.has(old)).isFalse();

    for (String name : new String[] {old, old, young}) {
      assertThat(tombstones.put(name)).isTrue();
    }
    Files.setLastModifiedTime(
        tombstones.of(old), FileTime.from(Instant.now().minus(Duration.ofDays(8))));

    assertThat(new Tombstones(data).has(old)).isTrue();
    tombstones.forgetOlderThan(Duration.ofDays(7));
    assertThat(tombstones.has(old)).isFalse();
    assertThat(tombstones.has(young)).isTrue();
  }

  @Test
  void aDiskThatTakesNothingKeepsNobodyFromEndingAnAttempt() throws IOException {
    Tombstones tombstones = new Tombstones(data);
    String name = JobFolder.name(UUID.randomUUID());
    Files.createFile(tombstones.of(name).getParent());

    assertThat(tombstones.put(name)).isFalse();
    tombstones.forgetOlderThan(Duration.ZERO);
  }
}
