package io.keelson.api.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.redisson.config.Config;

class RedisAddressTest {
  @Test
  void theSchemeSaysWhetherTlsIsSpoken() {
    assertThat(RedisAddress.parse("redis://:word@one:7379").address())
        .isEqualTo("redis://one:7379");
    RedisAddress tls = RedisAddress.parse("rediss://:word@one");
    assertThat(tls.address()).isEqualTo("rediss://one:6379");
    assertThat(tls.tls()).isTrue();
  }

  @Test
  void theClientSignsInWithWhatTheUrlNames() {
    Config config = new Config();
    RedisAddress.parse("rediss://keelson:w%3Ard@one").signIn(config);
    assertThat(config.getUsername()).isEqualTo("keelson");
    assertThat(config.getPassword()).isEqualTo("w:rd");
    Config bare = new Config();
    RedisAddress.parse("redis://one").signIn(bare);
    assertThat(bare.getPassword()).isNull();
  }

  @Test
  void anotherSchemeIsRefusedWithoutRepeatingThePassword() {
    assertThatThrownBy(() -> RedisAddress.parse("http://:word@one"))
        .hasMessageContaining("keelson.redis.url")
        .hasMessageContaining("rediss://")
        .hasMessageNotContaining("word");
  }

  @Test
  void noPasswordEndsInALog() {
    assertThat(RedisAddress.parse("rediss://:word@one")).hasToString("rediss://one:6379");
  }
}
