package io.keelson.serving.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyHashTest {
  @Test
  void itIsTheBeginningOfSha256OverTheSaltAndTheKey() {
    // printf '\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\2key' | sha256sum
    assertThat(KeyHash.of(new UUID(1, 2), "key")).isEqualTo(0x9925_910c_519c_f68bL);
    assertThat(KeyHash.of(new UUID(1, 2), "ü")).isEqualTo(0x4b39_a311_a348_6125L);
    assertThat(KeyHash.of(new UUID(1, 2), "key")).as("again").isEqualTo(0x9925_910c_519c_f68bL);
  }
}
