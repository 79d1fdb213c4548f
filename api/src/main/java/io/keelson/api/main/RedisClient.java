package io.keelson.api.main;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManagerFactory;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/**
 * Redisson as this process uses it: few connections, and short waits for what can be done without.
 */
final class RedisClient {
  private static final int CONNECTIONS = 8;
  private static final int TIMEOUT_MS = 2_000;

  private RedisClient() {}

  /**
   * Connects when it is first used.
   *
   * @throws IllegalArgumentException when the file of the authorities has no certificates
   */
  static RedissonClient connect(RedisAddress address) {
    Config config = new Config();
    config.setLazyInitialization(true);
    config.setNettyThreads(2);
    config.setThreads(2);
    address.signIn(config);
    address.authorities().ifPresent(file -> config.setSslTrustManagerFactory(trusting(file)));
    config
        .useSingleServer()
        .setAddress(address.address())
        .setConnectionPoolSize(CONNECTIONS)
        .setConnectionMinimumIdleSize(1)
        .setSubscriptionConnectionMinimumIdleSize(1)
        .setSubscriptionsPerConnection(1_000)
        .setTimeout(TIMEOUT_MS)
        .setRetryAttempts(1);
    return Redisson.create(config);
  }

  private static TrustManagerFactory trusting(Path authorities) {
    try (InputStream in = Files.newInputStream(authorities)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (Certificate authority :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("authority-" + trusted.size(), authority);
      }
      if (trusted.size() == 0) {
        throw new GeneralSecurityException("it is empty");
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      return factory;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "keelson.redis.url: sslrootcert=%s: %s (expected: a PEM file of the authorities)"
              .formatted(authorities, e.getMessage()),
          e);
    }
  }
}
