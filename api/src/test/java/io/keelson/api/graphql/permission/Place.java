package io.keelson.api.graphql.permission;

import java.util.List;

/** Where the thing lies that an operation names, as a caller with one grant sees it. */
enum Place {
  /** In the project of the grant, or in the caller's tenant for what belongs to no project. */
  OWN,
  /** In another project of the same tenant. */
  SIBLING,
  /** In another tenant. */
  FOREIGN,
  /** Nowhere: an id that nothing has. */
  MISSING;

  /** For an operation that names nothing. */
  static final List<Place> NOWHERE = List.of(OWN);

  /** For what belongs to a tenant. */
  static final List<Place> OF_TENANTS = List.of(MISSING, FOREIGN, OWN);

  /** For what belongs to a project. */
  static final List<Place> OF_PROJECTS = List.of(MISSING, FOREIGN, SIBLING, OWN);

  /** For what is listed, since nobody looks for what is not there. */
  static final List<Place> LISTED = List.of(FOREIGN, SIBLING, OWN);

  boolean exists() {
    return this == OWN || this == SIBLING;
  }
}
