package io.keelson.api.graphql.engine;

import graphql.introspection.Introspection;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLCodeRegistry;
import java.util.function.Function;

/**
 * Reads what is asked of the schema itself on a thread of its own. All of it takes a tenth of a
 * second, and seconds in a JVM that has just begun: an event loop has none of that, nor have those
 * who wait for a parser. Payers take turns.
 */
final class Introspections {
  private final Parsers thread = new Parsers("graphql-introspection-", 1, 0);

  /** Has the fields at the root that lead to the schema read beside the event loop. */
  void readBeside(GraphQLCodeRegistry.Builder code) {
    code.dataFetcher(
        FieldCoordinates.systemCoordinates(Introspection.SchemaMetaFieldDef.getName()),
        beside(DataFetchingEnvironment::getGraphQLSchema));
    code.dataFetcher(
        FieldCoordinates.systemCoordinates(Introspection.TypeMetaFieldDef.getName()),
        beside(field -> field.getGraphQLSchema().getType(field.getArgument("name"))));
  }

  /** What is below such a field has its value at once, and is read by whoever completes it. */
  private DataFetcher<?> beside(Function<DataFetchingEnvironment, Object> fetcher) {
    return field -> {
      RunningOperation operation = field.getGraphQlContext().get(RunningOperation.class);
      return thread.runThere(operation.payer(), () -> fetcher.apply(field));
    };
  }
}
