package io.keelson.tenancy.failure;

/**
 * A value from outside that is missing, malformed or out of bounds.
 *
 * <p>The message reads {@code slug: "A b" (expected: …)}; the value is cut to 80 characters and its
 * control characters are shown as escapes, so that it can be logged and displayed.
 */
public class Invalid extends Failure {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN_CHARACTERS = 80;

  public Invalid(String field, Object value, String expected) {
    super(
        ErrorCode.VALIDATION, field, field + ": " + shown(value) + " (expected: " + expected + ")");
  }

  private static String shown(Object value) {
    if (value == null) {
      return "nothing";
    }
    String quote = value instanceof CharSequence ? "\"" : "";
    String text = value.toString();
    StringBuilder out = new StringBuilder(quote);
    text.chars()
        .limit(SHOWN_CHARACTERS)
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.isSurrogate((char) c)) {
                out.append(String.format("\\u%04x", c));
              } else {
                out.append((char) c);
              }
            });
    return out.append(text.length() > SHOWN_CHARACTERS ? "…" : "").append(quote).toString();
  }
}
