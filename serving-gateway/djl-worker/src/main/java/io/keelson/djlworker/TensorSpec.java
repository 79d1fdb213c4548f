package io.keelson.djlworker;

import io.grpc.Status;
import io.grpc.StatusException;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor as the signature promises it.
 *
 * @param shape -1 for a dimension of any size; a first one of -1 is the batch
 */
record TensorSpec(String name, Datatype datatype, List<Long> shape) {

  boolean batched() {
    return !shape.isEmpty() && shape.getFirst() == -1;
  }

  /**
   * The number of elements of a tensor that a request announces.
   *
   * @throws StatusException INVALID_ARGUMENT naming the tensor, what came and what was expected
   */
  int elements(String datatypeCame, List<Long> shapeCame, int maxBatchRows) throws StatusException {
    if (!datatypeCame.equals(datatype.name())) {
      throw refused("datatype " + datatypeCame, "datatype " + datatype);
    }
    if (shapeCame.size() > Signature.MAX_DIMENSIONS) {
      throw refused(shapeCame.size() + " dimensions", "shape " + shape);
    }
    if (shapeCame.size() != shape.size()) {
      throw refused("shape " + shapeCame, "shape " + shape);
    }
    long elements = 1;
    for (int i = 0; i < shapeCame.size(); i++) {
      long size = shapeCame.get(i);
      boolean fits = shape.get(i) == -1 ? size >= 1 : size == shape.get(i);
      if (!fits) {
        throw refused("shape " + shapeCame, "shape " + shape);
      }
      if (i == 0 && batched() && size > maxBatchRows) {
        throw refused(size + " rows", "at most " + maxBatchRows + " rows in a batch");
      }
      elements = Math.min(Integer.MAX_VALUE, elements) * Math.min(Integer.MAX_VALUE, size);
    }
    if (elements >= Integer.MAX_VALUE) {
      throw refused("shape " + shapeCame, "fewer elements");
    }
    return (int) elements;
  }

  StatusException refused(String came, String expected) {
    return Status.INVALID_ARGUMENT
        .withDescription("input '" + name + "': " + came + " (expected: " + expected + ")")
        .asException();
  }

  /** The smallest shape that fits: one row, one of everything that is free. */
  long[] smallest() {
    return shape.stream().mapToLong(size -> Math.max(1, size)).toArray();
  }

  /** Whether only the batch is free, so that any row count is a sound input. */
  boolean fixedButForTheBatch() {
    return shape.stream().skip(1).noneMatch(size -> size == -1);
  }

  static long[] longs(List<Long> shape) {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  static List<Long> list(long[] shape) {
    return Arrays.stream(shape).boxed().toList();
  }
}
