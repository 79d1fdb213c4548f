package io.keelson.api.graphql.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.ExecutionInput;
import graphql.GraphQLError;
import graphql.ParseAndValidate;
import graphql.ParseAndValidateResult;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.preparsed.PreparsedDocumentProvider;
import graphql.language.Document;
import graphql.schema.GraphQLSchema;
import io.keelson.tenancy.failure.Failure;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Documents from their text. One that was seen lately comes from memory, which is bounded by what
 * the documents fill and not by their number. Others are parsed and validated by {@link Parsers}.
 */
final class Documents implements PreparsedDocumentProvider {
  /** Of one from memory, that its operation need not use: there are few operations at a time. */
  private static final int MAX_UNCOUNTED_BYTES = 128 << 10;

  /** What parsed documents may fill. */
  static final long CACHE_BYTES = 32 << 20;

  /** A parsed document that fills more is parsed each time. */
  private static final long MAX_CACHED_DOCUMENT_BYTES = 1 << 20;

  /** Words and signs of one document, as {@code quarkus.smallrye-graphql.parser-max-tokens}. */
  static final int MAX_TOKENS = 10_000;

  /** Of one operation, fragments spread out. */
  private static final int MAX_FIELDS = 1_000;

  /** Levels of fields of one operation. */
  private static final int MAX_DEPTH = 15;

  private final GraphQLSchema schema;
  private final Cache<String, Prepared> cache;
  private final Parsers parsers;

  Documents(GraphQLSchema schema, long cacheBytes, Parsers parsers) {
    this.schema = schema;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(cacheBytes)
            .<String, Prepared>weigher((text, document) -> document.bytes())
            .build();
    this.parsers = parsers;
  }

  /** Bytes that the documents in memory are taken for. */
  long cachedBytes() {
    cache.cleanUp();
    return cache.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }

  @Override
  public CompletableFuture<PreparsedDocumentEntry> getDocumentAsync(
      ExecutionInput input, Function<ExecutionInput, PreparsedDocumentEntry> unused) {
    RunningOperation operation = input.getGraphQLContext().get(RunningOperation.class);
    Prepared known = cache.getIfPresent(input.getQuery());
    if (known != null) {
      return CompletableFuture.completedFuture(known(known, operation));
    }
    return parsers
        .run(operation.payer(), () -> prepared(input, operation))
        .exceptionally(
            failure -> {
              if (failure instanceof Failure told) {
                return refused(told);
              }
              throw new CompletionException(failure);
            });
  }

  /** It may leave memory while the operation runs. */
  private static PreparsedDocumentEntry known(Prepared known, RunningOperation operation) {
    operation.prepared(known);
    if (known.bytes() > MAX_UNCOUNTED_BYTES) {
      try {
        operation.keepDocument();
      } catch (Failure noRoom) {
        return refused(noRoom);
      }
    }
    return known.entry();
  }

  private static PreparsedDocumentEntry refused(Failure failure) {
    return new PreparsedDocumentEntry(Refusal.of(failure));
  }

  /**
   * @throws Failure for a document beyond a limit, when there is no room for it, or when whoever
   *     sent it has gone while it waited
   */
  private PreparsedDocumentEntry prepared(ExecutionInput input, RunningOperation operation) {
    operation.requireCaller();
    int tokens = DocumentScan.tokens(input.getQuery(), MAX_TOKENS);
    ParseAndValidateResult parsed = ParseAndValidate.parse(input);
    if (parsed.isFailure()) {
      return new PreparsedDocumentEntry(parsed.getSyntaxException().toInvalidSyntaxError());
    }
    Document document = parsed.getDocument();
    SelectionLimits.check(document, MAX_FIELDS, MAX_DEPTH);
    List<? extends GraphQLError> errors = ParseAndValidate.validate(schema, document, Locale.ROOT);
    Prepared prepared = new Prepared(document, errors, input.getQuery(), tokens);
    operation.prepared(prepared);
    operation.keepDocument();
    if (errors.isEmpty() && prepared.bytes() <= MAX_CACHED_DOCUMENT_BYTES) {
      cache.put(input.getQuery(), prepared);
    }
    return prepared.entry();
  }
}
