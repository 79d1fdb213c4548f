package io.keelson.profiler.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuiteTest {
  private static Suite parse(String entries) throws InvalidSuite {
    return Suite.parse("{'expectations':[%s]}".formatted(entries).replace('\'', '"'));
  }

  @Test
  void everythingOfAnExpectationIsRead() throws InvalidSuite {
    Expectation one =
        parse(
                """
                {'id':'x','name':'expect_column_values_to_be_between','table':'t','column':'age',
                 'arguments':{'min_value':0.10,'max_value':'12','strict_min':true,'strict_max':null},
                 'mostly':0.95,'severity':'WARN','onEmpty':'PASS'}
                """)
            .expectations()
            .getFirst();

    assertThat(one.id()).isEqualTo("x");
    assertThat(one.name()).isEqualTo(ExpectationName.COLUMN_VALUES_TO_BE_BETWEEN);
    assertThat(one.table()).isEqualTo("t");
    assertThat(one.column()).isEqualTo("age");
    assertThat(one.argument("min_value").decimalValue()).isEqualTo(new BigDecimal("0.10"));
    assertThat(one.flag("strict_min", false)).isTrue();
    assertThat(one.argument("strict_max")).isNull();
    assertThat(one.mostly()).isEqualTo(new BigDecimal("0.95"));
    assertThat(one.severity()).isEqualTo(Expectation.Severity.WARN);
    assertThat(one.onEmpty()).isEqualTo(Expectation.OnEmpty.PASS);
  }

  @Test
  void whatIsNotSaidIsStrict() throws InvalidSuite {
    Expectation one =
        parse("{'id':'x','name':'expect_column_values_to_be_unique','column':'age'}")
            .expectations()
            .getFirst();
    assertThat(one.mostly()).isEqualTo(BigDecimal.ONE);
    assertThat(one.severity()).isEqualTo(Expectation.Severity.BLOCK);
    assertThat(one.onEmpty()).isEqualTo(Expectation.OnEmpty.FAIL);
    assertThat(one.table()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name':'expect_column_to_exist','column':'c'} | [0].id",
        "{'id':'','name':'expect_column_to_exist','column':'c'} | [0].id",
        "{'id':'a'} | [0].name is missing",
        "{'id':'a','name':'expect_nothing'} | [0].name 'expect_nothing' is no known expectation",
        "{'id':'a','name':'expect_column_to_exist'} | [0].column is missing",
        "{'id':'a','name':'expect_table_row_count_to_equal','column':'c','arguments':{'value':1}} | [0].column is not taken",
        "{'id':'a','name':'expect_column_to_exist','column':7} | [0].column",
        "{'id':'a','name':'expect_column_to_exist','column':'c','extra':1} | [0].extra is unknown",
        "{'id':'a','name':'expect_column_to_exist','column':'c','severity':'block'} | [0].severity 'block' (expected: [BLOCK, WARN])",
        "{'id':'a','name':'expect_column_to_exist','column':'c','onEmpty':true} | [0].onEmpty",
        "{'id':'a','name':'expect_column_to_exist','column':'c','mostly':0.5} | [0].mostly is not taken",
        "{'id':'a','name':'expect_column_values_to_be_unique','column':'c','mostly':1.5} | [0].mostly",
        "{'id':'a','name':'expect_column_values_to_be_unique','column':'c','mostly':'0.5'} | [0].mostly",
        "{'id':'a','name':'expect_column_values_to_be_unique','column':'c','arguments':[]} | [0].arguments",
        "{'id':'a','name':'expect_column_values_to_be_unique','column':'c','arguments':{'row_condition':'a > 1'}} | [0].arguments.row_condition is not supported",
        "{'id':'a','name':'expect_column_values_to_be_unique','column':'c','arguments':{'mostly':1}} | [0].arguments.mostly is unknown to expect_column_values_to_be_unique",
        "{'id':'a','name':'expect_column_values_to_be_in_set','column':'c'} | [0].arguments.value_set is missing",
        "{'id':'a','name':'expect_column_values_to_be_in_set','column':'c','arguments':{'value_set':[null]}} | [0].arguments.value_set",
        "{'id':'a','name':'expect_column_values_to_be_in_set','column':'c','arguments':{'value_set':[[1]]}} | [0].arguments.value_set",
        "{'id':'a','name':'expect_column_values_to_be_between','column':'c'} | [0].arguments.min_value is missing, and max_value too",
        "{'id':'a','name':'expect_column_values_to_be_between','column':'c','arguments':{'min_value':2,'max_value':1}} | [0].arguments.min_value is more than max_value",
        "{'id':'a','name':'expect_column_values_to_be_between','column':'c','arguments':{'min_value':1e999999999}} | [0].arguments.min_value",
        "{'id':'a','name':'expect_column_values_to_be_between','column':'c','arguments':{'min_value':NaN}} | is not valid JSON",
        "{'id':'a','name':'expect_column_value_lengths_to_equal','column':'c','arguments':{'value':1.5}} | [0].arguments.value",
        "{'id':'a','name':'expect_column_value_lengths_to_equal','column':'c','arguments':{'value':-1}} | [0].arguments.value",
        "{'id':'a','name':'expect_column_values_to_match_regex','column':'c','arguments':{'regex':''}} | [0].arguments.regex",
        "{'id':'a','name':'expect_column_values_to_match_regex','column':'c','arguments':{'regex':'a\\u0000'}} | [0].arguments.regex",
        "{'id':'a','name':'expect_column_values_to_match_regex','column':'c','arguments':{'regex':'\\ud800'}} | [0].arguments.regex",
        "{'id':'a','name':'expect_compound_columns_to_be_unique','arguments':{'column_list':['a']}} | [0].arguments.column_list",
        "{'id':'a','name':'expect_compound_columns_to_be_unique','arguments':{'column_list':['a','a']}} | [0].arguments.column_list",
        "{'id':'a','name':'expect_column_pair_values_to_be_equal','arguments':{'column_A':'a','column_B':'b','ignore_row_if':'never'}} | [0].arguments.ignore_row_if",
        "{'id':'a','name':'expect_column_quantile_values_to_be_between','column':'c','arguments':{'quantile_ranges':{'quantiles':[0.5],'value_ranges':[]}}} | [0].arguments.quantile_ranges",
        "{'id':'a','name':'expect_column_quantile_values_to_be_between','column':'c','arguments':{'quantile_ranges':{'quantiles':[1.5],'value_ranges':[[1,2]]}}} | [0].arguments.quantile_ranges",
        "{'id':'a','name':'expect_column_quantile_values_to_be_between','column':'c','arguments':{'allow_relative_error':true,'quantile_ranges':{'quantiles':[0.5],'value_ranges':[[1,2]]}}} | [0].arguments.allow_relative_error",
        "{'id':'a','id':'b','name':'expect_column_to_exist','column':'c'} | is not valid JSON",
        "7 | [0] is no object"
      })
  void whatIsWrongIsNamed(String entry, String message) {
    assertThatExceptionOfType(InvalidSuite.class)
        .isThrownBy(() -> parse(entry))
        .withMessageContaining(message);
  }

  @Test
  void theSecondOfAnIdIsNamed() {
    String entry = "{'id':'a','name':'expect_column_to_exist','column':'c'}";
    assertThatExceptionOfType(InvalidSuite.class)
        .isThrownBy(() -> parse(entry + "," + entry))
        .withMessageContaining("expectations[1].id");
  }

  @Test
  void aSuiteHasBounds() throws InvalidSuite {
    assertThat(parse(many(Suite.MAX_EXPECTATIONS)).expectations()).hasSize(Suite.MAX_EXPECTATIONS);
    assertThatExceptionOfType(InvalidSuite.class)
        .isThrownBy(() -> parse(many(Suite.MAX_EXPECTATIONS + 1)))
        .withMessage("expectations: 501 (expected: 1 to 500)");
    assertThatExceptionOfType(InvalidSuite.class).isThrownBy(() -> parse(""));
    assertThatExceptionOfType(InvalidSuite.class).isThrownBy(() -> Suite.parse("[]"));
    assertThatExceptionOfType(InvalidSuite.class)
        .isThrownBy(() -> Suite.parse("{\"expectations\":[]} x"));
  }

  private static String many(int count) {
    return IntStream.range(0, count)
        .mapToObj("{'id':'%d','name':'expect_column_to_exist','column':'c'}"::formatted)
        .collect(Collectors.joining(","));
  }

  @Test
  void aSetHasBounds() throws InvalidSuite {
    String values =
        IntStream.range(0, Argument.MAX_VALUES)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(","));
    String entry =
        "{'id':'%s','name':'expect_column_values_to_be_in_set','column':'c','arguments':{'value_set':[%s]}}";
    assertThat(parse(entry.formatted("a", values)).expectations()).hasSize(1);
    assertThatExceptionOfType(InvalidSuite.class)
        .isThrownBy(() -> parse(entry.formatted("a", values + ",1")))
        .withMessageContaining("up to 10000 values");
    String eleven =
        IntStream.range(0, 11)
            .mapToObj(i -> entry.formatted(i, values))
            .collect(Collectors.joining(","));
    assertThatExceptionOfType(InvalidSuite.class)
        .isThrownBy(() -> parse(eleven))
        .withMessageContaining("sets of 110000 values");
  }

  @Test
  void namesAreThoseOfGreatExpectations() {
    assertThat(Arrays.stream(ExpectationName.values()).map(ExpectationName::text))
        .hasSize(36)
        .allMatch(name -> name.startsWith("expect_"))
        .contains(
            "expect_column_to_exist",
            "expect_column_pair_values_a_to_be_greater_than_b",
            "expect_select_column_values_to_be_unique_within_record",
            "expect_column_values_to_be_in_type_list");
    assertThat(new HashSet<>(Arrays.asList(ExpectationName.values())))
        .allMatch(name -> ExpectationName.of(name.text()).orElseThrow() == name);
  }
}
