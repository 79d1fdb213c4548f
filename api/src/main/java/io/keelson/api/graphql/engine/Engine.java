package io.keelson.api.graphql.engine;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.execution.ExecutionId;
import graphql.introspection.Introspection;
import graphql.parser.ParserOptions;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLSchema;
import graphql.schema.visibility.DefaultGraphqlFieldVisibility;
import io.keelson.api.http.OutsideJson;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.Unavailable;
import io.smallrye.graphql.execution.context.SmallRyeContext;
import io.smallrye.graphql.execution.context.SmallRyeContextManager;
import io.smallrye.graphql.execution.error.ExceptionHandler;
import io.smallrye.graphql.execution.event.EventEmitter;
import io.smallrye.graphql.schema.model.Schema;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs operations on the schema that SmallRye built of our resolvers, for whatever transport brings
 * them: its limits, its errors and its answers are the same for all. SmallRye's own execution makes
 * a loader for every batched field of the schema, by reflection, and copies every header, for each
 * request: about a fifth of what a list of twenty rows costs.
 */
public final class Engine {
  private static final int MAX_BYTES_READ_AT_ONCE = 16_384;
  private final GraphQLSchema schema;
  private final GraphQLConfig config;
  private final boolean introspection;
  private final GraphQL graphql;
  private final Loaders loaders;
  private final Parsers parsers;
  private final Documents documents;
  private final Permits permits;
  private final ParserOptions parsing;
  private final ScheduledThreadPoolExecutor ends;
  private final EventEmitter events = EventEmitter.getInstance();
  private final AtomicLong executions = new AtomicLong();

  /**
   * @param introspection whether callers may ask for the schema
   */
  Engine(GraphQLSchema built, Schema model, GraphQLConfig config, boolean introspection) {
    this.schema = allVisible(built);
    this.config = config;
    this.introspection = introspection;
    this.loaders = new Loaders(model);
    this.parsers = new Parsers(config.parserThreads(), config.maxWaitingDocuments());
    this.documents = new Documents(schema, config, parsers);
    this.permits = new Permits(config.maxOperations());
    this.parsing =
        ParserOptions.getDefaultOperationParserOptions()
            .transform(options -> options.maxTokens(config.maxTokens()));
    this.ends = ends();
    this.graphql =
        GraphQL.newGraphQL(schema)
            .defaultDataFetcherExceptionHandler(new ExceptionHandler())
            .instrumentation(new OperationLimits())
            .preparsedDocumentProvider(documents)
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

  private static ScheduledThreadPoolExecutor ends() {
    ScheduledThreadPoolExecutor ends =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform()
                .daemon()
                .inheritInheritableThreadLocals(false)
                .name("graphql-time-limit")
                .factory());
    ends.setRemoveOnCancelPolicy(true);
    return ends;
  }

  public GraphQLSchema schema() {
    return schema;
  }

  /**
   * Reads the JSON of a request, beside the event loop when it is large.
   *
   * @param field what to name when it is not valid
   * @return completes where it was called; with {@link Invalid} when it is no request, and {@link
   *     Unavailable} when too many wait to be read
   */
  public CompletableFuture<GraphQLRequest> read(String field, byte[] json) {
    if (json.length > MAX_BYTES_READ_AT_ONCE) {
      return parsers.run(() -> GraphQLRequest.of(OutsideJson.object(field, json)));
    }
    try {
      return CompletableFuture.completedFuture(GraphQLRequest.of(OutsideJson.object(field, json)));
    } catch (Invalid malformed) {
      return CompletableFuture.failedFuture(malformed);
    }
  }

  /**
   * Runs one operation of a caller who is known: nothing of what others send may get here.
   *
   * @param payer whose share of the operations under way it is taken from: the tenant, or the
   *     person while they have named none
   * @param charge takes the points that it costs
   * @param attributes what fetchers find in their context
   * @return completes with the result, refusals included (each error has {@code extensions.code},
   *     or the exception that a fetcher threw), on whichever thread finished it; exceptionally for
   *     a defect
   */
  public CompletableFuture<ExecutionResult> execute(
      GraphQLRequest request, Object payer, Charge charge, Map<String, Object> attributes) {
    RunningOperation operation = new RunningOperation(config.maxCost(), charge);
    if (!permits.acquire(payer)) {
      Unavailable busy = new Unavailable("too many operations are under way; try again", null);
      return CompletableFuture.completedFuture(answer(operation, refused(busy), request));
    }
    CompletableFuture<ExecutionResult> ran;
    try {
      ran = run(request, operation, attributes);
    } catch (RuntimeException | Error e) {
      permits.release(payer);
      throw e;
    }
    if (ran.isDone()) {
      permits.release(payer);
      return ran.thenApply(result -> answer(operation, result, request));
    }
    return ran.whenComplete((result, failure) -> permits.release(payer))
        .applyToEither(late(operation, ran), result -> answer(operation, result, request));
  }

  private CompletableFuture<ExecutionResult> run(
      GraphQLRequest request, RunningOperation operation, Map<String, Object> attributes) {
    // A batch may have left that of an earlier request on this thread: it would be taken over.
    SmallRyeContext context = new SmallRyeContext(Engine.class.getName());
    context.setRequest(JsonValue.EMPTY_JSON_OBJECT);
    context.setOperationName(request.operationName());
    SmallRyeContextManager.restore(context);
    ExecutionInput input =
        ExecutionInput.newExecutionInput()
            .query(request.query())
            .operationName(request.operationName())
            .variables(request.variables())
            .locale(Locale.ROOT)
            .executionId(ExecutionId.from(Long.toString(executions.getAndIncrement())))
            .dataLoaderRegistry(loaders.forOneRequest())
            .build();
    input.getGraphQLContext().putAll(attributes);
    input.getGraphQLContext().put(ParserOptions.class, parsing);
    input.getGraphQLContext().put(RunningOperation.class, operation);
    input.getGraphQLContext().put(SmallRyeContextManager.CONTEXT, context);
    if (!introspection) {
      input.getGraphQLContext().put(Introspection.INTROSPECTION_DISABLED, true);
    }
    context.setExecutionInput(input);
    context.setExecutionId(input.getExecutionId().toString());
    context.setRequestedOperationTypes(List.of());
    events.fireBeforeExecute(context);
    return graphql.executeAsync(input).whenComplete((result, failure) -> ended(context, failure));
  }

  private void ended(SmallRyeContext context, Throwable failure) {
    if (failure == null) {
      events.fireAfterExecute(context);
    } else {
      events.fireOnExecuteError(context, failure);
    }
  }

  /**
   * Completes when the operation has taken too long; what it has begun goes on, nothing else is.
   */
  private CompletableFuture<ExecutionResult> late(
      RunningOperation operation, CompletableFuture<ExecutionResult> ran) {
    CompletableFuture<ExecutionResult> late = new CompletableFuture<>();
    Unavailable tooLong =
        new Unavailable(
            "the operation took longer than "
                + config.operationTimeLimit().toMillis()
                + " ms: ask for less at once",
            null);
    ScheduledFuture<?> end =
        ends.schedule(
            () -> {
              operation.end(tooLong);
              late.complete(refused(tooLong));
            },
            config.operationTimeLimit().toMillis(),
            TimeUnit.MILLISECONDS);
    ran.whenComplete((result, failure) -> end.cancel(false));
    return late;
  }

  private static ExecutionResult refused(Failure failure) {
    return ExecutionResult.newExecutionResult().addError(Refusal.of(failure)).build();
  }

  /** With what it cost, and errors that name the field that is wrong. */
  private ExecutionResult answer(
      RunningOperation operation, ExecutionResult result, GraphQLRequest request) {
    operation.chargeRest();
    Failure ended = operation.ended();
    ExecutionResult whole = ended == null ? result : refused(ended);
    Map<Object, Object> extensions = new HashMap<>();
    if (whole.getExtensions() != null) {
      extensions.putAll(whole.getExtensions());
    }
    extensions.put("cost", operation.cost().asMap());
    return whole.transform(
        answer -> {
          answer.extensions(extensions);
          if (!whole.getErrors().isEmpty()) {
            answer.errors(told(operation, whole, request));
          }
        });
  }

  private List<GraphQLError> told(
      RunningOperation operation, ExecutionResult result, GraphQLRequest request) {
    List<GraphQLError> told = new ArrayList<>(result.getErrors().size());
    for (GraphQLError error : result.getErrors()) {
      told.add(
          operation.prepared() == null
              ? error
              : BadInput.told(
                  error, schema, operation.prepared().document(), request, result.isDataPresent()));
    }
    return told;
  }
}
