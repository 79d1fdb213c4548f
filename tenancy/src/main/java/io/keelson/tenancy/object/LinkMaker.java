package io.keelson.tenancy.object;

import io.keelson.tenancy.access.Principal;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Whose right a signed link lends, and with whom and with which it ends. In the link: {@code
 * person.<id>}, {@code person.<id>.<session>}, {@code api_key.<id>} or {@code job.<id>.<fence>}.
 *
 * @param id the person, key or job
 * @param fence of a job's lease, else 0
 * @param sessionMark of a person's session, see {@link Principal#sessionMark}; else null
 * @param right which they must have
 */
public record LinkMaker(
    UUID tenantId, Principal.Kind kind, UUID id, long fence, String sessionMark, LinkRight right) {
  private static final Pattern MARK = Pattern.compile("[A-Za-z0-9_-]{43}");

  public static LinkMaker of(Principal principal, LinkRight right) {
    boolean byKey = principal.keyId() != null;
    return new LinkMaker(
        principal.tenantId(),
        byKey ? Principal.Kind.API_KEY : principal.kind(),
        byKey ? principal.keyId() : principal.id(),
        principal.attempt() == null ? 0 : principal.attempt().fence(),
        principal.sessionMark(),
        right);
  }

  /**
   * @throws IllegalArgumentException for anything that {@link #text} and {@link LinkRight} do not
   *     write
   */
  public static LinkMaker parse(UUID tenantId, String text, String rightText) {
    LinkRight right = LinkRight.parse(rightText);
    String[] parts = text.split("\\.", 3);
    if (parts.length < 2) {
      throw new IllegalArgumentException("by");
    }
    Principal.Kind kind = Principal.Kind.valueOf(parts[0].toUpperCase(Locale.ROOT));
    UUID id = UUID.fromString(parts[1]);
    if (parts.length == 2) {
      return new LinkMaker(tenantId, kind, id, 0, null, right);
    }
    if (kind != Principal.Kind.PERSON) {
      return new LinkMaker(tenantId, kind, id, Long.parseLong(parts[2]), null, right);
    }
    if (!MARK.matcher(parts[2]).matches()) {
      throw new IllegalArgumentException("by");
    }
    return new LinkMaker(tenantId, kind, id, 0, parts[2], right);
  }

  String text() {
    String who = kind.name().toLowerCase(Locale.ROOT) + "." + id;
    if (sessionMark != null) {
      return who + "." + sessionMark;
    }
    return fence == 0 ? who : who + "." + fence;
  }
}
