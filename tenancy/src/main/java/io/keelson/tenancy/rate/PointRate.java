package io.keelson.tenancy.rate;

/**
 * How many points of cost a minute may bring.
 *
 * @param ofTenant of all its callers together
 * @param ofKey of one API key
 */
public record PointRate(long ofTenant, long ofKey) {
  public PointRate {
    if (ofTenant < 1 || ofKey < 1) {
      throw new IllegalArgumentException(
          "points a minute: %d and %d (expected: >= 1)".formatted(ofTenant, ofKey));
    }
  }
}
