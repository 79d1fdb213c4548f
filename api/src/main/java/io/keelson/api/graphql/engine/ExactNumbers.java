package io.keelson.api.graphql.engine;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLScalarType;
import java.util.Locale;

/**
 * Reads the numbers that callers send as {@link NumberInput} says. SmallRye's scalars take whatever
 * number, or text, a variable has, and what reads it further keeps its lowest bits, or drops its
 * fraction; of a literal Int they keep the lowest 32 bits. Results are written as SmallRye does,
 * which has numbers as they are.
 */
public final class ExactNumbers implements Coercing<Object, Object> {
  private final NumberInput input;
  private final Coercing<?, ?> output;

  private ExactNumbers(NumberInput input, Coercing<?, ?> output) {
    this.input = input;
    this.output = output;
  }

  /** The scalar with its numbers read exactly; one that has none as it is. */
  public static GraphQLScalarType in(GraphQLScalarType scalar) {
    Coercing<?, ?> found = scalar.getCoercing();
    if (scalar.getName().equals("JSON")) {
      return scalar.transform(it -> it.coercing(new FiniteJson(found)));
    }
    return NumberInput.of(scalar.getName())
        .map(input -> new ExactNumbers(input, found))
        .map(exact -> scalar.transform(it -> it.coercing(exact)))
        .orElse(scalar);
  }

  @Override
  public Object parseValue(Object value, GraphQLContext context, Locale locale) {
    Object taken = input.take(value);
    if (taken == null) {
      throw new CoercingParseValueException("expected: " + input.expected());
    }
    return taken;
  }

  @Override
  public Object parseLiteral(
      Value<?> literal, CoercedVariables variables, GraphQLContext context, Locale locale) {
    Object taken = input.take(InputCheck.plain(literal));
    if (taken == null) {
      throw new CoercingParseLiteralException("expected: " + input.expected());
    }
    return taken;
  }

  @Override
  public Object serialize(Object result, GraphQLContext context, Locale locale) {
    return result instanceof Number ? result : output.serialize(result, context, locale);
  }

  @Override
  public Value<?> valueToLiteral(Object value, GraphQLContext context, Locale locale) {
    return output.valueToLiteral(value, context, locale);
  }
}
