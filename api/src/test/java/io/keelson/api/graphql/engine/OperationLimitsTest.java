package io.keelson.api.graphql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.execution.SimpleDataFetcherExceptionHandler;
import graphql.parser.Parser;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.failure.RateLimited;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the lists of a result fill is used while it is made, and no more is made than that. */
class OperationLimitsTest {
  private static final int ITEMS = 20_000;
  private static final int FIELDS = 20;
  private static final Charge FREE =
      new Charge() {
        @Override
        public void take(long points) {}

        @Override
        public void record(long points) {}
      };

  private final GraphQL graphql =
      GraphQL.newGraphQL(
              new SchemaGenerator()
                  .makeExecutableSchema(
                      new SchemaParser()
                          .parse(
                              "type Query { numbers: [Int] things: [Thing!] } type Thing { n: Int }"),
                      RuntimeWiring.newRuntimeWiring()
                          .type(
                              "Query",
                              query ->
                                  query
                                      .dataFetcher("numbers", all -> Collections.nCopies(ITEMS, 1))
                                      .dataFetcher(
                                          "things",
                                          all -> Collections.nCopies(ITEMS, Map.of("n", 1))))
                          .build()))
          .instrumentation(new OperationLimits(new ReadFields(fetcher -> true)))
          .queryExecutionStrategy(new EndableExecution(new SimpleDataFetcherExceptionHandler()))
          .build();

  private ExecutionResult run(String text, RunningOperation operation) {
    operation.prepared(new Prepared(new Parser().parseDocument(text), List.of(), text, 10));
    ExecutionInput input = ExecutionInput.newExecutionInput(text).build();
    input.getGraphQLContext().put(RunningOperation.class, operation);
    return graphql.execute(input);
  }

  private static RunningOperation operation(SharedBytes memory) {
    ResultSize size = new ResultSize(memory.use("tenant"), 1 << 20);
    return new RunningOperation("tenant", 1_000_000, FREE, false, size, () -> true);
  }

  private static String things() {
    return IntStream.range(0, FIELDS)
        .mapToObj(field -> "n" + field + ":n")
        .collect(Collectors.joining(" ", "{things{", "}}"));
  }

  @Test
  void theNumbersOfAListAreUsedAndItsObjectsTwice() {
    SharedBytes memory = new SharedBytes(256 << 20);
    run("{numbers}", operation(memory));
    long numbers = memory.usedBytes();
    assertThat(numbers).isBetween(ITEMS * 60L, ITEMS * 64L);

    run("{things{n}}", operation(memory));

    assertThat(memory.usedBytes() - numbers).isBetween(ITEMS * 3 * 60L, ITEMS * 3 * 64L);
  }

  @Test
  void noObjectIsMadeOfWhatThereIsNoRoomFor() {
    RunningOperation operation = operation(new SharedBytes(8 << 20));

    Map<String, List<Map<String, Object>>> data = run(things(), operation).getData();

    assertThat(operation.ended()).isInstanceOf(RateLimited.class);
    long fields = data.get("things").stream().mapToLong(Map::size).sum();
    assertThat(fields).isLessThan((8 << 20) / 64);
  }
}
