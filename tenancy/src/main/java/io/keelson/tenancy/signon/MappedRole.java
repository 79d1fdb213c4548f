package io.keelson.tenancy.signon;

import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.grant.Grants;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** The role of whoever signs on, which is the word of whoever set the provider. */
@ApplicationScoped
class MappedRole {
  static final String COLUMNS = "p.role, p.custom_role_id, p.giver_person_id, p.giver_key_id";
  private final Authorizer authorizer;
  private final Granting granting;

  MappedRole(Authorizer authorizer, Granting granting) {
    this.authorizer = authorizer;
    this.granting = granting;
  }

  /**
   * As far as whoever set the provider could still give it.
   *
   * @param provider with {@link #COLUMNS}
   * @throws Conflict when it was deleted, or its giver may not give it any more
   */
  Grant of(Transaction tx, Row provider) {
    String role = provider.getString("role");
    UUID customRoleId = provider.getUUID("custom_role_id");
    if (role == null && customRoleId == null) {
      throw new Conflict("the role of single sign-on was deleted");
    }
    Grant grant = new Grant(role == null ? null : Role.valueOf(role), customRoleId, null);
    UUID personId = provider.getUUID("giver_person_id");
    UUID keyId = provider.getUUID("giver_key_id");
    if (personId == null && keyId == null) {
      return grant; // the platform's
    }
    try {
      Principal giver =
          granting
              .promiser(tx, personId, keyId)
              .orElseThrow(
                  () -> new Conflict("whoever set the identity provider has left: set it again"));
      authorizer.require(giver, Permission.MEMBER_WRITE, null);
      granting.requireHeld(tx, giver, Grants.rights(tx, List.of(grant)));
      return grant;
    } catch (Forbidden lacking) {
      throw new Conflict("whoever set the identity provider may not give its role any more");
    }
  }
}
