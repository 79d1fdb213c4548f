package io.keelson.api.graphql.engine;

import graphql.execution.ExecutionContext;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.TypeName;
import graphql.schema.GraphQLNamedOutputType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields that a selection names of an object, its fragments spread out, where no variable
 * decides about any of them.
 */
final class PlainFields {
  private final GraphQLSchema schema;
  private final Map<String, FragmentDefinition> fragments;
  private final GraphQLObjectType object;
  private final Map<String, Field> byKey = new LinkedHashMap<>();

  private PlainFields(ExecutionContext context, GraphQLObjectType object) {
    this.schema = context.getGraphQLSchema();
    this.fragments = context.getFragmentsByName();
    this.object = object;
  }

  /**
   * In the order of the result.
   *
   * @return empty where a directive stands, or a field is selected twice and has fields of its own
   */
  static Optional<List<Field>> of(
      ExecutionContext context, SelectionSet selection, GraphQLObjectType object) {
    PlainFields fields = new PlainFields(context, object);
    return fields.collect(selection)
        ? Optional.of(new ArrayList<>(fields.byKey.values()))
        : Optional.empty();
  }

  private boolean collect(SelectionSet set) {
    for (Selection<?> selection : set.getSelections()) {
      boolean isPlain =
          switch (selection) {
            case Field field -> collect(field);
            case InlineFragment inline -> collect(inline);
            case FragmentSpread spread -> collect(spread);
            default -> false;
          };
      if (!isPlain) {
        return false;
      }
    }
    return true;
  }

  private boolean collect(Field field) {
    if (!field.getDirectives().isEmpty()) {
      return false;
    }
    Field other = byKey.putIfAbsent(field.getResultKey(), field);
    return other == null || field.getSelectionSet() == null;
  }

  private boolean collect(InlineFragment inline) {
    if (!inline.getDirectives().isEmpty()) {
      return false;
    }
    return !isOfObject(inline.getTypeCondition()) || collect(inline.getSelectionSet());
  }

  private boolean collect(FragmentSpread spread) {
    FragmentDefinition fragment = fragments.get(spread.getName());
    if (!spread.getDirectives().isEmpty() || !fragment.getDirectives().isEmpty()) {
      return false;
    }
    return !isOfObject(fragment.getTypeCondition()) || collect(fragment.getSelectionSet());
  }

  private boolean isOfObject(TypeName condition) {
    if (condition == null || condition.getName().equals(object.getName())) {
      return true;
    }
    return schema.getType(condition.getName()) instanceof GraphQLNamedOutputType wider
        && !(wider instanceof GraphQLObjectType)
        && schema.isPossibleType(wider, object);
  }
}
