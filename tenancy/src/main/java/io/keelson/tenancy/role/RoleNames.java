package io.keelson.tenancy.role;

import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which names a tenant's own role may have: none that people would take for a built-in one's. What
 * looks alike is a small part of Unicode TS 39: marks, invisible characters, the letters that most
 * typefaces draw alike, in Latin and in the scripts that have its shapes, and Latin letters beside
 * those of such a script.
 */
final class RoleNames {
  private static final Set<UnicodeScript> LIKE_LATIN =
      EnumSet.of(
          UnicodeScript.ARMENIAN,
          UnicodeScript.CHEROKEE,
          UnicodeScript.COPTIC,
          UnicodeScript.CYRILLIC,
          UnicodeScript.GREEK,
          UnicodeScript.LISU);

  private static final Set<String> BUILT_IN =
      Arrays.stream(Role.values())
          .map(role -> skeleton(role.name()))
          .collect(Collectors.toUnmodifiableSet());

  private RoleNames() {}

  /**
   * @throws Invalid naming {@code input.name}
   */
  static void require(String name) {
    Input.name("input.name", name);
    if (BUILT_IN.contains(skeleton(name))) {
      throw new Invalid("input.name", name, "another name than a built-in role has");
    }
    Set<UnicodeScript> scripts =
        name.codePoints()
            .filter(Character::isLetter)
            .mapToObj(UnicodeScript::of)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(UnicodeScript.class)));
    if (scripts.remove(UnicodeScript.LATIN) && scripts.removeAll(LIKE_LATIN)) {
      throw new Invalid(
          "input.name", name, "no Latin letters beside those of a script that looks like it");
    }
  }

  /** The same for names that look the same. */
  private static String skeleton(String name) {
    String letters =
        Normalizer.normalize(name, Normalizer.Form.NFKD)
            .replaceAll("[\\p{M}\\p{Cf}\\p{Z}\\p{P}]", "");
    // In their own case: the small letter of one that looks like Latin may look like another.
    return LatinLookAlikes.replace(letters)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[iı1|]", "l")
        .replace('0', 'o')
        .replace("rn", "m")
        .replace("vv", "w");
  }
}
