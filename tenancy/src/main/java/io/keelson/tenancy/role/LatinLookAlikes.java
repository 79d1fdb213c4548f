package io.keelson.tenancy.role;

import java.util.HashMap;
import java.util.Map;

/**
 * Letters of the scripts that look like Latin, and of Latin itself, that are drawn like the letters
 * of the built-in roles' names: those of Unicode's <a
 * href="https://www.unicode.org/Public/17.0.0/security/confusables.txt">confusables</a>, small
 * capitals and the small letters of Cherokee, which are drawn as such.
 */
final class LatinLookAlikes {
  private static final Map<Character, String> OF =
      Map.ofEntries(
          Map.entry('a', "\u0251\u0391\u03b1\u0410\u0430\u13aa\u1d00\ua4ee\uab7a"),
          Map.entry(
              'b',
              "\u0184\u0299\u0392\u0412\u042c\u0432\u13cf\u13f4\u13fc\u2c82\u2c83\ua4d0\ua7b4\uab9f"),
          Map.entry('d', "\u0501\u13a0\u13e7\u1d05\ua4d2\ua4d3\uab70\uabb7"),
          Map.entry('e', "\u0395\u0415\u0435\u04bd\u13ac\u1d07\ua4f0\uab32\uab7c"),
          Map.entry(
              'g', "\u018d\u0261\u0262\u050c\u050d\u0581\u13c0\u13f3\u13fb\u1d83\ua4d6\uab90"),
          Map.entry('i', "\u0269\u026a\u03b9\u0456\u0582\u13a5\u2c93\ua647\uab75"),
          Map.entry(
              'l',
              "\u0196\u01c0\u029f\u0399\u0406\u04c0\u04cf\u13de\u2c92\u2cd0\u2cd1\ua4e1\ua4f2\uabae"),
          Map.entry('m', "\u039c\u03fa\u041c\u13b7\u1d0d\u2c98\ua4df\uab87"),
          Map.entry('n', "\u0274\u039d\u0578\u057c\u2c9a\u2c9b\ua4e0"),
          Map.entry(
              'o',
              "\u039f\u03bf\u03c3\u03ed\u041e\u043e\u0555\u0585\u1d0f\u1d11\u2c9e\u2c9f\ua4f3\uab3d"),
          Map.entry(
              'r',
              "\u01a6\u0280\u0433\u13a1\u13d2\u1d26\u2c85\ua4e3\uab47\uab48\uab71\uab81\uaba2"),
          Map.entry('v', "\u03bd\u0474\u0475\u13d9\u1d20\ua4e6\uaba9"),
          Map.entry(
              'w',
              "\u026f\u0448\u0461\u051c\u051d\u0561\u13b3\u13d4\u1d21\u2cbd\ua4ea\uab83\uaba4"));

  private static final Map<Character, Character> LATIN = latin();

  private LatinLookAlikes() {}

  private static Map<Character, Character> latin() {
    Map<Character, Character> latin = new HashMap<>();
    OF.forEach((letter, alike) -> alike.chars().forEach(one -> latin.put((char) one, letter)));
    return Map.copyOf(latin);
  }

  /** With the Latin letter, in lower case, in the place of each that is drawn like it. */
  static String replace(String text) {
    StringBuilder replaced = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      replaced.setCharAt(i, LATIN.getOrDefault(text.charAt(i), text.charAt(i)));
    }
    return replaced.toString();
  }
}
