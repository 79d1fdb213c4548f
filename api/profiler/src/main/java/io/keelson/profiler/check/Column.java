package io.keelson.profiler.check;

import io.keelson.profiler.check.ColumnType.Family;

/** A column of the table. */
record Column(String name, ColumnType type) {
  /**
   * The value that is judged. NaN is missing, as in Great Expectations over pandas; what is shown
   * as text is compared as text.
   */
  Operand value() {
    String raw = Sql.ROW + "." + Sql.identifier(name);
    if (type.family() == Family.FLOATING) {
      return new Operand("nullif(%s, 'NaN'::%s)".formatted(raw, type.name()), type);
    }
    return type.family() == Family.TEXT && !type.name().equals("VARCHAR")
        ? new Operand(raw + "::VARCHAR", ColumnType.of("VARCHAR"))
        : new Operand(raw, type);
  }

  /**
   * Its value as a number; true is 1.
   *
   * @throws NotJudged when it is none
   */
  Operand number() throws NotJudged {
    if (!type.isNumber()) {
      throw unfit("a number");
    }
    return type.family() == Family.BOOLEAN
        ? new Operand(value().sql() + "::TINYINT", ColumnType.of("TINYINT"))
        : value();
  }

  Operand text() throws NotJudged {
    if (type.family() != Family.TEXT) {
      throw unfit("text");
    }
    return value();
  }

  /** A value that has an order and can be written in a suite. */
  Operand scalar() throws NotJudged {
    if (type.family() == Family.OTHER) {
      throw unfit("a number, text, a date or a time");
    }
    return type.family() == Family.BOOLEAN ? number() : value();
  }

  private NotJudged unfit(String expected) {
    return new NotJudged(
        "\"%s\" is %s (expected: %s)".formatted(Text.cut(name), Text.cut(type.name()), expected));
  }
}
