package io.keelson.api.graphql.engine;

import io.smallrye.graphql.execution.datafetcher.PlugableBatchableDataFetcher;
import io.smallrye.graphql.execution.datafetcher.PlugableDataFetcher;
import io.smallrye.graphql.schema.model.Field;
import io.smallrye.graphql.schema.model.Operation;
import io.smallrye.graphql.schema.model.Reference;
import io.smallrye.graphql.schema.model.Type;
import io.smallrye.graphql.spi.DataFetcherService;

/**
 * Reads plain fields, and calls what answers without a thread of its own, without what SmallRye
 * prepares for each of them: a copy of its context and the selected fields as JSON, twice. In a
 * list that is most of the work, and nothing of ours looks at it.
 */
public final class Fetchers implements DataFetcherService {
  @Override
  public Integer getPriority() {
    return 1;
  }

  /** Null, for the one that comes with SmallRye, where the field takes arguments. */
  @Override
  public PlugableDataFetcher<?> getFieldDataFetcher(Field field, Type type, Reference owner) {
    boolean isMap = field.hasWrapper() && field.getWrapper().isMap();
    return isMap || field.getMethodName() == null ? null : new PlainField(field, owner);
  }

  /** Null where a field belongs to a source: that may be loaded in batches. */
  @Override
  public PlugableBatchableDataFetcher<?, ?> getCompletionStageDataFetcher(
      Operation operation, Type type) {
    return operation.isSourceField() ? null : new StageOperation(operation);
  }

  @Override
  public PlugableBatchableDataFetcher<?, ?> getMultiDataFetcher(Operation operation, Type type) {
    return new StreamOperation(operation);
  }
}
