package io.keelson.api.graphql.engine;

import graphql.ExecutionResult;
import graphql.execution.AbortExecutionException;
import graphql.execution.ExecutionContext;
import graphql.execution.FetchedValue;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimpleInstrumentationContext;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationCreateStateParameters;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.execution.instrumentation.parameters.InstrumentationFieldCompleteParameters;
import graphql.execution.instrumentation.parameters.InstrumentationFieldFetchParameters;
import graphql.execution.instrumentation.parameters.InstrumentationFieldParameters;
import graphql.language.OperationDefinition;
import graphql.schema.DataFetcher;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import io.keelson.tenancy.failure.Failure;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.List;

/**
 * Measures an operation before it runs, counts what its lists hold, what it reads and what its
 * result fills while it does, and begins no field of one that was ended.
 */
final class OperationLimits extends SimplePerformantInstrumentation {
  private final ListSizes sizes = new ListSizes();
  private final ReadFields reads;

  OperationLimits(ReadFields reads) {
    this.reads = reads;
  }

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
            .cost(OperationCost.decisive(context), () -> OperationCost.of(context, sizes, reads));
    operation.named(context.getOperationDefinition().getName());
    boolean isMutation =
        context.getOperationDefinition().getOperation() == OperationDefinition.Operation.MUTATION;
    try {
      if (!operation.ask(OperationCost.roots(context), cost, isMutation)) {
        throw new AbortExecutionException("only its cost was asked for");
      }
    } catch (Failure refused) {
      throw new AbortExecutionException(List.of(Refusal.of(refused)));
    }
    return SimpleInstrumentationContext.noOp();
  }

  /** Each event of a subscription is an answer of its own. */
  @Override
  public InstrumentationContext<ExecutionResult> beginSubscribedFieldEvent(
      InstrumentationFieldParameters parameters, InstrumentationState state) {
    ((RunningOperation) state).beginEvent();
    EventTurns turns = parameters.getExecutionContext().getGraphQLContext().get(EventTurns.class);
    EventTurns.Turn turn = turns.current();
    return SimpleInstrumentationContext.whenCompleted((answer, failure) -> turn.over());
  }

  @Override
  public InstrumentationContext<Object> beginFieldCompletion(
      InstrumentationFieldCompleteParameters parameters, InstrumentationState state) {
    Object value =
        parameters.getFetchedValue() instanceof FetchedValue fetched
            ? fetched.getFetchedValue()
            : parameters.getFetchedValue();
    int values =
        value == null
            ? 1
            : 1 + objects(parameters.getExecutionStepInfo().getUnwrappedNonNullType());
    ((RunningOperation) state).addToResult(values, textLength(value));
    return null;
  }

  /** An object has a map of its own beside the place that it has in another. */
  private static int objects(GraphQLType type) {
    return type instanceof GraphQLCompositeType ? 1 : 0;
  }

  static int textLength(Object value) {
    return switch (value) {
      case String text -> text.length();
      case JsonValue json -> Math.toIntExact(Math.min(Integer.MAX_VALUE, JsonLength.of(json)));
      case List<?> list when !list.isEmpty() && list.getFirst() instanceof String ->
          list.stream().mapToInt(OperationLimits::textLength).sum();
      case null, default -> 0;
    };
  }

  @Override
  public InstrumentationContext<Object> beginFieldListCompletion(
      InstrumentationFieldCompleteParameters parameters, InstrumentationState state) {
    if (parameters.getFetchedValue() instanceof Collection<?> list) {
      RunningOperation operation = (RunningOperation) state;
      operation.use(list.size());
      GraphQLType items =
          GraphQLTypeUtil.unwrapNonNull(
              GraphQLTypeUtil.unwrapOne(
                  parameters.getExecutionStepInfo().getUnwrappedNonNullType()));
      operation.addToResult((1L + objects(items)) * list.size(), 0);
    }
    return null;
  }

  @Override
  public DataFetcher<?> instrumentDataFetcher(
      DataFetcher<?> fetcher,
      InstrumentationFieldFetchParameters parameters,
      InstrumentationState state) {
    RunningOperation operation = (RunningOperation) state;
    if (operation.ended() != null) {
      return notBegun -> null;
    }
    ExecutionContext context = parameters.getExecutionContext();
    int taken =
        reads.of(
            context.getGraphQLSchema(),
            () -> parameters.getExecutionStepInfo().getObjectType(),
            parameters.getExecutionStepInfo().getField().getSingleField(),
            fetcher);
    if (taken > 0) {
      operation.use(taken);
    }
    return fetcher;
  }
}
