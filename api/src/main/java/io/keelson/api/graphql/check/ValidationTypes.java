package io.keelson.api.graphql.check;

import io.keelson.api.catalog.expectation.Severity;
import io.keelson.api.catalog.validation.ExpectationResult;
import io.keelson.api.catalog.validation.Validation;
import io.keelson.api.catalog.validation.ValidationStatus;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.check.ExpectationTypes.ExpectationType;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** What came of checking data, as the API shows it. */
public final class ValidationTypes {
  private ValidationTypes() {}

  @Name("Validation")
  @Description("One look at a data set version by a suite of expectations.")
  public record ValidationType(@Ignore Validation validation) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.VALIDATION, validation.id());
    }

    @NonNull
    @Description("Whether it runs, and what came of it.")
    public ValidationStatus getStatus() {
      return validation.status();
    }

    @NonNull
    @Description("The digest of the version that was looked at.")
    public String getVersionDigest() {
      return validation.versionDigest();
    }

    @NonNull
    @Description("The digest of the suite that it was checked by.")
    public String getSuiteDigest() {
      return validation.suiteDigest();
    }

    @NonNull
    @Description("How many checks passed.")
    public Integer getPassed() {
      return validation.passed();
    }

    @NonNull
    @Description("How many checks failed that do not block.")
    public Integer getWarned() {
      return validation.warned();
    }

    @NonNull
    @Description("How many checks failed that block.")
    public Integer getFailed() {
      return validation.failed();
    }

    @Description("Why it is ERRORED; null for any other.")
    public String getError() {
      return validation.error();
    }

    @NonNull
    @Description("How many rows were kept apart, as those that failed checks which block.")
    public Long getQuarantinedRows() {
      return validation.quarantinedRows();
    }

    @NonNull
    @Description("Whether more rows failed than are kept apart.")
    public Boolean getQuarantineCut() {
      return validation.quarantineCut();
    }

    @NonNull
    @Description("When it was begun.")
    public OffsetDateTime getStartedAt() {
      return validation.startedAt();
    }

    @Description("When it was over; null while RUNNING.")
    public OffsetDateTime getEndedAt() {
      return validation.endedAt();
    }
  }

  @Name("ValidationEdge")
  @Description("A validation in a page.")
  public record ValidationEdge(
      @NonNull @Description("The validation.") ValidationType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("ValidationConnection")
  @Description("A page of validations.")
  public record ValidationConnection(
      @NonNull @Description("The validations with their cursors.")
          List<@NonNull ValidationEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static ValidationConnection of(Page<Validation> page) {
      return new ValidationConnection(
          page.edges(
              (validation, cursor) -> new ValidationEdge(new ValidationType(validation), cursor)),
          page.info());
    }
  }

  @Name("ExpectationResult")
  @Description("What came of one expectation on one table, by Great Expectations' fields.")
  public record ExpectationResultType(
      @NonNull @Description("Which result of the validation, from 1; a waiver names it.")
          Integer number,
      @NonNull @Description("What was expected.") ExpectationType expectation,
      @Description("The table that was looked at; null where the one that is named is not there.")
          String table,
      @NonNull @Description("What a failure means for the version.") Severity severity,
      @NonNull @Description("Whether it was as expected.") Boolean success,
      @Description("Why it could not be judged, which counts as failed; null where it was.")
          String error,
      @Description("How many values were looked at; null where none are counted.")
          Long elementCount,
      @Description("How many of them are no value; null where none are counted.") Long missingCount,
      @Description("That as a percentage of those that were looked at; null where none were.")
          Double missingPercent,
      @Description("How many are not as expected; null where none are counted.")
          Long unexpectedCount,
      @Description(
              "That as a percentage of those that the expectation considered, which nulls are not as a rule; null where it considered none, or was judged before this was kept.")
          Double unexpectedPercent,
      @Description("That as a percentage of those that were looked at; null where none were.")
          Double unexpectedPercentTotal,
      @Description("That as a percentage of those that are a value; null where none are.")
          Double unexpectedPercentNonmissing,
      @Description("What was found, such as a mean; null where nothing is.")
          JsonValue observedValue,
      @NonNull @Description("At most 20 of the unexpected values, each cut to 200 characters.")
          List<@NonNull JsonValue> samples) {
    static ExpectationResultType of(ExpectationResult result, ExpectationType expectation) {
      return new ExpectationResultType(
          result.number(),
          expectation,
          result.table(),
          result.severity(),
          result.success(),
          result.error(),
          result.elementCount(),
          result.missingCount(),
          percent(result.missingCount(), result.elementCount()),
          result.unexpectedCount(),
          result.unexpectedPercent(),
          percent(result.unexpectedCount(), result.elementCount()),
          percent(result.unexpectedCount(), nonmissing(result)),
          result.observedValue() == null ? null : value(result.observedValue()),
          List.copyOf(Json.createReader(new StringReader(result.samples().encode())).readArray()));
    }

    private static Long nonmissing(ExpectationResult result) {
      return result.elementCount() == null || result.missingCount() == null
          ? null
          : Long.valueOf(result.elementCount() - result.missingCount());
    }

    private static Double percent(Long part, Long whole) {
      return part == null || whole == null || whole <= 0
          ? null
          : Double.valueOf(part / (double) whole * 100);
    }

    private static JsonValue value(String json) {
      return Json.createReader(new StringReader(json)).readValue();
    }
  }

  @Name("ExpectationResultEdge")
  @Description("A result in a page.")
  public record ExpectationResultEdge(
      @NonNull @Description("The result.") ExpectationResultType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("ExpectationResultConnection")
  @Description("A page of results.")
  public record ExpectationResultConnection(
      @NonNull @Description("The results with their cursors.")
          List<@NonNull ExpectationResultEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static ExpectationResultConnection of(Page<ExpectationResultType> page) {
      return new ExpectationResultConnection(page.edges(ExpectationResultEdge::new), page.info());
    }
  }
}
