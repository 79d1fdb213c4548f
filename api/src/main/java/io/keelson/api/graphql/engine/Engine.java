package io.keelson.api.graphql.engine;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.analysis.MaxQueryComplexityInstrumentation;
import graphql.analysis.MaxQueryDepthInstrumentation;
import graphql.execution.ExecutionId;
import graphql.execution.instrumentation.ChainedInstrumentation;
import graphql.execution.instrumentation.Instrumentation;
import graphql.parser.ParserOptions;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLSchema;
import graphql.schema.visibility.DefaultGraphqlFieldVisibility;
import io.smallrye.graphql.execution.QueryCache;
import io.smallrye.graphql.execution.context.SmallRyeContext;
import io.smallrye.graphql.execution.context.SmallRyeContextManager;
import io.smallrye.graphql.execution.error.ExceptionHandler;
import io.smallrye.graphql.execution.event.EventEmitter;
import io.smallrye.graphql.schema.model.Schema;
import io.smallrye.graphql.spi.config.Config;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs requests on the schema that SmallRye built of our resolvers. SmallRye's own execution makes
 * a loader for every batched field of the schema, by reflection, and copies every header, for each
 * request: about a fifth of what a list of twenty rows costs.
 */
public final class Engine {
  private final GraphQLSchema schema;
  private final GraphQL graphql;
  private final Loaders loaders;
  private final QueryCache documents = new QueryCache();
  private final ParserOptions parsing;
  private final EventEmitter events = EventEmitter.getInstance();
  private final AtomicLong executions = new AtomicLong();

  public Engine(GraphQLSchema built, Schema model) {
    Config config = Config.get();
    this.schema = allVisible(built);
    this.loaders = new Loaders(model);
    this.parsing = parsing(config);
    this.graphql =
        events
            .fireBeforeGraphQLBuild(
                GraphQL.newGraphQL(schema)
                    .defaultDataFetcherExceptionHandler(new ExceptionHandler())
                    .instrumentation(new ChainedInstrumentation(limits(config, documents)))
                    .preparsedDocumentProvider(documents))
            .build();
  }

  /** SmallRye matches the name of each field with a pattern each time that it is read. */
  private static GraphQLSchema allVisible(GraphQLSchema built) {
    GraphQLCodeRegistry registry =
        built
            .getCodeRegistry()
            .transform(
                code ->
                    code.fieldVisibility(DefaultGraphqlFieldVisibility.DEFAULT_FIELD_VISIBILITY));
    return built.transformWithoutTypes(schema -> schema.codeRegistry(registry));
  }

  private static List<Instrumentation> limits(Config config, QueryCache documents) {
    List<Instrumentation> limits = new ArrayList<>();
    config
        .getQueryComplexityInstrumentation()
        .ifPresent(most -> limits.add(new MaxQueryComplexityInstrumentation(most)));
    config
        .getQueryDepthInstrumentation()
        .ifPresent(most -> limits.add(new MaxQueryDepthInstrumentation(most)));
    limits.add(documents);
    return limits;
  }

  private static ParserOptions parsing(Config config) {
    ParserOptions usual = ParserOptions.getDefaultOperationParserOptions();
    return usual.transform(
        options -> options.maxTokens(config.getParserMaxTokens().orElseGet(usual::getMaxTokens)));
  }

  public GraphQLSchema schema() {
    return schema;
  }

  /**
   * Runs one request.
   *
   * @param request {@code query}, a string, and optionally {@code variables} and {@code
   *     operationName}
   * @param attributes what fetchers find in their context
   * @return completes with the result, errors of parsing and validation included, on whichever
   *     thread finished it; exceptionally for a defect
   */
  public CompletableFuture<ExecutionResult> execute(
      JsonObject request, Map<String, Object> attributes) {
    // A batch may have left that of an earlier request on this thread: it would be taken over.
    SmallRyeContextManager.clearCurrentSmallRyeContext();
    SmallRyeContext context = SmallRyeContextManager.fromInitialRequest(request);
    ExecutionInput.Builder input =
        ExecutionInput.newExecutionInput()
            .query(request.getString("query"))
            .locale(Locale.ROOT)
            .executionId(ExecutionId.from(Long.toString(executions.getAndIncrement())))
            .dataLoaderRegistry(loaders.forOneRequest());
    context.getVariables().ifPresent(input::variables);
    context.getOperationName().ifPresent(input::operationName);
    ExecutionInput built = input.build();
    built.getGraphQLContext().putAll(attributes);
    built.getGraphQLContext().put(ParserOptions.class, parsing);
    built.getGraphQLContext().put(SmallRyeContextManager.CONTEXT, context);
    context.setExecutionInput(built);
    context.setQueryCache(documents);
    context.setExecutionId(built.getExecutionId().toString());
    context.setRequestedOperationTypes(List.of());
    events.fireBeforeExecute(context);
    return graphql.executeAsync(built).whenComplete((result, failure) -> ended(context, failure));
  }

  private void ended(SmallRyeContext context, Throwable failure) {
    if (failure == null) {
      events.fireAfterExecute(context);
    } else {
      events.fireOnExecuteError(context, failure);
    }
  }
}
