package io.keelson.api.main;

import io.keelson.tenancy.embedded.UrlSetting;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.redisson.config.Config;

/**
 * Where Redis is and how to sign in, from {@code redis://user:password@host:port}, or {@code
 * rediss://…} for TLS. The user may be empty.
 *
 * @param authorities with TLS: the PEM file of those who may have signed the server's certificate;
 *     empty for those of the JVM's trust store
 */
record RedisAddress(
    boolean tls,
    String host,
    int port,
    Optional<String> user,
    Optional<String> password,
    Optional<Path> authorities) {
  private static final int STANDARD_PORT = 6379;
  private static final String AUTHORITIES = "sslrootcert=";

  /**
   * @throws IllegalArgumentException saying what was expected, without repeating the password
   */
  static RedisAddress parse(String url) {
    URI uri = UrlSetting.parse("keelson.redis.url", url);
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
        filled(colon < 0 ? info : info.substring(colon + 1)),
        authorities(tls, uri.getRawQuery()));
  }

  private static Optional<Path> authorities(boolean tls, String query) {
    if (query == null || query.isEmpty()) {
      return Optional.empty();
    }
    Path file =
        tls && query.startsWith(AUTHORITIES)
            ? Path.of(
                URLDecoder.decode(query.substring(AUTHORITIES.length()), StandardCharsets.UTF_8))
            : null;
    if (file == null || !Files.isReadable(file)) {
      throw new IllegalArgumentException(
          "keelson.redis.url: parameter %s (expected: sslrootcert=, with rediss://, a PEM file of the authorities)"
              .formatted(query));
    }
    return Optional.of(file);
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
