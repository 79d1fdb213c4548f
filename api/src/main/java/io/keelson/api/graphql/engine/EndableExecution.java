package io.keelson.api.graphql.engine;

import graphql.execution.AsyncExecutionStrategy;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategyParameters;
import graphql.execution.FieldValueInfo;
import graphql.execution.MergedField;
import graphql.execution.MergedSelectionSet;
import graphql.execution.NonNullableFieldWasNullException;
import graphql.schema.GraphQLType;

/**
 * Begins no object of an operation that was ended: a list that was there by then would else become
 * as many objects as it has items, each with a null for every field. What is plain of a result is
 * read by its {@link PlainShape}.
 */
final class EndableExecution extends AsyncExecutionStrategy {
  private static final MergedSelectionSet NO_FIELDS =
      MergedSelectionSet.newMergedSelectionSet().build();

  EndableExecution(DataFetcherExceptionHandler failures) {
    super(failures);
  }

  /** A plain part counts as one value: nothing below it is asked for in batches. */
  @Override
  protected FieldValueInfo completeValue(
      ExecutionContext context, ExecutionStrategyParameters parameters)
      throws NonNullableFieldWasNullException {
    Object value = parameters.getSource();
    GraphQLType type = parameters.getExecutionStepInfo().getUnwrappedNonNullType();
    if (value != null && PlainShape.hasParts(type) && !context.hasIncrementalSupport()) {
      Object plain = plain(context, parameters.getField(), type, value);
      if (plain != null) {
        return new FieldValueInfo(FieldValueInfo.CompleteValueType.SCALAR, plain);
      }
    }
    return super.completeValue(context, parameters);
  }

  /** Null for what is not plain, or not as it should be. */
  private static Object plain(
      ExecutionContext context, MergedField field, GraphQLType type, Object value) {
    RunningOperation operation = context.getGraphQLContext().get(RunningOperation.class);
    if (field.getFields().size() > 1) {
      return null;
    }
    PlainShape shape = operation.prepared().plain().of(context, field.getSingleField(), type);
    if (shape == null) {
      return null;
    }
    PlainShape.Reading reading = new PlainShape.Reading(context, operation);
    try {
      return shape.complete(value, reading);
    } catch (PlainShape.Irregular wrong) {
      reading.giveBack();
      return null;
    }
  }

  @Override
  protected Object executeObject(ExecutionContext context, ExecutionStrategyParameters parameters)
      throws NonNullableFieldWasNullException {
    RunningOperation operation = context.getGraphQLContext().get(RunningOperation.class);
    return super.executeObject(
        context,
        operation.ended() == null
            ? parameters
            : parameters.transform(object -> object.fields(NO_FIELDS)));
  }
}
