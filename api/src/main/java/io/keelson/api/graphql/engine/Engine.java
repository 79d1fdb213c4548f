package io.keelson.api.graphql.engine;

import graphql.ErrorType;
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
import graphql.validation.ValidationError;
import io.keelson.api.http.OutsideJson;
import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.share.FairTurns;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;

/**
 * Runs operations on the schema that SmallRye built of our resolvers, for whatever transport brings
 * them: its limits, its errors and its answers are the same for all. SmallRye's own execution makes
 * a loader for every batched field of the schema, by reflection, and copies every header, for each
 * request: about a fifth of what a list of twenty rows costs.
 */
public final class Engine {
  private static final int MAX_BYTES_READ_AT_ONCE = 16_384;

  /**
   * Documents and large bodies that may wait to be read; one payer has half of the room at most.
   */
  private static final int MAX_WAITING_DOCUMENTS = 128;

  private final GraphQLSchema schema;
  private final EngineLimits limits;
  private final boolean introspection;
  private final GraphQL graphql;
  private final Loaders loaders;
  private final Parsers parsers;
  private final Documents documents;
  private final Permits permits;
  private final ParserOptions parsing;
  private final FairTurns eventPermits;
  private final TimeLimit timeLimit;
  private final EventEmitter events = EventEmitter.getInstance();
  private final AtomicLong executions = new AtomicLong();

  /**
   * @param introspection whether callers may ask for the schema
   */
  Engine(GraphQLSchema built, Schema model, EngineLimits limits, boolean introspection) {
    this.schema = prepared(built);
    this.limits = limits;
    this.introspection = introspection;
    this.loaders = new Loaders(model);
    this.parsers = new Parsers(Parsers.HALF_OF_THE_CORES, MAX_WAITING_DOCUMENTS);
    this.documents = new Documents(schema, Documents.CACHE_BYTES, parsers);
    this.permits = new Permits(limits.operations());
    this.parsing =
        ParserOptions.getDefaultOperationParserOptions()
            .transform(options -> options.maxTokens(Documents.MAX_TOKENS));
    this.eventPermits = new FairTurns(limits.events());
    this.timeLimit = new TimeLimit(limits.time());
    ExceptionHandler failures = new ExceptionHandler();
    this.graphql =
        GraphQL.newGraphQL(schema)
            .defaultDataFetcherExceptionHandler(failures)
            .queryExecutionStrategy(new EndableExecution(failures))
            .instrumentation(new OperationLimits(new ReadFields(PlainRead.class::isInstance)))
            .preparsedDocumentProvider(documents)
            .build();
  }

  /** SmallRye matches the name of each field with a pattern each time that it is read. */
  private static GraphQLSchema prepared(GraphQLSchema built) {
    GraphQLCodeRegistry registry =
        built
            .getCodeRegistry()
            .transform(
                code -> {
                  code.fieldVisibility(DefaultGraphqlFieldVisibility.DEFAULT_FIELD_VISIBILITY);
                  new Introspections().readBeside(code);
                });
    return built.transformWithoutTypes(schema -> schema.codeRegistry(registry));
  }

  public GraphQLSchema schema() {
    return schema;
  }

  /**
   * Reads the JSON of a request, beside the event loop when it is large.
   *
   * @param payer whose turn it takes: the tenant, or the person while they have named none
   * @param field what to name when it is not valid
   * @param held uses what the request fills
   * @return completes where it was called; with {@link Invalid} when it is no request, and {@link
   *     Unavailable} when too many wait to be read; otherwise as {@code held} refuses it
   */
  public CompletableFuture<GraphQLRequest> read(
      Object payer, String field, byte[] json, SharedBytes.Use held) {
    return read(payer, json.length, () -> request(field, json, held));
  }

  private static GraphQLRequest request(String field, byte[] json, SharedBytes.Use held) {
    OutsideJson.Read read = OutsideJson.read(field, json);
    held.add(read.heapBytes(), "the request");
    return GraphQLRequest.of(read.object());
  }

  private <T> CompletableFuture<T> read(Object payer, int bytes, Supplier<T> reading) {
    if (isLong(bytes)) {
      return parsers.run(payer, reading);
    }
    try {
      return CompletableFuture.completedFuture(reading.get());
    } catch (RuntimeException malformed) {
      return CompletableFuture.failedFuture(malformed);
    }
  }

  /** Whether something of that length is read beside the event loop. */
  public static boolean isLong(int bytes) {
    return bytes > MAX_BYTES_READ_AT_ONCE;
  }

  /**
   * Does something beside the event loop whose time grows with what a caller sends, or gets. It is
   * never refused: what waits for its turn uses memory of its payer's share meanwhile, which is its
   * bound.
   *
   * @param payer whose turn it takes
   * @return completes where it was called
   */
  public <T> CompletableFuture<T> beside(Object payer, Supplier<T> work) {
    return parsers.runHeld(payer, work);
  }

  /**
   * Runs one operation of a caller who is known: nothing of what others send may get here.
   *
   * @param request with its text
   * @param payer whose share of the operations under way it is taken from: the tenant, or the
   *     person while they have named none
   * @param charge takes the points that it costs
   * @param attributes what fetchers find in their context, a {@link ResultSize} among it
   * @param isWaitedFor whether anybody still wants the result; asked before its document is read
   *     and before it begins, from anywhere. What has begun goes on
   * @return completes with the result, refusals included (each error has {@code extensions.code},
   *     or the exception that a fetcher threw), on whichever thread finished it; exceptionally for
   *     a defect. What its {@link ResultSize} uses is used until all that was begun is over.
   */
  public CompletableFuture<ExecutionResult> execute(
      GraphQLRequest request,
      Object payer,
      Charge charge,
      Map<String, Object> attributes,
      BooleanSupplier isWaitedFor) {
    ResultSize size = (ResultSize) attributes.get(ResultSize.KEY);
    RunningOperation operation =
        new RunningOperation(payer, limits.items(), charge, request.costOnly(), size, isWaitedFor);
    EventTurns turns = new EventTurns(eventPermits, timeLimit, operation);
    Call call = new Call(request, operation, turns);
    if (!permits.acquire(payer)) {
      Unavailable busy = new Unavailable("too many operations are under way; try again", null);
      return CompletableFuture.completedFuture(answer(call, refused(busy)));
    }
    CompletableFuture<ExecutionResult> ran;
    try {
      ran = run(call, attributes);
    } catch (RuntimeException | Error e) {
      permits.release(payer);
      throw e;
    }
    if (ran.isDone()) {
      permits.release(payer);
      return ran.thenApply(result -> answer(call, result));
    }
    size.begin();
    return ran.whenComplete((result, failure) -> over(payer, size))
        .applyToEither(late(operation, ran), result -> answer(call, result));
  }

  private void over(Object payer, ResultSize size) {
    permits.release(payer);
    size.over();
  }

  private record Call(GraphQLRequest request, RunningOperation operation, EventTurns turns) {}

  private CompletableFuture<ExecutionResult> run(Call call, Map<String, Object> attributes) {
    GraphQLRequest request = call.request();
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
    input.getGraphQLContext().put(RunningOperation.class, call.operation());
    input.getGraphQLContext().put(EventTurns.class, call.turns());
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
    ScheduledFuture<?> end =
        timeLimit.begin(
            tooLong -> {
              operation.end(tooLong);
              late.complete(refused(tooLong));
            });
    ran.whenComplete((result, failure) -> end.cancel(false));
    return late;
  }

  private static ExecutionResult refused(Failure failure) {
    return ExecutionResult.newExecutionResult().addError(Refusal.of(failure)).build();
  }

  /** With what it cost, and errors that name the field that is wrong. */
  private ExecutionResult answer(Call call, ExecutionResult result) {
    RunningOperation operation = call.operation();
    operation.chargeRest();
    ExecutionResult whole = whole(operation, result);
    Map<Object, Object> extensions = new HashMap<>();
    if (whole.getExtensions() != null) {
      extensions.putAll(whole.getExtensions());
    }
    extensions.put("cost", operation.cost().asMap());
    return whole.transform(
        answer -> {
          answer.extensions(extensions);
          if (whole.getData() instanceof Publisher<?> events) {
            answer.data(new EventAnswers(answers(events), operation, call.turns()));
          }
          if (!whole.getErrors().isEmpty()) {
            answer.errors(told(operation, whole, call.request()));
          }
        });
  }

  @SuppressWarnings("unchecked") // of a subscription
  private static Publisher<ExecutionResult> answers(Publisher<?> events) {
    return (Publisher<ExecutionResult>) events;
  }

  /** A refusal of one that was ended, and nothing of one that was measured only. */
  private static ExecutionResult whole(RunningOperation operation, ExecutionResult result) {
    Failure ended = operation.ended();
    if (ended != null) {
      return refused(ended);
    }
    if (result.getData() instanceof Publisher<?>) {
      try {
        operation.keepDocument();
      } catch (Failure noRoom) {
        return refused(noRoom);
      }
    }
    return operation.isMeasuredOnly()
        ? ExecutionResult.newExecutionResult().data(null).build()
        : result;
  }

  private List<GraphQLError> told(
      RunningOperation operation, ExecutionResult result, GraphQLRequest request) {
    List<GraphQLError> told = new ArrayList<>(result.getErrors().size());
    for (GraphQLError error : result.getErrors()) {
      if (isConsequence(error, result.getErrors())) {
        continue;
      }
      told.add(
          operation.prepared() == null
              ? error
              : BadInput.told(
                  error, schema, operation.prepared().document(), request, result.isDataPresent()));
    }
    return told;
  }

  /** What failed has no value: that one must be there is nothing more to say of it. */
  private static boolean isConsequence(GraphQLError error, List<GraphQLError> all) {
    return isMissingValue(error)
        && all.stream()
            .anyMatch(other -> !isMissingValue(other) && place(other).equals(place(error)));
  }

  private static boolean isMissingValue(GraphQLError error) {
    return error.getErrorType() == ErrorType.NullValueInNonNullableField;
  }

  /** The field in the answer. What SmallRye finds wrong with an argument says it in another way. */
  private static List<String> place(GraphQLError error) {
    List<?> path = error instanceof ValidationError bad ? bad.getQueryPath() : error.getPath();
    return path == null ? List.of() : path.stream().map(String::valueOf).toList();
  }
}
