package io.keelson.tenancy.embedded;

import java.util.Locale;
import java.util.Optional;

/** What the operator has set, for programs that read it before there is a configuration. */
public final class Setting {

  private Setting() {}

  /**
   * The system property of this name, or the variable named like it: {@code keelson.redis.url} is
   * {@code KEELSON_REDIS_URL}. What is blank counts as not set.
   */
  public static Optional<String> property(String name) {
    return raw(name).filter(value -> !value.isBlank());
  }

  /** The same with blank values. */
  public static Optional<String> raw(String name) {
    String variable = name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    return Optional.ofNullable(System.getProperty(name))
        .or(() -> Optional.ofNullable(System.getenv(variable)));
  }
}
