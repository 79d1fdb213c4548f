package io.keelson.api.catalog.expectation;

import io.keelson.profiler.check.ExpectationName;
import io.keelson.profiler.check.InvalidSuite;
import io.keelson.profiler.check.Suite;
import io.keelson.profiler.check.TypeNames;
import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.Invalid;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Whether a suite is one that can be run: the program that runs it says so. */
final class SuiteCheck {
  private SuiteCheck() {}

  /** What is wrong with one of its expectations, by its field. */
  private static final class InvalidExpectation extends Failure {
    private static final long serialVersionUID = 1L;

    InvalidExpectation(InvalidSuite cause) {
      super(ErrorCode.VALIDATION, "input." + cause.field(), "input." + cause.getMessage(), cause);
    }
  }

  /**
   * @throws Failure naming the first that is not right, and its field
   */
  static void require(JsonArray expectations) {
    if (expectations.isEmpty()) {
      return;
    }
    try {
      Suite.parse(new JsonObject().put("expectations", expectations).encode());
    } catch (InvalidSuite e) {
      throw new InvalidExpectation(e);
    }
  }

  /**
   * @throws Invalid naming each expectation that is not known
   */
  static void requireKnown(String field, List<Expectation> expectations) {
    List<String> unknown =
        expectations.stream()
            .map(Expectation::name)
            .distinct()
            .filter(name -> ExpectationName.of(name).isEmpty())
            .toList();
    if (!unknown.isEmpty()) {
      throw new UnknownNames(field, "expectations", unknown);
    }
  }

  /**
   * @throws Invalid naming each type that is not known
   */
  static void requireKnownTypes(String field, List<Expectation> expectations) {
    List<String> unknown =
        expectations.stream()
            .flatMap(one -> GreatExpectationsTypes.named(one).stream())
            .distinct()
            .filter(name -> !TypeNames.isOfDuckDb(name))
            .toList();
    if (!unknown.isEmpty()) {
      throw new UnknownNames(field, "types", unknown);
    }
  }

  /** Expectations, or types, that others know. */
  private static final class UnknownNames extends Failure {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 20;

    UnknownNames(String field, String what, List<String> names) {
      super(
          ErrorCode.VALIDATION,
          field,
          "%s: %d %s are not known here: %s"
              .formatted(
                  field,
                  names.size(),
                  what,
                  String.join(
                      ", ",
                      names.stream()
                          .limit(SHOWN)
                          .map(name -> name.substring(0, Math.min(name.length(), 100)))
                          .toList())));
    }
  }
}
