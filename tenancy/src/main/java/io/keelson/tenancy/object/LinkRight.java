package io.keelson.tenancy.object;

import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import java.util.Locale;
import java.util.UUID;

/**
 * What a link's maker must be allowed for as long as it works; in the link, {@code
 * <permission>.<project>}.
 *
 * @param projectId whose thing the link is about
 */
public record LinkRight(Permission permission, UUID projectId) {

  /**
   * @throws IllegalArgumentException for anything that {@link #text} does not write
   */
  static LinkRight parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      throw new IllegalArgumentException("for");
    }
    return new LinkRight(
        Permission.valueOf(text.substring(0, dot).toUpperCase(Locale.ROOT)),
        UUID.fromString(text.substring(dot + 1)));
  }

  String text() {
    return permission.name().toLowerCase(Locale.ROOT) + "." + projectId;
  }

  public boolean isHeldBy(Principal principal) {
    return principal.may(permission, projectId);
  }
}
