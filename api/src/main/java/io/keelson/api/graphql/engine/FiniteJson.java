package io.keelson.api.graphql.engine;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import io.keelson.tenancy.failure.Invalid;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * JSON whose numbers are finite. Most that read JSON further, our job store among them, make
 * infinity of a number beyond the largest of 64 bits, which no JSON can say.
 */
final class FiniteJson implements Coercing<Object, Object> {
  private final Coercing<?, ?> json;

  FiniteJson(Coercing<?, ?> json) {
    this.json = json;
  }

  /** The first number that is not finite, with its path from here. */
  static Optional<Invalid> wrong(String path, Object value) {
    switch (value) {
      case Map<?, ?> members -> {
        for (Map.Entry<?, ?> member : members.entrySet()) {
          Optional<Invalid> bad = wrong(path + "." + member.getKey(), member.getValue());
          if (bad.isPresent()) {
            return bad;
          }
        }
      }
      case List<?> items -> {
        for (int i = 0; i < items.size(); i++) {
          Optional<Invalid> bad = wrong(path + "[" + i + "]", items.get(i));
          if (bad.isPresent()) {
            return bad;
          }
        }
      }
      case null, default -> {
        if (!isFinite(value)) {
          return Optional.of(new Invalid(path, value, "a finite number of 64 bits"));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isFinite(Object value) {
    return switch (value) {
      case Map<?, ?> members -> members.values().stream().allMatch(FiniteJson::isFinite);
      case List<?> items -> items.stream().allMatch(FiniteJson::isFinite);
      case Number number -> Double.isFinite(number.doubleValue());
      case null, default -> true;
    };
  }

  @Override
  public Object parseValue(Object value, GraphQLContext context, Locale locale) {
    Object read = json.parseValue(value, context, locale);
    if (!isFinite(read)) {
      throw new CoercingParseValueException("expected: JSON with finite numbers");
    }
    return read;
  }

  @Override
  public Object parseLiteral(
      Value<?> literal, CoercedVariables variables, GraphQLContext context, Locale locale) {
    Object read = json.parseLiteral(literal, variables, context, locale);
    if (!isFinite(read)) {
      throw new CoercingParseLiteralException("expected: JSON with finite numbers");
    }
    return read;
  }

  @Override
  public Object serialize(Object result, GraphQLContext context, Locale locale) {
    return json.serialize(result, context, locale);
  }

  @Override
  public Value<?> valueToLiteral(Object value, GraphQLContext context, Locale locale) {
    return json.valueToLiteral(value, context, locale);
  }
}
