package io.keelson.tenancy.object;

/**
 * An object of a tenant.
 *
 * @param digest of its plaintext, {@code sha256:<64 lower-case hexadecimal digits>}
 */
public record ObjectRef(String digest, long sizeBytes) {}
