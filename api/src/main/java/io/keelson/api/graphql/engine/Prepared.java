package io.keelson.api.graphql.engine;

import graphql.GraphQLError;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.Document;
import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.failure.Failure;
import java.util.HashMap;
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

  /** Of the shapes of its plain results, which have at most as many entries. */
  private static final int PLAIN_BYTES_PER_TOKEN = 100;

  private static final int BYTES_PER_COST = 200;
  private final Document document;
  private final PreparsedDocumentEntry entry;
  private final int bytes;
  private final Map<List<Object>, Long> costs = new ConcurrentHashMap<>();
  private final Map<Object, Kept> kept = new HashMap<>();
  private final PlainSelection plain;

  /** By the operations of one payer. */
  private static final class Kept {
    private final SharedBytes.Use use;
    private int operations;

    Kept(SharedBytes.Use use) {
      this.use = use;
    }
  }

  /**
   * @param errors of its validation; empty for one that may run
   */
  Prepared(Document document, List<? extends GraphQLError> errors, String text, int tokens) {
    this.document = document;
    this.entry =
        errors.isEmpty()
            ? new PreparsedDocumentEntry(document)
            : new PreparsedDocumentEntry(document, errors);
    this.plain = new PlainSelection(tokens);
    this.bytes =
        2 * text.length()
            + (BYTES_PER_TOKEN + PLAIN_BYTES_PER_TOKEN) * tokens
            + BYTES_PER_COST * MAX_COSTS;
  }

  Document document() {
    return document;
  }

  /** What of its results is only read. */
  PlainSelection plain() {
    return plain;
  }

  PreparsedDocumentEntry entry() {
    return entry;
  }

  /** An estimate of what it fills of the heap, with its text. */
  int bytes() {
    return bytes;
  }

  /**
   * An operation keeps it to its end: all of one payer's use its bytes once.
   *
   * @param operation ends with it
   * @throws Failure when its payer's share has no room for it
   */
  void keep(SharedBytes.Use operation) {
    synchronized (kept) {
      Kept of = kept.get(operation.payer());
      if (of == null) {
        of = new Kept(operation.another());
        of.use.add(bytes, "the document");
        kept.put(operation.payer(), of);
      }
      of.operations++;
    }
    operation.atEnd(() -> letGo(operation.payer()));
  }

  private void letGo(Object payer) {
    synchronized (kept) {
      Kept of = kept.get(payer);
      if (--of.operations == 0) {
        kept.remove(payer);
        of.use.end();
      }
    }
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
