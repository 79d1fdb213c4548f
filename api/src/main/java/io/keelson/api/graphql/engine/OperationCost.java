package io.keelson.api.graphql.engine;

import graphql.execution.ExecutionContext;
import graphql.introspection.Introspection;
import graphql.language.Argument;
import graphql.language.BooleanValue;
import graphql.language.DirectivesContainer;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.Value;
import graphql.language.VariableDefinition;
import graphql.language.VariableReference;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import io.keelson.tenancy.failure.Invalid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What an operation costs: the items that its lists may hold together, connections or not, and what
 * each of the {@link ReadFields} takes; a list or such a field inside a list counts as often as the
 * outer one has items. Known before anything runs, by the sizes that the operation asks for and by
 * those that {@link ListSizes} takes the other lists to have; what the lists then do hold is
 * counted as they come out, and what is read as it is.
 */
final class OperationCost {
  /** Beyond every limit, and few enough that no sum of an operation's fields overflows. */
  private static final long FAR_TOO_MANY = 1_000_000_000_000L;

  /** Larger numbers say no more to a reader. */
  private static final long TOLD_UP_TO = 1_000_000;

  private final GraphQLSchema schema;
  private final ListSizes sizes;
  private final ReadFields reads;
  private final Map<String, FragmentDefinition> fragments;
  private final Map<String, Object> variables;

  private OperationCost(ExecutionContext context, ListSizes sizes, ReadFields reads) {
    this.schema = context.getGraphQLSchema();
    this.sizes = sizes;
    this.reads = reads;
    this.fragments = context.getFragmentsByName();
    this.variables = context.getCoercedVariables().toMap();
  }

  /**
   * What {@code extensions.cost} of an answer says, in items of lists and in fields that are read.
   */
  record Answer(long asked, long used, long limit) {
    Map<String, Object> asMap() {
      return Map.of("asked", asked, "used", used, "limit", limit);
    }
  }

  static Invalid tooHigh(String verb, long items, long limit) {
    return new Invalid(
        "query",
        "an operation that "
            + verb
            + " "
            + (items >= TOLD_UP_TO ? "far too many" : Long.toString(items))
            + " items and reads together",
        "at most "
            + limit
            + ": shorter pages, fewer levels of lists, or fewer fields that are read by themselves");
  }

  static long of(ExecutionContext context, ListSizes sizes, ReadFields reads) {
    OperationDefinition operation = context.getOperationDefinition();
    GraphQLCompositeType root =
        switch (operation.getOperation()) {
          case QUERY -> context.getGraphQLSchema().getQueryType();
          case MUTATION -> context.getGraphQLSchema().getMutationType();
          case SUBSCRIPTION -> context.getGraphQLSchema().getSubscriptionType();
        };
    return new OperationCost(context, sizes, reads).items(operation.getSelectionSet(), root);
  }

  /** How many fields the operation has at its root, skipped ones too; 1 at least. */
  static long roots(ExecutionContext context) {
    return Math.max(
        1, roots(context.getOperationDefinition().getSelectionSet(), context.getFragmentsByName()));
  }

  private static long roots(SelectionSet set, Map<String, FragmentDefinition> fragments) {
    long sum = 0;
    for (Selection<?> selection : set.getSelections()) {
      sum +=
          switch (selection) {
            case InlineFragment inline -> roots(inline.getSelectionSet(), fragments);
            case FragmentSpread spread ->
                roots(fragments.get(spread.getName()).getSelectionSet(), fragments);
            default -> 1;
          };
    }
    return Math.min(FAR_TOO_MANY, sum);
  }

  /**
   * All of the variables that the cost depends on: what decides about {@code @skip} or
   * {@code @include}, says how long a page is, or how many keys are given.
   */
  static List<Object> decisive(ExecutionContext context) {
    OperationDefinition operation = context.getOperationDefinition();
    List<Object> values = new ArrayList<>(4);
    values.add(String.valueOf(operation.getName()));
    for (VariableDefinition variable : operation.getVariableDefinitions()) {
      Object value = context.getCoercedVariables().get(variable.getName());
      if (value instanceof Boolean || value instanceof Number) {
        values.add(value);
      } else if (value instanceof Collection<?> several) {
        values.add(several.size());
      } else {
        values.add(null);
      }
    }
    return values;
  }

  private long items(SelectionSet set, GraphQLCompositeType parent) {
    long sum = 0;
    for (Selection<?> selection : set.getSelections()) {
      sum +=
          switch (selection) {
            case Field field -> isIncluded(field) ? items(field, parent) : 0;
            case InlineFragment inline ->
                isIncluded(inline)
                    ? items(
                        inline.getSelectionSet(),
                        inline.getTypeCondition() == null
                            ? parent
                            : type(inline.getTypeCondition().getName()))
                    : 0;
            case FragmentSpread spread -> isIncluded(spread) ? items(spread) : 0;
            default ->
                throw new IllegalStateException("a selection of kind " + selection.getClass());
          };
    }
    return Math.min(FAR_TOO_MANY, sum);
  }

  private long items(FragmentSpread spread) {
    FragmentDefinition fragment = fragments.get(spread.getName());
    return items(fragment.getSelectionSet(), type(fragment.getTypeCondition().getName()));
  }

  private GraphQLCompositeType type(String name) {
    return (GraphQLCompositeType) schema.getType(name);
  }

  private long items(Field field, GraphQLCompositeType parent) {
    GraphQLFieldDefinition definition = Introspection.getFieldDef(schema, parent, field.getName());
    long below =
        field.getSelectionSet() == null
            ? 0
            : items(
                field.getSelectionSet(),
                (GraphQLCompositeType) GraphQLTypeUtil.unwrapAll(definition.getType()));
    long read = reads.of(schema, parent, field);
    return sizes
        .of(parent.getName(), definition, name -> argument(field, definition, name))
        .map(own -> read + (long) Math.min(FAR_TOO_MANY, (double) own * (1 + below)))
        .orElse(read + below);
  }

  /** A number or a list as it was given, or null. */
  private Object argument(Field field, GraphQLFieldDefinition definition, String name) {
    for (Argument argument : field.getArguments()) {
      if (argument.getName().equals(name)) {
        return ListSizes.plain(value(argument.getValue()));
      }
    }
    return ListSizes.plain(definition.getArgument(name).getArgumentDefaultValue().getValue());
  }

  private Object value(Value<?> value) {
    return value instanceof VariableReference reference
        ? variables.get(reference.getName())
        : value;
  }

  private boolean isIncluded(DirectivesContainer<?> selection) {
    return selection.getDirectives().stream()
        .allMatch(
            directive ->
                switch (directive.getName()) {
                  case "skip" -> !isTrue(directive.getArgument("if"));
                  case "include" -> isTrue(directive.getArgument("if"));
                  default -> true;
                });
  }

  private boolean isTrue(Argument condition) {
    return switch (value(condition.getValue())) {
      case BooleanValue literal -> literal.isValue();
      case Boolean given -> given;
      case null, default -> false;
    };
  }
}
