package io.keelson.api.graphql.random;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLNamedOutputType;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import io.keelson.api.graphql.random.Arguments.EnumName;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Writes one operation: fields drawn to a bounded number and depth, their arguments as variables or
 * in place, things of any kind by fragments; ids always.
 */
final class OperationWriter {
  private static final int MAX_LEVELS = 8;
  private static final int MAX_FIELDS = 60;
  private static final int LEAVES = 50;
  private static final int OBJECTS = 30;
  private static final int ALIASES = 15;
  private static final int DIRECTIVES = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final GraphQLSchema schema;
  private final RandomGenerator random;
  private final Arguments arguments;
  private final Map<String, Object> variables = new LinkedHashMap<>();
  private final List<String> declarations = new ArrayList<>();
  private final StringBuilder body = new StringBuilder();
  private int fields;
  private int aliases;

  OperationWriter(GraphQLSchema schema, RandomGenerator random, Arguments arguments) {
    this.schema = schema;
    this.random = random;
    this.arguments = arguments;
  }

  void root(String alias, GraphQLFieldDefinition field) {
    body.append(alias).append(':');
    call(field, 1);
  }

  String document(RandomOperation.Kind kind) {
    String declared = declarations.isEmpty() ? "" : "(" + String.join(",", declarations) + ")";
    return kind.keyword() + declared + "{" + body + "}";
  }

  Map<String, Object> variables() {
    return variables;
  }

  private void call(GraphQLFieldDefinition field, int level) {
    fields++;
    GraphQLNamedOutputType type =
        (GraphQLNamedOutputType) GraphQLTypeUtil.unwrapAll(field.getType());
    body.append(field.getName());
    String given =
        field.getArguments().stream()
            .filter(it -> it.getType() instanceof GraphQLNonNull || arguments.isGiven(it.getName()))
            .map(it -> it.getName() + ":" + argument(it, type.getName()))
            .collect(Collectors.joining(","));
    body.append(given.isEmpty() ? "" : "(" + given + ")");
    if (level > 1 && arguments.isOneIn(DIRECTIVES)) {
      body.append("@include(if:").append(random.nextBoolean()).append(')');
    }
    if (type instanceof GraphQLFieldsContainer container) {
      body.append('{');
      select(container, level + 1);
      body.append('}');
    } else {
      body.append(' ');
    }
  }

  private String argument(GraphQLArgument argument, String answers) {
    Object value = arguments.draw(argument.getType(), argument.getName(), answers);
    if (random.nextBoolean()) {
      return literal(value);
    }
    String name = "v" + variables.size();
    variables.put(name, plain(value));
    declarations.add("$" + name + ":" + GraphQLTypeUtil.simplePrint(argument.getType()));
    return "$" + name;
  }

  private void select(GraphQLFieldsContainer type, int level) {
    boolean hasId = type.getFieldDefinition("id") != null;
    body.append(hasId ? "__typename id " : "__typename ");
    for (GraphQLFieldDefinition field : type.getFieldDefinitions()) {
      if (isSelected(field, level) && !field.getName().equals("id")) {
        if (!field.getArguments().isEmpty() || arguments.isOneIn(ALIASES)) {
          alias();
        }
        call(field, level);
      }
    }
    if (type instanceof GraphQLInterfaceType node && level < MAX_LEVELS) {
      fragments(node, level);
    }
  }

  private boolean isSelected(GraphQLFieldDefinition field, int level) {
    if (fields >= MAX_FIELDS) {
      return false;
    }
    if (!(GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLFieldsContainer)) {
      return arguments.isOneIn(LEAVES);
    }
    boolean leadsToItems = field.getName().equals("edges") || field.getName().equals("node");
    return level < MAX_LEVELS && (leadsToItems || arguments.isOneIn(OBJECTS));
  }

  /** Each field of it has an alias, since two types may answer differently under one name. */
  private void fragments(GraphQLInterfaceType node, int level) {
    List<GraphQLObjectType> types = schema.getImplementations(node);
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      GraphQLObjectType type = Edges.one(random, types);
      body.append("...on ").append(type.getName()).append("{__typename ");
      for (GraphQLFieldDefinition field : type.getFieldDefinitions()) {
        if (isSelected(field, level)) {
          alias();
          call(field, level);
        }
      }
      body.append('}');
    }
  }

  private void alias() {
    body.append('f').append(aliases++).append(':');
  }

  /** As variables are written. */
  private static Object plain(Object value) {
    return switch (value) {
      case EnumName constant -> constant.name();
      case List<?> items ->
          items.stream()
              .map(OperationWriter::plain)
              .collect(Collectors.toCollection(ArrayList::new));
      case Map<?, ?> map -> {
        Map<Object, Object> plain = new LinkedHashMap<>();
        map.forEach((key, item) -> plain.put(key, plain(item)));
        yield plain;
      }
      case null, default -> value;
    };
  }

  /** As documents hold it; texts are written there as JSON writes them. */
  private static String literal(Object value) {
    return switch (value) {
      case EnumName constant -> constant.name();
      case List<?> items ->
          items.stream().map(OperationWriter::literal).collect(Collectors.joining(",", "[", "]"));
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> entry.getKey() + ":" + literal(entry.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case null, default -> json(value);
    };
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
