package io.keelson.api.graphql.engine;

import graphql.execution.ExecutionContext;
import graphql.language.Field;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The parts of a document whose results take no more than reading: objects, and lists of them, all
 * of whose fields are answered by a {@link PlainRead}, without arguments and without directives.
 * graphql-java makes a path, a step, a future and some thirty further objects for each field of a
 * result, which for a list is most of the work; a {@link PlainShape} is made once for the document
 * and reads the same result off it. What is not plain is left to graphql-java.
 */
final class PlainSelection {
  private final Map<Selected, Found> found = new ConcurrentHashMap<>();
  private int entriesLeft;

  /** One field of the document by what it is, as the same text may stand in it twice. */
  private record Selected(Field field, GraphQLType type) {}

  /**
   * @param shape null for what is not plain
   */
  private record Found(PlainShape shape) {}

  /**
   * @param maxEntries fields that the shapes may have together: fragments that are spread in many
   *     places would else fill more than their document
   */
  PlainSelection(int maxEntries) {
    this.entriesLeft = maxEntries;
  }

  /**
   * What is selected of a field's value, or of an item of it.
   *
   * @param field of the document
   * @param type of the value, without a wrapper that says it is not null
   * @return null where that is not plain
   */
  PlainShape of(ExecutionContext context, Field field, GraphQLType type) {
    Found known = found.get(new Selected(field, type));
    return known == null ? first(context, field, type) : known.shape();
  }

  private synchronized PlainShape first(ExecutionContext context, Field field, GraphQLType type) {
    Selected selected = new Selected(field, type);
    Found known = found.get(selected);
    if (known == null) {
      known = new Found(shape(context, field, type));
      found.put(selected, known);
    }
    return known.shape();
  }

  private PlainShape shape(ExecutionContext context, Field field, GraphQLType type) {
    return switch (type) {
      case GraphQLScalarType scalar -> new PlainShape.Scalar(scalar);
      case GraphQLEnumType names -> new PlainShape.Name(names);
      case GraphQLList list -> items(context, field, list);
      case GraphQLObjectType object -> object(context, field, object);
      default -> null; // of an interface or a union: only the value tells
    };
  }

  /** Of what has no fields there is nothing to remember. */
  private PlainShape below(ExecutionContext context, Field field, GraphQLType type) {
    return PlainShape.hasParts(type) ? of(context, field, type) : shape(context, field, type);
  }

  private PlainShape items(ExecutionContext context, Field field, GraphQLList list) {
    GraphQLType wrapped = list.getWrappedType();
    GraphQLType item = GraphQLTypeUtil.unwrapNonNull(wrapped);
    PlainShape shape = item instanceof GraphQLList ? null : below(context, field, item);
    return shape == null
        ? null
        : new PlainShape.Items(
            shape, GraphQLTypeUtil.isNonNull(wrapped), item instanceof GraphQLObjectType);
  }

  private PlainShape object(ExecutionContext context, Field field, GraphQLObjectType object) {
    List<Field> selected = PlainFields.of(context, field.getSelectionSet(), object).orElse(null);
    if (selected == null || selected.size() > entriesLeft) {
      return null;
    }
    entriesLeft -= selected.size();
    PlainShape.Entry[] entries = new PlainShape.Entry[selected.size()];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = entry(context, selected.get(i), object);
      if (entries[i] == null) {
        return null;
      }
    }
    return new PlainShape.Entries(entries);
  }

  private PlainShape.Entry entry(ExecutionContext context, Field field, GraphQLObjectType owner) {
    if (field.getName().equals("__typename")) {
      String name = owner.getName();
      return new PlainShape.Entry(
          field.getResultKey(), source -> name, PlainShape.AS_IT_IS, true, false);
    }
    GraphQLSchema schema = context.getGraphQLSchema();
    GraphQLFieldDefinition definition = owner.getFieldDefinition(field.getName());
    if (definition == null
        || !definition.getArguments().isEmpty()
        || !(schema.getCodeRegistry().getDataFetcher(owner, definition)
            instanceof PlainRead read)) {
      return null;
    }
    GraphQLType type = GraphQLTypeUtil.unwrapNonNull(definition.getType());
    PlainShape shape = below(context, field, type);
    return shape == null
        ? null
        : new PlainShape.Entry(
            field.getResultKey(),
            read,
            shape,
            GraphQLTypeUtil.isNonNull(definition.getType()),
            type instanceof GraphQLObjectType);
  }
}
