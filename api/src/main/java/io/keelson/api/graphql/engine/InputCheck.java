package io.keelson.api.graphql.engine;

import graphql.language.ArrayValue;
import graphql.language.BooleanValue;
import graphql.language.EnumValue;
import graphql.language.FloatValue;
import graphql.language.IntValue;
import graphql.language.NullValue;
import graphql.language.ObjectValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.language.VariableReference;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import io.keelson.tenancy.failure.Invalid;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether a value is one of its type in the schema, and which part of it is not. */
final class InputCheck {
  /** A value that was looked at where it was given, or that cannot be looked at. */
  private static final Object KNOWN = new Object();

  /** A name in a document, which is neither text nor a number. */
  private record Name(String name) {
    @Override
    public String toString() {
      return name;
    }
  }

  private InputCheck() {}

  /** What a literal of a document stands for, as JSON would have it. */
  static Object plain(Value<?> literal) {
    return switch (literal) {
      case null -> null;
      case NullValue none -> null;
      case StringValue text -> text.getValue();
      case IntValue number -> number.getValue();
      case FloatValue number -> number.getValue();
      case BooleanValue truth -> truth.isValue();
      case EnumValue name -> new Name(name.getName());
      case ArrayValue list -> {
        List<Object> items = new ArrayList<>();
        list.getValues().forEach(item -> items.add(plain(item)));
        yield items;
      }
      case ObjectValue object -> {
        Map<String, Object> members = new TreeMap<>();
        object
            .getObjectFields()
            .forEach(member -> members.put(member.getName(), plain(member.getValue())));
        yield members;
      }
      case VariableReference reference -> KNOWN;
      default -> KNOWN;
    };
  }

  /** The first part that is wrong, with its path from here. */
  static Optional<Invalid> wrong(String path, GraphQLType type, Object value) {
    if (value == KNOWN) {
      return Optional.empty();
    }
    if (value == null) {
      return type instanceof GraphQLNonNull
          ? Optional.of(new Invalid(path, null, GraphQLTypeUtil.simplePrint(type)))
          : Optional.empty();
    }
    return switch (GraphQLTypeUtil.unwrapNonNull(type)) {
      case GraphQLList list -> inList(path, list, value);
      case GraphQLInputObjectType input -> inObject(path, input, value);
      case GraphQLEnumType choice ->
          isOneOf(choice, value) ? Optional.empty() : bad(path, value, choices(choice));
      case GraphQLScalarType scalar -> inScalar(path, scalar.getName(), value);
      default -> Optional.empty();
    };
  }

  private static Optional<Invalid> inScalar(String path, String scalar, Object value) {
    Optional<Invalid> number =
        scalar.equals("JSON") ? FiniteJson.wrong(path, value) : Optional.empty();
    String expected = expected(scalar, value);
    return number.isPresent() || expected == null ? number : bad(path, value, expected);
  }

  private static Optional<Invalid> bad(String path, Object value, String expected) {
    return Optional.of(new Invalid(path, value, expected));
  }

  private static Optional<Invalid> inList(String path, GraphQLList list, Object value) {
    if (!(value instanceof List<?> items)) {
      return wrong(path, list.getWrappedType(), value);
    }
    for (int i = 0; i < items.size(); i++) {
      Optional<Invalid> bad = wrong(path + "[" + i + "]", list.getWrappedType(), items.get(i));
      if (bad.isPresent()) {
        return bad;
      }
    }
    return Optional.empty();
  }

  private static Optional<Invalid> inObject(
      String path, GraphQLInputObjectType input, Object value) {
    if (!(value instanceof Map<?, ?> members)) {
      return bad(path, value, "an object of type " + input.getName());
    }
    for (GraphQLInputObjectField field : input.getFieldDefinitions()) {
      boolean isLeftOut = !members.containsKey(field.getName()) && field.hasSetDefaultValue();
      Optional<Invalid> bad =
          isLeftOut
              ? Optional.empty()
              : wrong(path + "." + field.getName(), field.getType(), members.get(field.getName()));
      if (bad.isPresent()) {
        return bad;
      }
    }
    for (Map.Entry<?, ?> member : members.entrySet()) {
      if (input.getFieldDefinition((String) member.getKey()) == null) {
        return bad(
            path,
            member.getKey(),
            input.getFieldDefinitions().stream()
                .map(GraphQLInputObjectField::getName)
                .collect(Collectors.joining(", ", "only the fields ", "")));
      }
    }
    return Optional.empty();
  }

  private static boolean isOneOf(GraphQLEnumType choice, Object value) {
    return (value instanceof String || value instanceof Name)
        && choice.getValue(value.toString()) != null;
  }

  private static String choices(GraphQLEnumType choice) {
    return choice.getValues().stream()
        .map(one -> one.getName())
        .collect(Collectors.joining(", ", "one of ", ""));
  }

  /** What the scalar takes, when the value is not that; null when it is. */
  private static String expected(String scalar, Object value) {
    Optional<NumberInput> number = NumberInput.of(scalar);
    if (number.isPresent()) {
      return number.get().take(value) == null ? number.get().expected() : null;
    }
    return switch (scalar) {
      case "String" -> value instanceof String ? null : "String";
      case "ID" -> value instanceof String || isWhole(value) ? null : "ID";
      case "Boolean" -> value instanceof Boolean ? null : "Boolean";
      case "DateTime" -> isTime(value) ? null : "a time such as 2026-01-31T12:00:00Z";
      case "Duration" -> isDuration(value) ? null : "a duration such as PT90S";
      case "JSON" -> value instanceof Map ? null : "a JSON object";
      default -> null;
    };
  }

  private static boolean isWhole(Object value) {
    return value instanceof Integer || value instanceof Long || value instanceof BigInteger;
  }

  private static boolean isTime(Object value) {
    try {
      return value instanceof String text && OffsetDateTime.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isDuration(Object value) {
    try {
      return value instanceof String text && Duration.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
