package io.keelson.api.graphql.engine;

import graphql.language.Field;
import graphql.schema.DataFetcher;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Which fields are read by themselves when somebody asks for them, and which were read with their
 * thing, as the fetchers of the schema say. A field at the root of an operation is paid for as
 * such, and what leads to the schema, or tells of it, takes no read.
 */
final class ReadFields {
  private final Predicate<DataFetcher<?>> isPlain;

  /**
   * @param isPlain whether a fetcher only looks at the thing that it is asked of
   */
  ReadFields(Predicate<DataFetcher<?>> isPlain) {
    this.isPlain = isPlain;
  }

  /** Whether each thing of the type reads for it, or may where the type is an interface. */
  boolean has(GraphQLSchema schema, GraphQLCompositeType type, Field field) {
    if (field.getName().startsWith("__")) {
      return false;
    }
    List<GraphQLObjectType> objects =
        switch (type) {
          case GraphQLObjectType object -> List.of(object);
          case GraphQLInterfaceType named -> schema.getImplementations(named);
          default -> List.of();
        };
    return objects.stream().anyMatch(object -> has(schema, object, field));
  }

  private boolean has(GraphQLSchema schema, GraphQLObjectType type, Field field) {
    GraphQLFieldDefinition definition = type.getFieldDefinition(field.getName());
    GraphQLCodeRegistry code = schema.getCodeRegistry();
    return isBelowRoot(schema, type)
        && definition != null
        && !isPlain.test(code.getDataFetcher(type, definition));
  }

  /**
   * Whether this fetcher reads, of a field of that type.
   *
   * @param type is asked for only where it matters: a large result has many plain fields
   */
  boolean has(GraphQLSchema schema, Supplier<GraphQLObjectType> type, DataFetcher<?> fetcher) {
    return !isPlain.test(fetcher) && isBelowRoot(schema, type.get());
  }

  private static boolean isBelowRoot(GraphQLSchema schema, GraphQLObjectType type) {
    return type != schema.getQueryType()
        && type != schema.getMutationType()
        && type != schema.getSubscriptionType()
        && !type.getName().startsWith("__");
  }
}
