package io.keelson.tenancy.member;

import io.keelson.tenancy.failure.Forbidden;

/** Some things a person does for themselves, and no key for them. */
public class PeopleOnly extends Forbidden {
  private static final long serialVersionUID = 1L;

  public PeopleOnly() {
    super("MEMBER_WRITE");
  }

  @Override
  public String getMessage() {
    return "only a signed-in person does this";
  }
}
