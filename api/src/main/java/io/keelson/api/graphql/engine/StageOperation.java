package io.keelson.api.graphql.engine;

import graphql.execution.DataFetcherResult;
import graphql.schema.DataFetchingEnvironment;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.smallrye.graphql.runtime.spi.datafetcher.RequestContextHelper;
import io.smallrye.graphql.execution.datafetcher.PlugableBatchableDataFetcher;
import io.smallrye.graphql.execution.datafetcher.helper.ArgumentHelper;
import io.smallrye.graphql.execution.datafetcher.helper.FieldHelper;
import io.smallrye.graphql.execution.datafetcher.helper.OperationInvoker;
import io.smallrye.graphql.schema.model.Operation;
import io.smallrye.graphql.transformation.AbstractDataFetcherException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.dataloader.BatchLoaderEnvironment;

/** An operation that answers with a {@link CompletionStage} and blocks no thread until then. */
final class StageOperation implements PlugableBatchableDataFetcher<Object, Object> {
  private final OperationInvoker invoker;
  private final ArgumentHelper arguments;
  private final FieldHelper answer;

  StageOperation(Operation operation) {
    this.invoker = new OperationInvoker(operation);
    this.arguments = new ArgumentHelper(operation.getArguments());
    this.answer = new FieldHelper(operation);
  }

  @Override
  public Object get(DataFetchingEnvironment environment) throws Exception {
    Object[] values;
    try {
      values = arguments.getArguments(environment).toArray();
    } catch (AbstractDataFetcherException bad) {
      return notRun(bad, environment);
    }
    ManagedContext request = Arc.container().requestContext();
    boolean wasActive = request.isActive();
    RequestContextHelper.reactivate(request, environment);
    try {
      CompletionStage<?> stage = invoker.invoke(values);
      return stage.thenApply(found -> adapted(found, environment));
    } finally {
      if (!wasActive) {
        request.deactivate();
      }
    }
  }

  private Object adapted(Object found, DataFetchingEnvironment environment) {
    try {
      return answer.transformOrAdaptResponse(found, environment);
    } catch (AbstractDataFetcherException bad) {
      throw new CompletionException(bad);
    }
  }

  private static DataFetcherResult<Object> notRun(
      AbstractDataFetcherException bad, DataFetchingEnvironment environment) {
    DataFetcherResult.Builder<Object> result = DataFetcherResult.newResult();
    bad.appendDataFetcherResult(result, environment);
    return result.build();
  }

  @Override
  public CompletionStage<List<Object>> load(List<Object> keys, BatchLoaderEnvironment environment) {
    throw new UnsupportedOperationException("an operation without a source has no batches");
  }
}
