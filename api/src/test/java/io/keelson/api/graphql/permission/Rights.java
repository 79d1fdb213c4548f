package io.keelson.api.graphql.permission;

import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import java.util.Set;

/**
 * What a caller was given.
 *
 * @param isOperator of the installation
 * @param inTenant in the whole tenant
 * @param inProject in the project that is {@link Place#OWN}
 */
public record Rights(
    Principal.Kind kind, boolean isOperator, Set<Permission> inTenant, Set<Permission> inProject) {

  public Rights(Principal.Kind kind, Set<Permission> inTenant, Set<Permission> inProject) {
    this(kind, false, inTenant, inProject);
  }

  public boolean isPerson() {
    return kind == Principal.Kind.PERSON;
  }

  boolean may(Permission permission, Place place) {
    return inTenant.contains(permission) || place == Place.OWN && inProject.contains(permission);
  }

  boolean mayInTenant(Permission permission) {
    return inTenant.contains(permission);
  }

  boolean mayAnywhere(Permission permission) {
    return inTenant.contains(permission) || inProject.contains(permission);
  }

  boolean hasNothingIn(Place place) {
    return inTenant.isEmpty() && (place != Place.OWN || inProject.isEmpty());
  }
}
