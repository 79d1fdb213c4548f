package io.keelson.api.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.testing.Relay;
import io.keelson.tenancy.testing.TestKeyStore;
import io.keelson.tenancy.testing.TestServers;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;

/** The client that the platform makes, in front of a Redis that speaks TLS. */
@Timeout(60)
class RedisTlsIT {
  private static final String BUCKET = "keelson-test:redis-tls";

  @TempDir static Path folder;
  private static TestKeyStore keys;
  private static Relay redis;
  private static URI plain;

  @BeforeAll
  static void open() {
    plain = URI.create(TestServers.shared().redisUrl());
    keys = TestKeyStore.make(folder.resolve("redis.p12"), "ip:127.0.0.1");
    redis = Relay.tls(keys, plain.getHost(), plain.getPort());
  }

  @AfterAll
  static void close() {
    redis.close();
  }

  private static String written(String host, String query) {
    String url = "rediss://%s@%s:%d%s".formatted(plain.getRawUserInfo(), host, redis.port(), query);
    RedissonClient client = RedisClient.connect(RedisAddress.parse(url));
    try {
      client.<String>getBucket(BUCKET).set("read back");
      return client.<String>getBucket(BUCKET).getAndDelete();
    } finally {
      client.shutdown();
    }
  }

  private static String trusting(TestKeyStore authority) {
    return "?sslrootcert=" + authority.certificate();
  }

  @Test
  void aServerThatItsAuthorityVouchesForIsUsed() {
    assertThat(written("127.0.0.1", trusting(keys))).isEqualTo("read back");
  }

  @Test
  void aServerThatAStrangerVouchesForIsRefused() {
    TestKeyStore stranger = TestKeyStore.make(folder.resolve("stranger.p12"), "ip:127.0.0.1");
    assertThatThrownBy(() -> written("127.0.0.1", trusting(stranger)))
        .isInstanceOf(RedisException.class);
  }

  @Test
  void aServerThatNobodyInTheTrustStoreVouchesForIsRefused() {
    assertThatThrownBy(() -> written("127.0.0.1", "")).isInstanceOf(RedisException.class);
  }

  @Test
  void aServerOfAnotherNameIsRefused() {
    assertThatThrownBy(() -> written("localhost", trusting(keys)))
        .isInstanceOf(RedisException.class);
  }
}
