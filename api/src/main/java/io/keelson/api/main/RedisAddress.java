package io.keelson.api.main;

import java.net.URI;
import java.util.Optional;
import org.redisson.config.Config;

/**
 * Where Redis is and how to sign in, from {@code redis://user:password@host:port}, or {@code
 * rediss://…} for TLS with a certificate of the JVM's trust store. The user may be empty.
 */
record RedisAddress(
    boolean tls, String host, int port, Optional<String> user, Optional<String> password) {
  private static final int STANDARD_PORT = 6379;

  /**
   * @throws IllegalArgumentException saying what was expected, without repeating the password
   */
  static RedisAddress parse(String url) {
    URI uri = URI.create(url);
    boolean tls = "rediss".equals(uri.getScheme());
    if ((!tls && !"redis".equals(uri.getScheme())) || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "keelson.redis.url: %s, host %s (expected: redis://:password@host:port, or rediss://… for TLS)"
              .formatted(uri.getScheme(), uri.getHost()));
    }
    String info = uri.getUserInfo() == null ? "" : uri.getUserInfo();
    int colon = info.indexOf(':');
    return new RedisAddress(
        tls,
        uri.getHost(),
        uri.getPort() < 0 ? STANDARD_PORT : uri.getPort(),
        filled(colon < 0 ? "" : info.substring(0, colon)),
        filled(colon < 0 ? info : info.substring(colon + 1)));
  }

  private static Optional<String> filled(String text) {
    return Optional.of(text).filter(it -> !it.isEmpty());
  }

  /** Redisson tells TLS by the scheme. */
  String address() {
    return (tls ? "rediss" : "redis") + "://" + host + ":" + port;
  }

  void signIn(Config config) {
    user.ifPresent(config::setUsername);
    password.ifPresent(config::setPassword);
  }

  /** Leaves the password out. */
  @Override
  public String toString() {
    return address();
  }
}
