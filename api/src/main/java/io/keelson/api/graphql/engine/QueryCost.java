package io.keelson.api.graphql.engine;

import graphql.analysis.FieldComplexityEnvironment;
import graphql.analysis.QueryComplexityCalculator;
import graphql.execution.AbortExecutionException;
import graphql.execution.ExecutionContext;
import graphql.language.OperationDefinition;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLImplementingType;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNamedSchemaElement;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;

/**
 * How many items the lists of a request may hold together: a page inside a page counts as often as
 * the outer one has items. What a list reads is bounded by this, however lists lead to lists over
 * things that lead back.
 */
final class QueryCost {
  /** Four levels of pages of the usual length, or two of the longest with lists inside. */
  static final int MAX_ITEMS = 200_000;

  private static final int USUAL_PAGE_ITEMS = 20;
  private static final int LONGEST_PAGE_ITEMS = 1_000;

  /** The longest of those lists that come whole. */
  private static final int WHOLE_LIST_ITEMS = 100;

  /** Enough to be refused, and few enough that no sum of a request's fields overflows. */
  private static final int FAR_TOO_MANY = 1_000_000;

  private QueryCost() {}

  /**
   * @throws AbortExecutionException before anything of the request runs
   */
  static void check(ExecutionContext context) {
    OperationDefinition operation = context.getOperationDefinition();
    int items =
        QueryComplexityCalculator.newCalculator()
            .fieldComplexityCalculator(QueryCost::items)
            .schema(context.getGraphQLSchema())
            .document(context.getDocument())
            .operationName(operation.getName())
            .variables(context.getCoercedVariables())
            .build()
            .calculate();
    if (items > MAX_ITEMS) {
      throw new AbortExecutionException(
          "the lists of this request may hold "
              + (items >= FAR_TOO_MANY ? "far too many" : Integer.toString(items))
              + " items together (expected: at most "
              + MAX_ITEMS
              + "): ask for shorter pages, or for fewer levels of lists");
    }
  }

  private static int items(FieldComplexityEnvironment field, int below) {
    int own = ownItems(field);
    return own == 0 ? below : (int) Math.min(FAR_TOO_MANY, own * (1L + below));
  }

  private static int ownItems(FieldComplexityEnvironment field) {
    GraphQLFieldDefinition definition = field.getFieldDefinition();
    if (definition.getArgument("first") != null) {
      Object wanted = field.getArguments().get("first");
      Object last = field.getArguments().get("last");
      Object items = wanted == null ? last : wanted;
      return pageItems(items);
    }
    GraphQLType type = GraphQLTypeUtil.unwrapNonNull(definition.getType());
    return type instanceof GraphQLList && isNode(GraphQLTypeUtil.unwrapAll(type))
        ? WHOLE_LIST_ITEMS
        : 0;
  }

  /**
   * A number of whatever class; what is none yet is taken for the longest page that any list has.
   */
  private static int pageItems(Object asked) {
    return switch (asked) {
      case null -> USUAL_PAGE_ITEMS;
      case Number number -> Math.clamp(number.longValue(), 1, FAR_TOO_MANY);
      default -> LONGEST_PAGE_ITEMS;
    };
  }

  private static boolean isNode(GraphQLType type) {
    return type instanceof GraphQLInterfaceType named && named.getName().equals("Node")
        || type instanceof GraphQLImplementingType object
            && object.getInterfaces().stream()
                .anyMatch(one -> ((GraphQLNamedSchemaElement) one).getName().equals("Node"));
  }
}
