package io.keelson.api.graphql.engine;

import graphql.execution.AsyncExecutionStrategy;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategyParameters;
import graphql.execution.MergedSelectionSet;
import graphql.execution.NonNullableFieldWasNullException;

/**
 * Begins no object of an operation that was ended: a list that was there by then would else become
 * as many objects as it has items, each with a null for every field.
 */
final class EndableExecution extends AsyncExecutionStrategy {
  private static final MergedSelectionSet NO_FIELDS =
      MergedSelectionSet.newMergedSelectionSet().build();

  EndableExecution(DataFetcherExceptionHandler failures) {
    super(failures);
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
