package io.keelson.trainer;

/**
 * What the job was given cannot be used. The message names the parameter, the value and what was
 * expected.
 */
public final class InvalidInput extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MAX_SHOWN_CHARS = 80;

  public InvalidInput(String parameter, Object value, String expected) {
    super("parameter '" + parameter + "': " + shown(value) + " (expected: " + expected + ")");
  }

  /** One line, whatever came in: the message is read in a log. */
  private static String shown(Object value) {
    if (value == null) {
      return "missing";
    }
    String text = value.toString().replaceAll("\\p{Cntrl}", "?");
    return text.length() <= MAX_SHOWN_CHARS ? text : text.substring(0, MAX_SHOWN_CHARS) + "…";
  }
}
