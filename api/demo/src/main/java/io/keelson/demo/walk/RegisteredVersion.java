package io.keelson.demo.walk;

/**
 * A version of a registered model.
 *
 * @param version what a mutation of it must expect
 */
record RegisteredVersion(String id, String modelId, int number, int version) {}
