package io.keelson.api.graphql.engine;

import graphql.language.Argument;
import graphql.language.Field;
import graphql.language.NullValue;
import graphql.schema.DataFetcher;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Which fields are read by themselves when somebody asks for them, and which were read with their
 * thing, as the fetchers of the schema say. A field at the root of an operation is paid for as such
 * where it is not dearer, and what leads to the schema, or tells of it, takes no read.
 *
 * <p>Most read a row or a page and are one; those that go through much more, whatever is selected
 * of it, are as many as such reads take as long.
 */
final class ReadFields {
  /** By type and field, and where that makes it dear, the argument. */
  private static final Map<String, Integer> DEARER =
      Map.of(
          "DatasetVersion.difference", 200, // the files of two versions, 10,000 each
          "VersionDifference.table", 20, // two profiles, 1,000 columns each
          "DriftHistory.features", 200, // 20,000 findings, to choose 24 features
          "Query.runs(filter)", 200, // 10,000 runs, with what is asked of each
          "Project.runs(filter)", 200,
          "Experiment.runs(filter)", 200,
          "RunConnection.statusCounts", 200);

  private final Predicate<DataFetcher<?>> isPlain;
  private final Map<String, Integer> dearer;

  /**
   * @param isPlain whether a fetcher only looks at the thing that it is asked of
   */
  ReadFields(Predicate<DataFetcher<?>> isPlain) {
    this(isPlain, DEARER);
  }

  /**
   * @param dearer what fields cost that are more than one read, by type and name, and argument
   *     where that makes them so
   */
  ReadFields(Predicate<DataFetcher<?>> isPlain, Map<String, Integer> dearer) {
    this.isPlain = isPlain;
    this.dearer = Map.copyOf(dearer);
  }

  /** How many reads each thing of the type takes for it, or may where it is an interface. */
  int of(GraphQLSchema schema, GraphQLCompositeType type, Field field) {
    if (field.getName().startsWith("__")) {
      return 0;
    }
    List<GraphQLObjectType> objects =
        switch (type) {
          case GraphQLObjectType object -> List.of(object);
          case GraphQLInterfaceType named -> schema.getImplementations(named);
          default -> List.of();
        };
    return objects.stream().mapToInt(object -> of(schema, object, field)).max().orElse(0);
  }

  private int of(GraphQLSchema schema, GraphQLObjectType type, Field field) {
    GraphQLFieldDefinition definition = type.getFieldDefinition(field.getName());
    return definition == null
        ? 0
        : of(schema, () -> type, field, schema.getCodeRegistry().getDataFetcher(type, definition));
  }

  /**
   * How many reads this fetcher takes, of a field of that type.
   *
   * @param type is asked for only where it matters: a large result has many plain fields
   */
  int of(
      GraphQLSchema schema, Supplier<GraphQLObjectType> type, Field field, DataFetcher<?> fetcher) {
    if (isPlain.test(fetcher)) {
      return 0;
    }
    GraphQLObjectType owner = type.get();
    Integer price = dearer(owner.getName() + "." + field.getName(), field);
    if (price != null) {
      return price;
    }
    return isBelowRoot(schema, owner) ? 1 : 0;
  }

  private Integer dearer(String name, Field field) {
    Integer price = dearer.get(name);
    for (Argument argument : field.getArguments()) {
      if (price == null && !(argument.getValue() instanceof NullValue)) {
        price = dearer.get(name + "(" + argument.getName() + ")");
      }
    }
    return price;
  }

  private static boolean isBelowRoot(GraphQLSchema schema, GraphQLObjectType type) {
    return type != schema.getQueryType()
        && type != schema.getMutationType()
        && type != schema.getSubscriptionType()
        && !type.getName().startsWith("__");
  }
}
