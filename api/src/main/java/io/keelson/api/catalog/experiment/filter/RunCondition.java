package io.keelson.api.catalog.experiment.filter;

import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;

/**
 * What a run must have been given, said of or measured. One that has nothing of it is not meant.
 */
public sealed interface RunCondition {
  /** The longest text that a tag or parameter is compared with. */
  int MAX_TEXT_CHARACTERS = 500;

  /** The input that says it, to name in errors. */
  String field();

  String key();

  /**
   * @throws Invalid for a malformed key, a text that is too long or a number that is none
   */
  default void check() {
    Input.key(field() + ".key", key());
    switch (this) {
      case TagText tag -> requireText(tag.text());
      case ParamText param -> requireText(param.text());
      case ParamNumber param -> requireNumber(param.number());
      case MetricNumber metric -> requireNumber(metric.number());
      case TagThere there -> {}
    }
  }

  private void requireText(String text) {
    Input.text(field() + ".text", Input.present(field() + ".text", text), MAX_TEXT_CHARACTERS);
  }

  private void requireNumber(double number) {
    if (!Double.isFinite(number)) {
      throw new Invalid(field() + ".number", number, "a finite number");
    }
  }

  /** It has the tag, whatever it says. */
  record TagThere(String field, String key) implements RunCondition {}

  /** What a tag says. */
  record TagText(String field, String key, TextOperator operator, String text)
      implements RunCondition {}

  /** What a parameter is, as text. */
  record ParamText(String field, String key, TextOperator operator, String text)
      implements RunCondition {}

  /** What a parameter is, where it is a number. */
  record ParamNumber(String field, String key, NumberOperator operator, double number)
      implements RunCondition {}

  /** A value of a metric, which is a number. */
  record MetricNumber(
      String field, String key, MetricValue value, NumberOperator operator, double number)
      implements RunCondition {}

  /** How a text is held against another. */
  enum TextOperator {
    EQUAL,
    NOT_EQUAL,
    /** Whatever the case. */
    CONTAINS
  }

  /** How a number is held against another. */
  enum NumberOperator {
    EQUAL("="),
    NOT_EQUAL("<>"),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    private final String sql;

    NumberOperator(String sql) {
      this.sql = sql;
    }

    String sql() {
      return sql;
    }
  }

  /** Which of a metric's values counts. */
  enum MetricValue {
    LATEST("latest_value"),
    SMALLEST("min_value"),
    LARGEST("max_value");

    private final String column;

    MetricValue(String column) {
      this.column = column;
    }

    String column() {
      return column;
    }
  }
}
