package io.keelson.api.graphql.engine;

import graphql.execution.DataFetcherResult;
import graphql.execution.ExecutionContext;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** How a plain part of a result is read off its value; see {@link PlainSelection}. */
sealed interface PlainShape {
  /** Of what is in the result already. */
  PlainShape AS_IT_IS = new Constant();

  /**
   * @param value not null
   * @return not null, unless the type of the value makes it so
   * @throws Irregular where graphql-java is to say what is wrong
   */
  Object complete(Object value, Reading reading) throws Irregular;

  /** Something is not as its type promises. */
  final class Irregular extends Exception {
    private static final long serialVersionUID = 1L;

    Irregular() {
      super(null, null, false, false);
    }
  }

  /** One part of one result: what it is counted by. */
  final class Reading {
    private final ExecutionContext context;
    private final RunningOperation operation;
    private long items;

    Reading(ExecutionContext context, RunningOperation operation) {
      this.context = context;
      this.operation = operation;
    }

    /**
     * @return null for null
     */
    private Object value(Object read) throws Irregular {
      if (read instanceof CompletionStage || read instanceof DataFetcherResult) {
        throw new Irregular();
      }
      return context.getValueUnboxer().unbox(read);
    }

    private void use(int size) {
      items += size;
      operation.use(size);
    }

    /** It is to be made in another way, and counted there. */
    void giveBack() {
      operation.unuse(items);
    }
  }

  record Constant() implements PlainShape {
    @Override
    public Object complete(Object value, Reading reading) {
      return value;
    }
  }

  record Scalar(GraphQLScalarType type) implements PlainShape {
    @Override
    public Object complete(Object value, Reading reading) throws Irregular {
      ExecutionContext context = reading.context;
      try {
        return type.getCoercing()
            .serialize(value, context.getGraphQLContext(), context.getLocale());
      } catch (RuntimeException wrong) {
        throw new Irregular();
      }
    }
  }

  record Name(GraphQLEnumType type) implements PlainShape {
    @Override
    public Object complete(Object value, Reading reading) throws Irregular {
      ExecutionContext context = reading.context;
      try {
        return type.serialize(value, context.getGraphQLContext(), context.getLocale());
      } catch (RuntimeException wrong) {
        throw new Irregular();
      }
    }
  }

  /**
   * @param required whether no item may be null
   * @param ofObjects which are counted twice: {@link OperationLimits}
   */
  record Items(PlainShape item, boolean required, boolean ofObjects) implements PlainShape {
    @Override
    public Object complete(Object value, Reading reading) throws Irregular {
      if (!(value instanceof Collection<?> list)) {
        throw new Irregular();
      }
      reading.use(list.size());
      reading.operation.addToResult((ofObjects ? 2L : 1L) * list.size(), 0);
      List<Object> completed = new ArrayList<>(list.size());
      for (Object one : list) {
        Object present = reading.value(one);
        Object result = present == null ? null : item.complete(present, reading);
        if (result == null && required) {
          throw new Irregular();
        }
        completed.add(result);
      }
      return completed;
    }
  }

  /**
   * One field of an object.
   *
   * @param required whether it may not be null
   * @param isObject which is counted twice: {@link OperationLimits}
   */
  record Entry(String key, PlainRead read, PlainShape shape, boolean required, boolean isObject) {}

  /** An object. */
  final class Entries implements PlainShape {
    private final Entry[] entries;

    Entries(Entry[] entries) {
      this.entries = entries;
    }

    @Override
    public Object complete(Object value, Reading reading) throws Irregular {
      if (reading.operation.ended() != null) {
        return Map.of(); // as EndableExecution
      }
      Map<String, Object> result = LinkedHashMap.newLinkedHashMap(entries.length);
      long values = 0;
      long text = 0;
      for (Entry entry : entries) {
        Object found = reading.value(read(entry, value));
        values += found == null || !entry.isObject() ? 1 : 2;
        text += OperationLimits.textLength(found);
        Object completed = found == null ? null : entry.shape().complete(found, reading);
        if (completed == null && entry.required()) {
          throw new Irregular();
        }
        result.put(entry.key(), completed);
      }
      reading.operation.addToResult(values, Math.toIntExact(Math.min(text, Integer.MAX_VALUE)));
      return result;
    }

    private static Object read(Entry entry, Object source) throws Irregular {
      try {
        return entry.read().read(source);
      } catch (Exception failed) {
        throw new Irregular();
      }
    }
  }

  /** Whether a value of that type has fields, or items. */
  static boolean hasParts(GraphQLType type) {
    return !(type instanceof GraphQLScalarType || type instanceof GraphQLEnumType);
  }
}
