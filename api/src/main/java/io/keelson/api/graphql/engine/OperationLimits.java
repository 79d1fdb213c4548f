package io.keelson.api.graphql.engine;

import graphql.ExecutionResult;
import graphql.execution.AbortExecutionException;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimpleInstrumentationContext;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationCreateStateParameters;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.execution.instrumentation.parameters.InstrumentationFieldCompleteParameters;
import graphql.execution.instrumentation.parameters.InstrumentationFieldFetchParameters;
import graphql.execution.instrumentation.parameters.InstrumentationFieldParameters;
import graphql.schema.DataFetcher;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.RateLimited;
import java.util.Collection;
import java.util.List;

/**
 * Measures an operation before it runs, counts what its lists hold while it does, and begins no
 * field of one that was ended.
 */
final class OperationLimits extends SimplePerformantInstrumentation {
  private final ListSizes sizes = new ListSizes();

  @Override
  public InstrumentationState createState(InstrumentationCreateStateParameters parameters) {
    return parameters.getExecutionInput().getGraphQLContext().get(RunningOperation.class);
  }

  @Override
  public InstrumentationContext<ExecutionResult> beginExecuteOperation(
      InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
    RunningOperation operation = (RunningOperation) state;
    ExecutionContext context = parameters.getExecutionContext();
    long cost =
        operation
            .prepared()
            .cost(OperationCost.decisive(context), () -> OperationCost.of(context, sizes));
    try {
      operation.ask(OperationCost.roots(context), cost);
    } catch (Invalid | RateLimited refused) {
      throw new AbortExecutionException(List.of(Refusal.of(refused)));
    }
    return SimpleInstrumentationContext.noOp();
  }

  /** Each event of a subscription is an answer of its own. */
  @Override
  public InstrumentationContext<ExecutionResult> beginSubscribedFieldEvent(
      InstrumentationFieldParameters parameters, InstrumentationState state) {
    ((RunningOperation) state).beginEvent();
    return null;
  }

  @Override
  public InstrumentationContext<Object> beginFieldListCompletion(
      InstrumentationFieldCompleteParameters parameters, InstrumentationState state) {
    if (parameters.getFetchedValue() instanceof Collection<?> list) {
      ((RunningOperation) state).use(list.size());
    }
    return null;
  }

  @Override
  public DataFetcher<?> instrumentDataFetcher(
      DataFetcher<?> fetcher,
      InstrumentationFieldFetchParameters parameters,
      InstrumentationState state) {
    return ((RunningOperation) state).ended() == null ? fetcher : notBegun -> null;
  }
}
