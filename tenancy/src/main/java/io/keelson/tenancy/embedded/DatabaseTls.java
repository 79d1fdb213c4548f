package io.keelson.tenancy.embedded;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How connections to PostgreSQL are kept from being read and bent, in libpq's words.
 *
 * @param authorities of {@code VERIFY_FULL}: the PEM file of those who may have signed the server's
 *     certificate
 */
public record DatabaseTls(Mode mode, Optional<Path> authorities) {
  public static final DatabaseTls NONE = new DatabaseTls(Mode.DISABLE, Optional.empty());

  private static final List<String> KNOWN = List.of("sslmode", "sslrootcert");

  /**
   * What is asked of the server; libpq's other modes are none or promise less than they seem to.
   */
  public enum Mode {
    /** No TLS. */
    DISABLE("disable"),
    /** TLS with whoever answers: nobody reads along, somebody may stand in between. */
    REQUIRE("require"),
    /** TLS with the server of this name, whose certificate an authority of ours has signed. */
    VERIFY_FULL("verify-full");

    private final String word;

    Mode(String word) {
      this.word = word;
    }

    /** As libpq, the JDBC driver and the framework call it. */
    public String word() {
      return word;
    }
  }

  /**
   * Reads {@code sslmode=verify-full&sslrootcert=/path}.
   *
   * @param property whose URL this is the query of; null or empty is no TLS
   * @throws IllegalArgumentException naming the property and what is expected
   */
  public static DatabaseTls parse(String property, String rawQuery) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair :
        rawQuery == null || rawQuery.isEmpty() ? new String[0] : rawQuery.split("&")) {
      String[] parts = pair.split("=", 2);
      if (!KNOWN.contains(parts[0]) || parts.length != 2) {
        throw new IllegalArgumentException(
            "%s: parameter %s (expected: %s)".formatted(property, parts[0], KNOWN));
      }
      parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    Mode mode = mode(property, parameters.getOrDefault("sslmode", "disable"));
    Optional<Path> authorities = Optional.ofNullable(parameters.get("sslrootcert")).map(Path::of);
    if (mode == Mode.VERIFY_FULL && authorities.filter(Files::isReadable).isEmpty()) {
      throw new IllegalArgumentException(
          "%s: sslrootcert %s (expected: with sslmode=verify-full, a PEM file of the authorities)"
              .formatted(property, authorities.map(Path::toString).orElse("missing")));
    }
    return new DatabaseTls(mode, authorities);
  }

  private static Mode mode(String property, String word) {
    return Arrays.stream(Mode.values())
        .filter(mode -> mode.word.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s: sslmode %s (expected: disable, require or verify-full)"
                        .formatted(property, word)));
  }

  /** As the end of a libpq or JDBC URL: a query, or nothing without TLS. */
  String query() {
    if (mode == Mode.DISABLE) {
      return "";
    }
    return "?sslmode="
        + mode.word
        + authorities
            .map(
                file ->
                    "&sslrootcert=" + URLEncoder.encode(file.toString(), StandardCharsets.UTF_8))
            .orElse("");
  }
}
