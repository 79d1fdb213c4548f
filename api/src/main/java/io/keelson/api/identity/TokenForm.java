package io.keelson.api.identity;

import java.util.regex.Pattern;

/**
 * What a token of the identity provider looks like: a signed JWT in its compact form (RFC 7515,
 * section 7.1). The framework fails in ways of its own on what is no JWT at all, such as two dots.
 */
final class TokenForm {
  private static final Pattern THREE_PARTS =
      Pattern.compile("[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++");

  private TokenForm() {}

  static boolean isToken(String text) {
    return THREE_PARTS.matcher(text).matches();
  }
}
