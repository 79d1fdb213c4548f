package io.keelson.profiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnMapsTest {
  private static final String PEOPLE =
      """
      SELECT * FROM (VALUES
        (1, 'Ann',  30, 1.5::DOUBLE, DATE '2024-01-01', TIMESTAMP '2024-01-01 10:00:00', TRUE),
        (2, 'Bob',  40, 2.5::DOUBLE, DATE '2024-02-01', TIMESTAMP '2024-02-01 10:00:00', FALSE),
        (3, 'Bob',  40, 'NaN'::DOUBLE, NULL, TIMESTAMP '2024-03-01 10:00:00', TRUE),
        (4, NULL, NULL, NULL, DATE '2024-04-01', NULL, NULL),
        (5, '雪🦊', 50, 4.5::DOUBLE, DATE '2024-05-01', TIMESTAMP '2024-05-01 10:00:00', TRUE)
      ) AS t(id, name, age, score, born, seen, flag)
      """;

  @Test
  void nullsAreCounted() throws Exception {
    try (Judging judging = new Judging(PEOPLE)) {
      judging.unexpected(0, "column_values_to_not_be_null", "id", "{}");
      judging.unexpected(1, "column_values_to_not_be_null", "name", "{}");
      judging.unexpected(4, "column_values_to_be_null", "name", "{}");
      Result result = judging.judge("column_values_to_not_be_null", "age", "{}");
      assertThat(result.elementCount()).isEqualTo(5);
      assertThat(result.unexpectedPercent()).isEqualTo(20);
      assertThat(result.missingCount()).isNull();
      assertThat(judging.judge("column_values_to_be_null", "age", "{}").samples())
          .containsExactly("30", "40", "50");
    }
  }

  @Test
  void notANumberIsMissing() throws Exception {
    try (Judging judging = new Judging(PEOPLE)) {
      judging.unexpected(2, "column_values_to_not_be_null", "score", "{}");
      Result between =
          judging.judge("column_values_to_be_between", "score", "{'min_value':0,'max_value':9}");
      assertThat(between.success()).isTrue();
      assertThat(between.missingCount()).isEqualTo(2);
    }
  }

  @Test
  void allOfThoseThatAreThereTwiceAreUnexpected() throws Exception {
    try (Judging judging = new Judging(PEOPLE)) {
      judging.unexpected(0, "column_values_to_be_unique", "id", "{}");
      judging.unexpected(2, "column_values_to_be_unique", "name", "{}");
      judging.unexpected(0, "column_values_to_be_unique", "score", "{}");
      Result result = judging.judge("column_values_to_be_unique", "name", "{}");
      assertThat(result.missingCount()).isEqualTo(1);
      assertThat(result.unexpectedPercent()).isEqualTo(50);
      assertThat(result.samples()).containsExactly("Bob");
    }
  }

  @Test
  void listsAndStructsCanBeUnique() throws Exception {
    try (Judging judging = new Judging("SELECT unnest([[1], [1], [2]]) AS l, {'a': 1} AS s")) {
      judging.unexpected(2, "column_values_to_be_unique", "l", "{}");
      judging.unexpected(3, "column_values_to_be_unique", "s", "{}");
      judging.unexpected(0, "column_values_to_not_be_null", "s", "{}");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "name | ['Ann','Bob'] | 1",
        "name | ['Ann','Bob','雪🦊'] | 0",
        "name | [] | 4",
        "name | ['ann'] | 4",
        "age | [30,40,50] | 0",
        "age | ['30',40.0,5e1] | 0",
        "age | [30,40,50.5,'fifty',1e300] | 1",
        "score | [1.5,2.5,4.5] | 0",
        "born | ['2024-01-01','2024-02-01','2024-04-01','soon'] | 1",
        "seen | ['2024-01-01T10:00:00','2024-02-01 10:00','2024-03-01 10:00:00','2024-05-01T12:00:00+02:00'] | 0",
        "flag | [true] | 1",
        "flag | [1,0] | 0"
      })
  void setsAreOfTheColumnsType(String column, String set, long unexpected) throws Exception {
    try (Judging judging = new Judging(PEOPLE)) {
      String arguments = "{'value_set':" + set + "}";
      judging.unexpected(unexpected, "column_values_to_be_in_set", column, arguments);
      Result other = judging.judge("column_values_to_not_be_in_set", column, arguments);
      assertThat(other.unexpectedCount())
          .isEqualTo(other.elementCount() - other.missingCount() - unexpected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "age | {'min_value':30,'max_value':50} | 0",
        "age | {'min_value':30,'max_value':50,'strict_min':true} | 1",
        "age | {'min_value':30,'max_value':50,'strict_max':true} | 1",
        "age | {'min_value':30.5} | 1",
        "age | {'min_value':39.5,'strict_min':true} | 1",
        "age | {'max_value':49.99} | 1",
        "age | {'max_value':'40'} | 1",
        "age | {'min_value':-1e30,'max_value':1e30} | 0",
        "age | {'min_value':1e30} | 4",
        "age | {'max_value':-1e30} | 4",
        "score | {'min_value':1.5,'max_value':2.5} | 1",
        "name | {'min_value':'B'} | 1",
        "name | {'min_value':'A','max_value':'Bob','strict_max':true} | 3",
        "born | {'min_value':'2024-02-01'} | 1",
        "born | {'min_value':'2024-02-01T00:00:01'} | 2",
        "seen | {'max_value':'2024-02-01T10:00:00','strict_max':true} | 3",
        "flag | {'min_value':1} | 1"
      })
  void boundsAreOfTheColumnsType(String column, String arguments, long unexpected)
      throws Exception {
    try (Judging judging = new Judging(PEOPLE)) {
      judging.unexpected(unexpected, "column_values_to_be_between", column, arguments);
    }
  }

  @Test
  void noDigitIsLost() throws Exception {
    String numbers =
        """
        SELECT 9007199254740993 AS big, 170141183460469231731687303715884105727::HUGEINT AS huge,
          18446744073709551615::UBIGINT AS unsigned, 1.005::DECIMAL(10, 3) AS exact, 0.1::FLOAT AS small
        """;
    try (Judging judging = new Judging(numbers)) {
      judging.unexpected(1, "column_values_to_be_between", "big", "{'max_value':9007199254740992}");
      judging.unexpected(
          0, "column_values_to_be_between", "big", "{'max_value':'9007199254740993'}");
      judging.unexpected(
          1, "column_values_to_be_in_set", "big", "{'value_set':[9007199254740992]}");
      judging.unexpected(
          0, "column_values_to_be_in_set", "big", "{'value_set':[9007199254740993]}");
      judging.unexpected(
          0,
          "column_values_to_be_in_set",
          "huge",
          "{'value_set':[170141183460469231731687303715884105727]}");
      judging.unexpected(0, "column_values_to_be_between", "huge", "{'min_value':1e38}");
      judging.unexpected(
          0, "column_values_to_be_in_set", "unsigned", "{'value_set':[18446744073709551615,-1]}");
      judging.unexpected(0, "column_values_to_be_between", "unsigned", "{'min_value':-1}");
      judging.unexpected(0, "column_values_to_be_in_set", "exact", "{'value_set':[1.005]}");
      judging.unexpected(1, "column_values_to_be_in_set", "exact", "{'value_set':[1.0049,1.01]}");
      judging.unexpected(1, "column_values_to_be_between", "exact", "{'min_value':1.0051}");
      judging.unexpected(0, "column_values_to_be_in_set", "small", "{'value_set':[0.1]}");
      judging.unexpected(
          0, "column_values_to_be_between", "small", "{'min_value':0.1,'max_value':0.1}");
      judging.unexpected(0, "column_values_to_be_between", "small", "{'max_value':1e300}");
    }
  }

  @Test
  void textMatchesAnywhere() throws Exception {
    try (Judging judging = new Judging(PEOPLE)) {
      judging.unexpected(1, "column_values_to_match_regex", "name", "{'regex':'[nb]$'}");
      judging.unexpected(3, "column_values_to_not_match_regex", "name", "{'regex':'[nb]$'}");
      judging.unexpected(0, "column_values_to_match_regex", "name", "{'regex':'.'}");
      judging.errored(
          "regex is not one of RE2", "column_values_to_match_regex", "name", "{'regex':'(?=a)'}");
      judging.errored(
          "regex is not one of RE2", "column_values_to_match_regex", "name", "{'regex':'('}");
      judging.errored(
          "\"age\" is INTEGER (expected: text)",
          "column_values_to_match_regex",
          "age",
          "{'regex':'1'}");
    }
  }

  @Test
  void lengthsAreInCharacters() throws Exception {
    try (Judging judging = new Judging(PEOPLE)) {
      judging.unexpected(1, "column_value_lengths_to_equal", "name", "{'value':3}");
      judging.unexpected(3, "column_value_lengths_to_equal", "name", "{'value':2}");
      judging.unexpected(
          0, "column_value_lengths_to_be_between", "name", "{'min_value':2,'max_value':3}");
      judging.unexpected(
          3,
          "column_value_lengths_to_be_between",
          "name",
          "{'min_value':2,'max_value':3,'strict_max':true}");
      judging.errored("expected: text", "column_value_lengths_to_equal", "age", "{'value':2}");
    }
  }

  @Test
  void whatDoesNotFitIsNotJudged() throws Exception {
    try (Judging judging = new Judging(PEOPLE + " , (SELECT [1] AS list)")) {
      judging.errored("there is no column \"none\"", "column_values_to_be_unique", "none", "{}");
      judging.errored(
          "there is no column \"AGE\", but \"age\"", "column_values_to_be_unique", "AGE", "{}");
      judging.errored(
          "'x' (expected: a number)", "column_values_to_be_between", "age", "{'min_value':'x'}");
      judging.errored(
          "min_value is 1 (expected: text",
          "column_values_to_be_between",
          "name",
          "{'min_value':1}");
      judging.errored(
          "max_value is \"soon\" (expected: ISO 8601",
          "column_values_to_be_between",
          "born",
          "{'max_value':'soon'}");
      judging.errored(
          "\"list\" is INTEGER[]", "column_values_to_be_in_set", "list", "{'value_set':[1]}");
    }
  }

  @Test
  void otherTypesAreComparedAsText() throws Exception {
    String types =
        """
        SELECT 'a'::ENUM('a', 'b') AS e, 'f47ac10b-58cc-4372-a567-0e02b2c3d479'::UUID AS u,
          '{"a":1}'::JSON AS j, TIME '10:00:00' AS t, TIMESTAMPTZ '2024-01-01 00:00:00+00' AS z
        """;
    try (Judging judging = new Judging(types)) {
      judging.unexpected(0, "column_values_to_be_in_set", "e", "{'value_set':['a','zzz']}");
      judging.unexpected(0, "column_values_to_match_regex", "u", "{'regex':'^[0-9a-f-]{36}$'}");
      judging.unexpected(0, "column_values_to_match_regex", "j", "{'regex':'a'}");
      judging.unexpected(
          0, "column_values_to_be_between", "t", "{'min_value':'09:00','max_value':'11:00:00'}");
      judging.unexpected(
          0, "column_values_to_be_in_set", "z", "{'value_set':['2024-01-01T01:00:00+01:00']}");
      judging.unexpected(
          1, "column_values_to_be_between", "z", "{'max_value':'2024-01-01T00:59:59+01:00'}");
    }
  }
}
