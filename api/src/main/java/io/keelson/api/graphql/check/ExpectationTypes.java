package io.keelson.api.graphql.check;

import io.keelson.api.catalog.expectation.Expectation;
import io.keelson.api.catalog.expectation.ExpectationSuite;
import io.keelson.api.catalog.expectation.OnEmpty;
import io.keelson.api.catalog.expectation.Severity;
import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Expectations as the API shows them. */
public final class ExpectationTypes {
  private ExpectationTypes() {}

  @Name("ExpectationSuite")
  @Description(
      "What is expected of each version of a data set. It never changes; the one with the highest number is in force.")
  public record ExpectationSuiteType(@Ignore ExpectationSuite suite) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.EXPECTATION_SUITE, suite.id());
    }

    @NonNull
    @Description("1 for the data set's first one.")
    public Integer getNumber() {
      return suite.number();
    }

    @NonNull
    @Description(
        "SHA-256 of the expectations, in hexadecimal: what has the same one expects the same.")
    public String getDigest() {
      return suite.digest();
    }

    @NonNull
    @Description("In the order in which they were given, at most 200.")
    public List<@NonNull ExpectationType> getExpectations() {
      return suite.expectations().stream().map(ExpectationType::of).toList();
    }

    @NonNull
    @Description("When it was put in force.")
    public OffsetDateTime getCreatedAt() {
      return suite.createdAt();
    }

    @NonNull
    @Description("Who put it in force.")
    public ActorType getCreator() {
      return ActorType.of(suite.createdBy());
    }
  }

  @Name("Expectation")
  @Description("What is expected of a table, in Great Expectations' words.")
  public record ExpectationType(
      @NonNull @Description("Such as expect_column_values_to_not_be_null.") String name,
      @Description("The table that is meant; null for each table of the version.") String table,
      @Description("The column that is meant; null where the expectation knows none.")
          String column,
      @NonNull @Description("Its other arguments, by Great Expectations' names.")
          JsonObject arguments,
      @NonNull
          @Description(
              "The least share of a column's values, without missing ones, that must be as expected, 0 to 1.")
          Double mostly,
      @NonNull @Description("What a failure means for the version.") Severity severity,
      @NonNull @Description("What is made of a column without a value.") OnEmpty onEmpty) {
    static ExpectationType of(Expectation one) {
      return new ExpectationType(
          one.name(),
          one.table(),
          one.column(),
          Json.createReader(new StringReader(one.arguments().encode())).readObject(),
          one.mostly().doubleValue(),
          one.severity(),
          one.onEmpty());
    }
  }

  @Name("ExpectationSuiteEdge")
  @Description("A suite in a page.")
  public record ExpectationSuiteEdge(
      @NonNull @Description("The suite.") ExpectationSuiteType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("ExpectationSuiteConnection")
  @Description("A page of suites.")
  public record ExpectationSuiteConnection(
      @NonNull @Description("The suites with their cursors.")
          List<@NonNull ExpectationSuiteEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static ExpectationSuiteConnection of(Page<ExpectationSuite> page) {
      return new ExpectationSuiteConnection(
          page.edges(
              (suite, cursor) -> new ExpectationSuiteEdge(new ExpectationSuiteType(suite), cursor)),
          page.info());
    }
  }

  @Name("NewExpectation")
  @Description("What is to be expected of a table.")
  public record NewExpectation(
      @NonNull @Description("One of Great Expectations' names, such as expect_column_to_exist.")
          String name,
      @Description("The table that is meant; left out for each table of the version.") String table,
      @Description("The column that is meant, for those that know one.") String column,
      @Description("Its other arguments, by Great Expectations' names.") JsonObject arguments,
      @Description("The least share of values that must be as expected, 0 to 1; 1 when left out.")
          Double mostly,
      @Description("What a failure means for the version; BLOCK when left out.") Severity severity,
      @Description("What is made of a column without a value; FAIL when left out.")
          OnEmpty onEmpty) {}

  @Description("A suite to put in force.")
  public record SetExpectations(
      @Id @NonNull @Description("The data set.") String datasetId,
      @NonNull @Description("The number of the suite in force; 0 where there is none.")
          Integer expectedVersion,
      @NonNull @Description("At most 200; none for a data set that is not checked any more.")
          List<NewExpectation> expectations) {}

  @Description("A suite of Great Expectations to put in force.")
  public record ImportExpectations(
      @Id @NonNull @Description("The data set.") String datasetId,
      @NonNull @Description("The number of the suite in force; 0 where there is none.")
          Integer expectedVersion,
      @NonNull
          @Description(
              "As Great Expectations writes it, with its expectations: those of 1.x have a type, those before an expectation_type. Any that is not known here is refused by its name.")
          JsonObject suite) {}
}
