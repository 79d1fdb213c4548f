package io.keelson.tenancy.signon;

import java.time.OffsetDateTime;

/**
 * How somebody stands who signs in through their tenant's identity provider.
 *
 * @param domain of the address that the provider named last
 * @param lostAt since when they are closed out until they sign in again; null for who is not
 * @param lostBecause why; null for who is not
 */
public record MemberSignOn(
    String domain, OffsetDateTime signedInAt, OffsetDateTime lostAt, String lostBecause) {}
