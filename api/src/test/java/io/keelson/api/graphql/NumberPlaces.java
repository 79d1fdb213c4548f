package io.keelson.api.graphql;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Every place of the schema where a caller may write a number, with operations that write one. */
final class NumberPlaces {
  private static final Set<String> NUMBERS = Set.of("Int", "BigInteger", "Float", "BigDecimal");
  private static final String NOBODYS = "run_01h455vb4pex5vsknk084sn02q";
  private final GraphQLSchema schema;

  /**
   * One number of an argument.
   *
   * @param field such as {@code Mutation.logBatch}
   * @param path what an error names: the argument, and its parts within it
   * @param scalar of the number
   */
  record Place(String field, String path, String scalar, Call call, UnaryOperator<Object> around) {
    /** The operation with the number, as JSON writes it, in its document. */
    String literal(String number) {
      return call.document(Form.GRAPHQL.text(around.apply(new Raw(number))), "");
    }

    /** The operation with the argument as a variable of the same name. */
    String variable() {
      return call.document("$" + call.argument(), "($" + call.argument() + ":" + call.type() + ")");
    }

    /** The JSON of the variables that {@link #variable} takes. */
    String variables(String number) {
      return Form.JSON.text(Map.of(call.argument(), around.apply(new Raw(number))));
    }
  }

  /** A field with one argument to fill in, and the way to it from a root. */
  private record Call(
      Route route, String field, String argument, String type, String others, String selection) {
    String document(String value, String declared) {
      return route.open().replaceFirst("\\{", declared.replace("$", "\\$") + "{")
          + field
          + "("
          + argument
          + ":"
          + value
          + others
          + ")"
          + selection
          + "}".repeat(route.levels());
    }
  }

  private record Route(String open, int levels) {
    Route into(String selection) {
      return new Route(open + selection + "{", levels + 1);
    }
  }

  private record Raw(String text) {}

  private record Choice(String name) {}

  private enum Form {
    GRAPHQL,
    JSON;

    String text(Object value) {
      return switch (value) {
        case Raw raw -> raw.text();
        case Choice choice -> this == JSON ? quoted(choice.name()) : choice.name();
        case Map<?, ?> map ->
            map.entrySet().stream()
                .map(it -> name((String) it.getKey()) + ":" + text(it.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
        case List<?> list ->
            list.stream().map(this::text).collect(Collectors.joining(",", "[", "]"));
        case String string -> quoted(string);
        default -> value.toString();
      };
    }

    private String name(String name) {
      return this == JSON ? quoted(name) : name;
    }

    private static String quoted(String text) {
      return '"' + text + '"';
    }
  }

  private NumberPlaces(GraphQLSchema schema) {
    this.schema = schema;
  }

  static List<Place> of(GraphQLSchema schema) {
    return new NumberPlaces(schema).all();
  }

  private List<Place> all() {
    List<Place> places = new ArrayList<>();
    routes()
        .forEach(
            (type, route) -> {
              for (GraphQLFieldDefinition field : type.getFieldDefinitions()) {
                for (GraphQLArgument argument : field.getArguments()) {
                  addAll(places, type, route, field, argument);
                }
              }
            });
    return places;
  }

  private void addAll(
      List<Place> places,
      GraphQLObjectType type,
      Route route,
      GraphQLFieldDefinition field,
      GraphQLArgument argument) {
    Call call =
        new Call(
            route,
            field.getName(),
            argument.getName(),
            GraphQLTypeUtil.simplePrint(argument.getType()),
            required(field, argument, ","),
            isComposite(field) ? "{__typename}" : "");
    inside(argument.getType(), argument.getName(), it -> it)
        .forEach(
            at ->
                places.add(
                    new Place(
                        type.getName() + "." + field.getName(),
                        at.path(),
                        at.scalar(),
                        call,
                        at.around())));
  }

  private record At(String path, String scalar, UnaryOperator<Object> around) {}

  private static List<At> inside(GraphQLInputType type, String path, UnaryOperator<Object> around) {
    return switch (GraphQLTypeUtil.unwrapNonNull(type)) {
      case GraphQLScalarType scalar ->
          NUMBERS.contains(scalar.getName())
              ? List.of(new At(path, scalar.getName(), around))
              : List.of();
      case GraphQLList list ->
          inside(
              (GraphQLInputType) list.getWrappedType(),
              path + "[0]",
              item -> around.apply(List.of(item)));
      case GraphQLInputObjectType object ->
          object.getFieldDefinitions().stream()
              .flatMap(
                  field ->
                      inside(
                          field.getType(),
                          path + "." + field.getName(),
                          value -> around.apply(with(object, field, value)))
                          .stream())
              .toList();
      default -> List.of();
    };
  }

  private static Map<String, Object> with(
      GraphQLInputObjectType object, GraphQLInputObjectField field, Object value) {
    Map<String, Object> members = required(object);
    members.put(field.getName(), value);
    return members;
  }

  private static Map<String, Object> required(GraphQLInputObjectType object) {
    Map<String, Object> members = new LinkedHashMap<>();
    object.getFieldDefinitions().stream()
        .filter(it -> it.getType() instanceof GraphQLNonNull)
        .forEach(it -> members.put(it.getName(), filler(it.getType())));
    return members;
  }

  private static Object filler(GraphQLInputType type) {
    return switch (GraphQLTypeUtil.unwrapNonNull(type)) {
      case GraphQLList list -> List.of(filler((GraphQLInputType) list.getWrappedType()));
      case GraphQLEnumType choice -> new Choice(choice.getValues().getFirst().getName());
      case GraphQLInputObjectType object -> required(object);
      case GraphQLScalarType scalar ->
          switch (scalar.getName()) {
            case "Boolean" -> true;
            case "DateTime" -> "2026-01-31T12:00:00Z";
            case "Duration" -> "PT1H";
            case "JSON" -> Map.of();
            case "Int", "BigInteger", "Float", "BigDecimal" -> 1;
            default -> NOBODYS;
          };
      default -> throw new IllegalArgumentException("an argument of type " + type);
    };
  }

  /** The arguments without which a field is not called, but for one of them. */
  private static String required(
      GraphQLFieldDefinition field, GraphQLArgument but, String separator) {
    return field.getArguments().stream()
        .filter(it -> it != but && it.getType() instanceof GraphQLNonNull)
        .map(it -> it.getName() + ":" + Form.GRAPHQL.text(filler(it.getType())))
        .map(it -> separator + it)
        .collect(Collectors.joining());
  }

  private static boolean isComposite(GraphQLFieldDefinition field) {
    return GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLFieldsContainer;
  }

  /** The shortest way to each type that has fields. */
  private Map<GraphQLObjectType, Route> routes() {
    Map<GraphQLObjectType, Route> routes = new LinkedHashMap<>();
    routes.put(schema.getQueryType(), new Route("query{", 1));
    routes.put(schema.getMutationType(), new Route("mutation{", 1));
    routes.put(schema.getSubscriptionType(), new Route("subscription{", 1));
    Queue<GraphQLObjectType> open = new ArrayDeque<>(routes.keySet());
    while (!open.isEmpty()) {
      GraphQLObjectType type = open.remove();
      for (GraphQLFieldDefinition field : type.getFieldDefinitions()) {
        if (isComposite(field)) {
          String given = required(field, null, ",").replaceFirst(",", "");
          Route into =
              routes.get(type).into(field.getName() + (given.isEmpty() ? "" : "(" + given + ")"));
          reach(GraphQLTypeUtil.unwrapAll(field.getType()), into, routes, open);
        }
      }
    }
    return routes;
  }

  private void reach(
      GraphQLType type,
      Route route,
      Map<GraphQLObjectType, Route> routes,
      Queue<GraphQLObjectType> open) {
    if (type instanceof GraphQLInterfaceType common) {
      for (GraphQLObjectType each : schema.getImplementations(common)) {
        reach(each, route.into("...on " + each.getName()), routes, open);
      }
    } else if (type instanceof GraphQLObjectType object
        && routes.putIfAbsent(object, route) == null) {
      open.add(object);
    }
  }
}
