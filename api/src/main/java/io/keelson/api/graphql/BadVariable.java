package io.keelson.api.graphql;

import graphql.GraphQLException;
import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.language.VariableDefinition;
import graphql.parser.Parser;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.idl.TypeUtil;
import io.keelson.tenancy.failure.Invalid;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The variable that kept a request from running. The engine says that one was wrong, not always
 * which: it is looked for once that is known, so that requests that are right pay nothing.
 */
record BadVariable(String path, JsonValue value, String expected) {
  private static final Set<String> TEXTS = Set.of("String", "ID");
  private static final int MAX_DEPTH = 10;

  static Optional<BadVariable> in(GraphQLSchema schema, JsonObject request) {
    JsonValue variables = request.getOrDefault("variables", JsonValue.NULL);
    if (!(variables instanceof JsonObject given)) {
      return Optional.empty();
    }
    try {
      Document document = new Parser().parseDocument(request.getString("query"));
      for (OperationDefinition operation :
          document.getDefinitionsOfType(OperationDefinition.class)) {
        for (VariableDefinition variable : operation.getVariableDefinitions()) {
          GraphQLType type = schema.getType(TypeUtil.unwrapAll(variable.getType()).getName());
          JsonValue value = given.get(variable.getName());
          if (type instanceof GraphQLInputObjectType input && value instanceof JsonObject object) {
            Optional<BadVariable> bad = inObject(variable.getName(), input, object, 0);
            if (bad.isPresent()) {
              return bad;
            }
          } else if (type != null && value != null && isWrong(type, value)) {
            return Optional.of(
                new BadVariable(variable.getName(), value, GraphQLTypeUtil.simplePrint(type)));
          }
        }
      }
    } catch (GraphQLException notEvenGraphQL) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<BadVariable> inObject(
      String path, GraphQLInputObjectType type, JsonObject object, int depth) {
    for (GraphQLInputObjectField field : type.getFieldDefinitions()) {
      String at = path + "." + field.getName();
      JsonValue value = object.getOrDefault(field.getName(), JsonValue.NULL);
      Optional<BadVariable> bad = inValue(at, field.getType(), value, depth);
      if (bad.isPresent()) {
        return bad;
      }
    }
    return Optional.empty();
  }

  private static Optional<BadVariable> inValue(
      String path, GraphQLType type, JsonValue value, int depth) {
    if (value == JsonValue.NULL || depth > MAX_DEPTH) {
      return type instanceof GraphQLNonNull && value == JsonValue.NULL
          ? Optional.of(new BadVariable(path, value, GraphQLTypeUtil.simplePrint(type)))
          : Optional.empty();
    }
    GraphQLType plain = GraphQLTypeUtil.unwrapNonNull(type);
    if (plain instanceof GraphQLList list) {
      if (value.getValueType() == JsonValue.ValueType.ARRAY) {
        for (JsonValue item : value.asJsonArray()) {
          Optional<BadVariable> bad = inValue(path, list.getWrappedType(), item, depth + 1);
          if (bad.isPresent()) {
            return bad;
          }
        }
        return Optional.empty();
      }
      return inValue(path, list.getWrappedType(), value, depth + 1);
    }
    if (plain instanceof GraphQLInputObjectType input && value instanceof JsonObject object) {
      return inObject(path, input, object, depth + 1);
    }
    return isWrong(plain, value)
        ? Optional.of(new BadVariable(path, value, GraphQLTypeUtil.simplePrint(type)))
        : Optional.empty();
  }

  /**
   * By its kind, and where there are few values by the value: what other scalars mean by their text
   * is the engine's to say.
   */
  private static boolean isWrong(GraphQLType type, JsonValue value) {
    String name = GraphQLTypeUtil.simplePrint(type).replace("!", "");
    if (type instanceof GraphQLInputObjectType) {
      return !(value instanceof JsonObject);
    }
    if (type instanceof GraphQLEnumType choice) {
      return !(value instanceof JsonString text) || choice.getValue(text.getString()) == null;
    }
    if (name.equals("Int") && value instanceof JsonNumber number) {
      return !number.isIntegral() || number.bigIntegerValue().bitLength() >= Integer.SIZE;
    }
    if (TEXTS.contains(name)) {
      return !(value instanceof JsonString) && !(name.equals("ID") && value instanceof JsonNumber);
    }
    return !name.equals("JSON")
        && (value.getValueType() == JsonValue.ValueType.OBJECT
            || value.getValueType() == JsonValue.ValueType.ARRAY);
  }

  /** Puts the field, its value and what was expected into an error. */
  void tell(Map<String, Object> error) {
    Object shown = value instanceof JsonString text ? text.getString() : value.toString();
    Invalid invalid = new Invalid(path, value == JsonValue.NULL ? null : shown, expected);
    error.put("message", invalid.getMessage());
    @SuppressWarnings("unchecked")
    Map<String, Object> extensions = (Map<String, Object>) error.get("extensions");
    extensions.put("field", path);
  }
}
