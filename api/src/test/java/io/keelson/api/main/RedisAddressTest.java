package io.keelson.api.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redisson.config.Config;

class RedisAddressTest {
  @Test
  void theSchemeSaysWhetherTlsIsSpoken() {
    assertThat(RedisAddress.parse("redis://:s3cr3t@one:7379").address())
        .isEqualTo("redis://one:7379");
    RedisAddress tls = RedisAddress.parse("rediss://:s3cr3t@one");
    assertThat(tls.address()).isEqualTo("rediss://one:6379");
    assertThat(tls.tls()).isTrue();
  }

  @Test
  void theClientSignsInWithWhatTheUrlNames() {
    Config config = new Config();
    RedisAddress.parse("rediss://keelson:s3%3Ac@one").signIn(config);
    assertThat(config.getUsername()).isEqualTo("keelson");
    assertThat(config.getPassword()).isEqualTo("s3:c");
    Config bare = new Config();
    RedisAddress.parse("redis://one").signIn(bare);
    assertThat(bare.getPassword()).isNull();
  }

  @Test
  void anotherSchemeIsRefusedWithoutRepeatingThePassword() {
    assertThatThrownBy(() -> RedisAddress.parse("http://:s3cr3t@one"))
        .hasMessageContaining("keelson.redis.url")
        .hasMessageContaining("rediss://")
        .hasMessageNotContaining("s3cr3t");
  }

  @Test
  void aUrlThatCannotBeReadIsRefusedWithoutRepeatingThePassword() {
    assertThatThrownBy(() -> RedisAddress.parse("redis://:s3cr3t^@one"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("keelson.redis.url: ")
        .hasMessageNotContaining("s3cr3t")
        .hasNoCause();
  }

  @Test
  void noPasswordEndsInALog() {
    assertThat(RedisAddress.parse("rediss://:s3cr3t@one")).hasToString("rediss://one:6379");
  }

  @Test
  void authoritiesAreThereOrRefused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("ca.pem"), "certificates");
    assertThat(RedisAddress.parse("rediss://one?sslrootcert=" + file).authorities()).contains(file);
    for (String url :
        new String[] {
          "redis://one?sslrootcert=" + file,
          "rediss://one?sslrootcert=" + file + ".absent",
          "rediss://one?sslmode=require"
        }) {
      assertThatThrownBy(() -> RedisAddress.parse(url)).hasMessageContaining("keelson.redis.url");
    }
  }
}
