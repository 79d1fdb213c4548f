package io.keelson.api.graphql.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.ChainedInstrumentation;
import graphql.execution.instrumentation.Instrumentation;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimpleInstrumentationContext;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationCreateStateParameters;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.execution.instrumentation.parameters.InstrumentationValidationParameters;
import graphql.language.OperationDefinition;
import graphql.language.VariableDefinition;
import graphql.schema.idl.TypeUtil;
import graphql.validation.ValidationError;
import io.smallrye.graphql.spi.EventingService;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Depth, complexity and the cache of parsed queries look at a request twice: after it was validated
 * and before it runs. Chained as SmallRye has them, they are also asked, in vain, at five points of
 * each field. Beside them, {@link QueryCost} bounds what the lists of a request may hold.
 */
public final class QueryLimits implements EventingService {
  private static final Set<String> KNOWN =
      Set.of("MaxQueryComplexityInstrumentation", "MaxQueryDepthInstrumentation", "QueryCache");

  /** None: always on. */
  @Override
  public String getConfigKey() {
    return null;
  }

  @Override
  public GraphQL.Builder beforeGraphQLBuild(GraphQL.Builder builder) {
    Instrumentation all = builder.build().getInstrumentation();
    if (all instanceof ChainedInstrumentation chain
        && chain.getInstrumentations().stream()
            .allMatch(one -> KNOWN.contains(one.getClass().getSimpleName()))) {
      return builder.instrumentation(new OncePerRequest(chain));
    }
    return builder.instrumentation(new ChainedInstrumentation(List.of(all, new CostAlone())));
  }

  /** Beside instrumentations that are not known to look once. */
  private static final class CostAlone extends SimplePerformantInstrumentation {
    @Override
    public InstrumentationContext<ExecutionResult> beginExecuteOperation(
        InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
      QueryCost.check(parameters.getExecutionContext());
      return SimpleInstrumentationContext.noOp();
    }
  }

  private static final class OncePerRequest extends SimplePerformantInstrumentation {
    private static final int MAX_PASSED = 2_048;
    private static final Set<String> SIZES = Set.of("Boolean", "Int");
    private final ChainedInstrumentation checks;
    private final Cache<Sized, Boolean> passed =
        Caffeine.newBuilder().maximumSize(MAX_PASSED).build();

    OncePerRequest(ChainedInstrumentation checks) {
      this.checks = checks;
    }

    @Override
    public CompletableFuture<InstrumentationState> createStateAsync(
        InstrumentationCreateStateParameters parameters) {
      return checks.createStateAsync(parameters);
    }

    @Override
    public InstrumentationContext<List<ValidationError>> beginValidation(
        InstrumentationValidationParameters parameters, InstrumentationState state) {
      return checks.beginValidation(parameters, state);
    }

    @Override
    public InstrumentationContext<ExecutionResult> beginExecuteOperation(
        InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
      Sized sized = Sized.of(parameters.getExecutionContext());
      if (passed.getIfPresent(sized) != null) {
        return SimpleInstrumentationContext.noOp();
      }
      InstrumentationContext<ExecutionResult> checked =
          checks.beginExecuteOperation(parameters, state);
      QueryCost.check(parameters.getExecutionContext());
      passed.put(sized, true);
      return checked;
    }

    /**
     * All that the size of a request depends on: the operation of a cached document, by identity,
     * and the variables that decide about {@code @skip} or {@code @include}, or say how long a page
     * is.
     *
     * @param values in the order in which the operation names them; null where one is not given
     */
    private record Sized(OperationDefinition operation, List<Object> values) {
      static Sized of(ExecutionContext context) {
        OperationDefinition operation = context.getOperationDefinition();
        List<Object> values = new ArrayList<>(4);
        for (VariableDefinition variable : operation.getVariableDefinitions()) {
          if (SIZES.contains(TypeUtil.unwrapAll(variable.getType()).getName())) {
            values.add(context.getCoercedVariables().get(variable.getName()));
          }
        }
        return new Sized(operation, values);
      }
    }
  }
}
