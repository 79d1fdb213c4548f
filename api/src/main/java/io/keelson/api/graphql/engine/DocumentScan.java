package io.keelson.api.graphql.engine;

import io.keelson.tenancy.failure.Invalid;

/**
 * One look at the text of a document before anything is built of it: a refusal costs less than a
 * millisecond, whatever is sent. It knows just enough of the grammar (names, numbers, strings,
 * comments) to count tokens and nesting; what is wrong otherwise is the parser's to say.
 */
final class DocumentScan {
  private static final String FIELD = "query";
  private static final int MAX_NESTING = 100;
  private static final int MAX_DIGITS = 1_000;
  private static final int MAX_EXPONENT_DIGITS = 3;
  private final String text;
  private final int maxTokens;
  private int at;
  private int tokens;
  private int nesting;

  private DocumentScan(String text, int maxTokens) {
    this.text = text;
    this.maxTokens = maxTokens;
  }

  /**
   * The number of its tokens.
   *
   * @throws Invalid when it has too many, is nested too deeply, or a number in it is too long to be
   *     written out
   */
  static int tokens(String text, int maxTokens) {
    return new DocumentScan(text, maxTokens).scan();
  }

  private int scan() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        comment();
      } else if (c == '"') {
        count();
        string();
      } else if (isNamePart(c) || c == '-') {
        count();
        word();
      } else {
        sign(c);
      }
    }
    return tokens;
  }

  private void count() {
    if (++tokens > maxTokens) {
      throw new Invalid(
          FIELD,
          "more than " + maxTokens + " tokens",
          "at most " + maxTokens + ": several requests, or values as variables");
    }
  }

  private void comment() {
    while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
      at++;
    }
  }

  private void string() {
    if (text.startsWith("\"\"\"", at)) {
      int end = text.indexOf("\"\"\"", at + 3);
      while (end > 0 && text.charAt(end - 1) == '\\') {
        end = text.indexOf("\"\"\"", end + 3);
      }
      at = end < 0 ? text.length() : end + 3;
      return;
    }
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\\') {
        at++;
      } else if (c == '"' || c == '\n') {
        return;
      }
    }
  }

  private void word() {
    int start = at;
    boolean isNumber = !Character.isLetter(text.charAt(at)) && text.charAt(at) != '_';
    int exponentAt = -1;
    at++;
    while (at < text.length() && isWordPart(text.charAt(at), isNumber)) {
      if (isNumber && (text.charAt(at) | 0x20) == 'e') {
        exponentAt = at;
      }
      at++;
    }
    boolean isLong =
        isNumber
            && (at - start > MAX_DIGITS
                || exponentAt > 0 && at - exponentAt - 1 > MAX_EXPONENT_DIGITS);
    if (isLong) {
      throw new Invalid(FIELD, text.substring(start, at), "numbers of at most 1,000 digits");
    }
  }

  private static boolean isWordPart(char c, boolean inNumber) {
    return isNamePart(c) || inNumber && (c == '.' || c == '+' || c == '-');
  }

  private static boolean isNamePart(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
  }

  private void sign(char c) {
    at++;
    switch (c) {
      case '{', '[', '(' -> {
        count();
        if (++nesting > MAX_NESTING) {
          throw new Invalid(
              FIELD, "more than " + MAX_NESTING + " levels", "at most " + MAX_NESTING);
        }
      }
      case '}', ']', ')' -> {
        count();
        nesting--;
      }
      case ' ', '\t', '\n', '\r', ',', '\uFEFF' -> {}
      default -> count();
    }
  }
}
