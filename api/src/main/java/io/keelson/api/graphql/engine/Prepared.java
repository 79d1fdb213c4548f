package io.keelson.api.graphql.engine;

import graphql.GraphQLError;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.Document;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * A document that was parsed, and what its operations cost by the variables that decide about it.
 */
final class Prepared {
  private static final int MAX_COSTS = 16;

  /** Of a syntax tree, by token, as seen in heap dumps of small and large documents. */
  private static final int BYTES_PER_TOKEN = 400;

  private static final int BYTES_PER_COST = 200;
  private final Document document;
  private final PreparsedDocumentEntry entry;
  private final int bytes;
  private final Map<List<Object>, Long> costs = new ConcurrentHashMap<>();

  /**
   * @param errors of its validation; empty for one that may run
   */
  Prepared(Document document, List<? extends GraphQLError> errors, String text, int tokens) {
    this.document = document;
    this.entry =
        errors.isEmpty()
            ? new PreparsedDocumentEntry(document)
            : new PreparsedDocumentEntry(document, errors);
    this.bytes = 2 * text.length() + BYTES_PER_TOKEN * tokens + BYTES_PER_COST * MAX_COSTS;
  }

  Document document() {
    return document;
  }

  PreparsedDocumentEntry entry() {
    return entry;
  }

  /** An estimate of what it fills of the heap, with its text. */
  int bytes() {
    return bytes;
  }

  long cost(List<Object> decisive, LongSupplier measured) {
    Long known = costs.get(decisive);
    if (known != null) {
      return known;
    }
    long cost = measured.getAsLong();
    if (costs.size() >= MAX_COSTS) {
      costs.clear();
    }
    costs.put(decisive, cost);
    return cost;
  }
}
