package io.keelson.tenancy.member;

import java.util.UUID;

/**
 * A person as the identity provider knows them.
 *
 * @param id the subject of their tokens
 */
public record Person(UUID id, String username, String name, String email) {}
