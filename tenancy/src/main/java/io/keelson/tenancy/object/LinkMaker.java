package io.keelson.tenancy.object;

import io.keelson.tenancy.access.Principal;
import java.util.Locale;
import java.util.UUID;

/**
 * Whose rights a signed link lends, and with whom it ends. In the link: {@code person.<id>}, {@code
 * api_key.<id>} or {@code job.<id>.<fence>}.
 *
 * @param id the person, key or job
 * @param fence of a job's lease, else 0
 */
public record LinkMaker(UUID tenantId, Principal.Kind kind, UUID id, long fence) {
  public static LinkMaker of(Principal principal) {
    return new LinkMaker(
        principal.tenantId(),
        principal.kind(),
        principal.id(),
        principal.attempt() == null ? 0 : principal.attempt().fence());
  }

  /**
   * @throws IllegalArgumentException for anything that {@link #text} does not write
   */
  public static LinkMaker parse(UUID tenantId, String text) {
    String[] parts = text.split("\\.", 3);
    if (parts.length < 2) {
      throw new IllegalArgumentException("by");
    }
    return new LinkMaker(
        tenantId,
        Principal.Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)),
        UUID.fromString(parts[1]),
        parts.length == 2 ? 0 : Long.parseLong(parts[2]));
  }

  String text() {
    String who = kind.name().toLowerCase(Locale.ROOT) + "." + id;
    return fence == 0 ? who : who + "." + fence;
  }
}
