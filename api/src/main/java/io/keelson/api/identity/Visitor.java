package io.keelson.api.identity;

import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.member.Person;
import java.util.Optional;

/**
 * Who a request comes from, once its credential was checked.
 *
 * @param person the signed-in person; empty for a key or a job
 * @param principal their rights in the tenant that the request names; empty when it names none
 */
public record Visitor(Optional<Person> person, Optional<Principal> principal) {
  static final String ATTRIBUTE = "keelson.visitor";
}
