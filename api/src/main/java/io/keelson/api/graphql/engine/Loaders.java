package io.keelson.api.graphql.engine;

import io.keelson.api.catalog.project.PageLimit;
import io.smallrye.graphql.bootstrap.DataFetcherFactory;
import io.smallrye.graphql.execution.datafetcher.helper.BatchLoaderHelper;
import io.smallrye.graphql.schema.model.Operation;
import io.smallrye.graphql.schema.model.Schema;
import java.util.HashMap;
import java.util.Map;
import org.dataloader.BatchLoaderWithContext;
import org.dataloader.DataLoader;
import org.dataloader.DataLoaderFactory;
import org.dataloader.DataLoaderOptions;
import org.dataloader.DataLoaderRegistry;

/**
 * The fields that are loaded in batches. What loads them is made once; what remembers is made for
 * each request, and only for the fields that it asks for.
 */
final class Loaders {
  /** The services take no more ids at once. */
  private static final DataLoaderOptions BATCHES =
      DataLoaderOptions.newOptions().setMaxBatchSize(PageLimit.MAX_BATCH_IDS).build();

  private final Map<String, BatchLoaderWithContext<Object, Object>> byName;

  /**
   * @throws IllegalStateException for a batched field with arguments: the engine would load all
   *     aliases of it with the arguments of the first
   */
  Loaders(Schema schema) {
    BatchLoaderHelper names = new BatchLoaderHelper();
    DataFetcherFactory fetchers = new DataFetcherFactory();
    Map<String, BatchLoaderWithContext<Object, Object>> found = new HashMap<>();
    for (Operation operation : schema.getBatchOperations()) {
      if (!operation.getArguments().stream().allMatch(argument -> argument.isSourceArgument())) {
        throw new IllegalStateException(
            names.getName(operation) + ": a batched field with arguments (expected: none)");
      }
      found.put(
          names.getName(operation),
          fetchers.getSourceBatchLoader(operation, schema.getTypes().get(operation.getName())));
    }
    this.byName = Map.copyOf(found);
  }

  DataLoaderRegistry forOneRequest() {
    return new Lazy();
  }

  private final class Lazy extends DataLoaderRegistry {
    @Override
    public <K, V> DataLoader<K, V> getDataLoader(String name) {
      return computeIfAbsent(name, absent -> loader(absent));
    }

    private DataLoader<Object, Object> loader(String name) {
      return DataLoaderFactory.newDataLoader(byName.get(name), BATCHES);
    }
  }
}
