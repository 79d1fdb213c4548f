package io.keelson.api.graphql.random;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import io.keelson.api.graphql.random.RandomOperation.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Draws operations from the schema. */
final class Operations {
  /** Of twenty operations, so many are queries, and so many queries or mutations. */
  private static final int QUERIES = 10;

  private static final int NO_SUBSCRIPTIONS = 19;
  private static final int TWENTY = 20;

  /** One in so many has several fields at its root. */
  private static final int ONE_IN = 5;

  private final GraphQLSchema schema;

  Operations(GraphQLSchema schema) {
    this.schema = schema;
  }

  GraphQLObjectType root(Kind kind) {
    return switch (kind) {
      case QUERY -> schema.getQueryType();
      case MUTATION -> schema.getMutationType();
      case SUBSCRIPTION -> schema.getSubscriptionType();
    };
  }

  /**
   * What an operation asks for first: each field of its kind as often as the others.
   *
   * @param number which of the run's it is
   */
  GraphQLFieldDefinition first(int number) {
    List<GraphQLFieldDefinition> fields = root(kind(number)).getFieldDefinitions();
    return fields.get(place(number) % fields.size());
  }

  /**
   * @param first what it asks for at its root, before anything else drawn
   */
  RandomOperation draw(
      int number,
      Kind kind,
      GraphQLFieldDefinition first,
      RandomGenerator random,
      Arguments arguments) {
    List<GraphQLFieldDefinition> fields = root(kind).getFieldDefinitions();
    OperationWriter writer = new OperationWriter(schema, random, arguments);
    Map<String, String> roots = new LinkedHashMap<>();
    int count = count(kind, random);
    for (int i = 0; i < count; i++) {
      GraphQLFieldDefinition field = i == 0 ? first : Edges.one(random, fields);
      String alias = "r" + i;
      roots.put(alias, field.getName());
      writer.root(alias, field);
    }
    return new RandomOperation(number, kind, writer.document(kind), writer.variables(), roots);
  }

  static Kind kind(int number) {
    int turn = number % TWENTY;
    if (turn < QUERIES) {
      return Kind.QUERY;
    }
    return turn < NO_SUBSCRIPTIONS ? Kind.MUTATION : Kind.SUBSCRIPTION;
  }

  /** How many of its kind there are before it. */
  private static int place(int number) {
    int turn = number % TWENTY;
    int turns = number / TWENTY;
    return switch (kind(number)) {
      case QUERY -> turns * QUERIES + turn;
      case MUTATION -> turns * (NO_SUBSCRIPTIONS - QUERIES) + turn - QUERIES;
      case SUBSCRIPTION -> turns;
    };
  }

  private static int count(Kind kind, RandomGenerator random) {
    return switch (kind) {
      case QUERY, MUTATION -> random.nextInt(ONE_IN) == 0 ? 2 + random.nextInt(2) : 1;
      case SUBSCRIPTION -> 1;
    };
  }
}
