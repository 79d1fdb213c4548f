package io.keelson.tenancy.grant;

import java.util.UUID;

/** Who holds a grant. */
public record Grantee(Kind kind, UUID id) {

  /** What may hold grants. */
  public enum Kind {
    MEMBER("member_id"),
    TEAM("team_id"),
    SERVICE_ACCOUNT("service_account_id"),
    INVITATION("invitation_id");

    final String column;

    Kind(String column) {
      this.column = column;
    }
  }

  public static Grantee member(UUID id) {
    return new Grantee(Kind.MEMBER, id);
  }

  public static Grantee team(UUID id) {
    return new Grantee(Kind.TEAM, id);
  }

  public static Grantee serviceAccount(UUID id) {
    return new Grantee(Kind.SERVICE_ACCOUNT, id);
  }

  public static Grantee invitation(UUID id) {
    return new Grantee(Kind.INVITATION, id);
  }
}
