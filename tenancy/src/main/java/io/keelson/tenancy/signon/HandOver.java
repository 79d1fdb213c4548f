package io.keelson.tenancy.signon;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.member.Members;
import io.keelson.tenancy.member.Person;
import io.keelson.tenancy.member.PersonReferences;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.UUID;

/**
 * Gives what somebody has in a tenant to another account of theirs, which the realm made when the
 * one before was gone: their place, their keys, and whatever else is theirs by the account's id.
 */
@ApplicationScoped
class HandOver {
  private final Members members;
  private final Iterable<PersonReferences> references;

  @Inject
  HandOver(Members members, @Any Instance<PersonReferences> references) {
    this(members, (Iterable<PersonReferences>) references);
  }

  HandOver(Members members, Iterable<PersonReferences> references) {
    this.members = members;
    this.references = references;
  }

  /**
   * @param before the id of the account that is gone
   * @return the member's id, which stays
   */
  UUID to(Transaction tx, Person person, UUID before) {
    UUID memberId = members.handOver(tx, before, person);
    references.forEach(rows -> rows.follow(tx, before, person.id()));
    SignOnPeople.forget(tx, before);
    return memberId;
  }
}
