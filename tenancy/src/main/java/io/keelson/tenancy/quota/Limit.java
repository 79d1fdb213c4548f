package io.keelson.tenancy.quota;

import java.util.Optional;

/**
 * The most of something, or no limit at all.
 *
 * @param most 0 or more; {@link Long#MAX_VALUE} stands for no limit
 */
public record Limit(long most) {
  public static final Limit NONE = new Limit(Long.MAX_VALUE);

  public Limit {
    if (most < 0) {
      throw new IllegalArgumentException("limit: " + most + " (expected: >= 0)");
    }
  }

  /**
   * As settings spell it: a whole number, or {@code none}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Limit parse(CharSequence text) {
    String word = text.toString().strip();
    if (word.equalsIgnoreCase("none")) {
      return NONE;
    }
    try {
      return new Limit(Long.parseLong(word));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "limit: \"" + word + "\" (expected: a whole number of 0 or more, or none)", e);
    }
  }

  public boolean isNone() {
    return most == Long.MAX_VALUE;
  }

  /** Empty for no limit. */
  public Optional<Long> number() {
    return isNone() ? Optional.empty() : Optional.of(most);
  }

  /** As many parts of one as that; no limit stays none. */
  Limit times(long parts) {
    return isNone() || most > Long.MAX_VALUE / parts ? NONE : new Limit(most * parts);
  }

  /** What is left beside what is used; never less than nothing. */
  public long left(long used) {
    return isNone() ? Long.MAX_VALUE : Math.max(0, most - used);
  }
}
