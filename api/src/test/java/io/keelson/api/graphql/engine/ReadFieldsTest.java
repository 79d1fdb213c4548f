package io.keelson.api.graphql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.execution.SimpleDataFetcherExceptionHandler;
import graphql.parser.Parser;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import io.keelson.api.memory.SharedBytes;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a field costs that is read by itself. */
class ReadFieldsTest {
  private static final String SCHEMA =
      """
      type Query { tenant: Tenant counts: Int }
      type Mutation { rename: Tenant }
      type Tenant implements Priced {
        name: String
        counts(of: String): Int
        cost: Int
        projects(first: Int): [Project!]
      }
      interface Priced { cost: Int }
      type Project { name: String cost: Int }
      """;

  private record Plain() implements DataFetcher<Object>, PlainRead {
    @Override
    public Object read(Object source) {
      return "n";
    }

    @Override
    public Object get(DataFetchingEnvironment environment) {
      return read(environment.getSource());
    }
  }

  private static final class Paid implements Charge {
    private long points;

    @Override
    public void take(long taken) {
      points += taken;
    }

    @Override
    public void record(long taken) {
      points += taken;
    }
  }

  private record Ran(OperationCost.Answer cost, long points, ExecutionResult result) {}

  private static GraphQL engine(int projects, Map<String, Integer> dearer) {
    DataFetcher<Object> read = environment -> 1;
    DataFetcher<Object> thing = environment -> Map.of();
    DataFetcher<Object> list = environment -> Collections.nCopies(projects, Map.of());
    Plain name = new Plain();
    GraphQLSchema schema =
        new SchemaGenerator()
            .makeExecutableSchema(
                new SchemaParser().parse(SCHEMA),
                RuntimeWiring.newRuntimeWiring()
                    .type("Query", type -> type.dataFetcher("tenant", thing))
                    .type("Mutation", type -> type.dataFetcher("rename", thing))
                    .type("Priced", type -> type.typeResolver(environment -> null))
                    .type("Tenant", type -> type.dataFetchers(Map.of("name", name, "counts", read)))
                    .type(
                        "Tenant", type -> type.dataFetchers(Map.of("cost", read, "projects", list)))
                    .type("Project", type -> type.dataFetchers(Map.of("name", name, "cost", read)))
                    .build());
    return GraphQL.newGraphQL(schema)
        .instrumentation(new OperationLimits(new ReadFields(PlainRead.class::isInstance, dearer)))
        .queryExecutionStrategy(new EndableExecution(new SimpleDataFetcherExceptionHandler()))
        .build();
  }

  private static Ran run(String text, int projects, int maxCost) {
    return run(text, projects, maxCost, Map.of());
  }

  private static Ran run(String text, int projects, int maxCost, Map<String, Integer> dearer) {
    Paid paid = new Paid();
    RunningOperation operation =
        new RunningOperation(
            "tenant",
            maxCost,
            paid,
            false,
            new ResultSize(new SharedBytes(64 << 20).use("tenant"), 1 << 20),
            () -> true);
    operation.prepared(new Prepared(new Parser().parseDocument(text), List.of(), text, 500));
    ExecutionInput input = ExecutionInput.newExecutionInput(text).build();
    input.getGraphQLContext().put(RunningOperation.class, operation);
    ExecutionResult result = engine(projects, dearer).execute(input);
    operation.chargeRest();
    return new Ran(operation.cost(), paid.points, result);
  }

  private static Ran run(String text) {
    return run(text, 2, 1_000);
  }

  private static String aliases(int times, String field) {
    return IntStream.range(0, times)
        .mapToObj(i -> "a" + i + ":" + field)
        .collect(Collectors.joining(" "));
  }

  @Test
  void eachIsAPointHoweverOftenItIsAskedForUnderAnotherName() {
    Ran ran = run("{tenant{" + aliases(450, "counts(of:\"x\")") + "}}");
    assertThat(ran.cost().asked()).isEqualTo(450);
    assertThat(ran.cost().used()).isEqualTo(450);
    assertThat(ran.points()).isEqualTo(1 + 450);
    assertThat(run("{tenant{" + aliases(450, "name") + "}}").points()).isEqualTo(1);
  }

  @Test
  void itCountsForEachItemOfTheListThatItIsAskedOf() {
    Ran ran = run("{tenant{projects(first:20){name cost}}}");
    assertThat(ran.cost().asked()).as("the list, its items, their costs").isEqualTo(1 + 20 + 20);
    assertThat(ran.cost().used()).isEqualTo(1 + 2 + 2);
    assertThat(ran.points()).isEqualTo(1 + 41);
  }

  @Test
  void aListThatIsLongerThanItWasTakenForIsPaidForWithWhatIsReadOfIt() {
    Ran ran = run("{tenant{projects(first:20){name cost}}}", 30, 1_000);
    assertThat(ran.cost().used()).isEqualTo(1 + 30 + 30);
    assertThat(ran.points()).isEqualTo(1 + 61);
  }

  @Test
  void whatGoesThroughMuchIsAsManyReadsAsItTakesAsLong() {
    Ran ran = run("{tenant{projects(first:3){cost} ... on Priced{cost}}}", 2, 1_000);
    assertThat(ran.cost().asked()).isEqualTo(1 + 3 + 3 + 1);
    Ran dear =
        run(
            "{tenant{projects(first:3){cost} ... on Priced{cost}}}",
            2,
            1_000,
            Map.of("Tenant.cost", 70, "Project.cost", 10));
    assertThat(dear.cost().asked()).isEqualTo(1 + 3 + 3 * 10 + 70);
    assertThat(dear.cost().used()).isEqualTo(1 + 2 + 2 * 10 + 70);
    assertThat(dear.points()).isEqualTo(1 + dear.cost().asked());
    Map<String, Integer> byArgument = Map.of("Tenant.counts(of)", 5, "Query.tenant", 7);
    assertThat(
            run("{tenant{a:counts b:counts(of:\"x\") c:counts(of:null)}}", 2, 99, byArgument)
                .cost()
                .used())
        .isEqualTo(7 + 1 + 5 + 1);
  }

  @Test
  void whatStandsAtTheRootOrTellsOfTheSchemaIsNoneOfThem() {
    assertThat(run("{a:counts b:counts __typename}").cost().asked()).isZero();
    assertThat(run("{a:counts b:counts}").points()).isEqualTo(2);
    assertThat(run("mutation{rename{name __typename}}").cost().asked()).isZero();
    assertThat(run("{__type(name:\"Query\"){name kind}}").cost().asked()).isZero();
    assertThat(run("{tenant{... on Priced{cost} ...f}} fragment f on Tenant{counts}").cost())
        .isEqualTo(new OperationCost.Answer(2, 2, 1_000));
  }

  @Test
  void tooManyOfThemAreRefusedAndNoneIsRead() {
    Ran ran = run("{tenant{" + aliases(40, "counts") + "}}", 2, 39);
    assertThat(ran.result().getErrors().getFirst().getMessage())
        .contains("may ask for 40 items and reads together");
    assertThat(ran.cost().used()).isZero();
  }
}
