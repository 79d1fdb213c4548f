package io.keelson.tenancy.rate;

import java.util.List;

/**
 * How a caller stands, as far as this process knows.
 *
 * @param limit of the tenant's and the key's points the one that there is less left of
 * @param resetS until the next minute begins, 1 to 60
 * @param limits all that hold, the tenant's first
 */
public record Standing(long limit, long remaining, long resetS, List<Long> limits) {}
