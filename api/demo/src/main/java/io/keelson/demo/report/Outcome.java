package io.keelson.demo.report;

/** How a step ended. */
public enum Outcome {
  CHECKED("✓", "32"),
  FAILED("✗", "31"),
  NOT_REACHED("✗", "31"),
  LEFT_OUT("–", "33");

  private final String mark;
  private final String colour;

  Outcome(String mark, String colour) {
    this.mark = mark;
    this.colour = colour;
  }

  String mark() {
    return mark;
  }

  /** Parameter of the terminal's SGR sequence. */
  String colour() {
    return colour;
  }
}
