package io.keelson.djlworker;

import io.keelson.djlworker.protocol.DataType;

/** The protocol's tensor types that this worker takes and gives, and what DJL calls them. */
enum Datatype {
  BOOL(ai.djl.ndarray.types.DataType.BOOLEAN, 1, DataType.TYPE_BOOL),
  UINT8(ai.djl.ndarray.types.DataType.UINT8, 1, DataType.TYPE_UINT8),
  INT8(ai.djl.ndarray.types.DataType.INT8, 1, DataType.TYPE_INT8),
  INT32(ai.djl.ndarray.types.DataType.INT32, 4, DataType.TYPE_INT32),
  INT64(ai.djl.ndarray.types.DataType.INT64, 8, DataType.TYPE_INT64),
  FP32(ai.djl.ndarray.types.DataType.FLOAT32, 4, DataType.TYPE_FP32),
  FP64(ai.djl.ndarray.types.DataType.FLOAT64, 8, DataType.TYPE_FP64),
  /** Texts of any length; their size is not known from the shape. */
  BYTES(ai.djl.ndarray.types.DataType.STRING, 0, DataType.TYPE_STRING);

  final ai.djl.ndarray.types.DataType djl;
  final int sizeBytes;
  final DataType config;

  Datatype(ai.djl.ndarray.types.DataType djl, int sizeBytes, DataType config) {
    this.djl = djl;
    this.sizeBytes = sizeBytes;
    this.config = config;
  }

  static Datatype of(ai.djl.ndarray.types.DataType djl) {
    for (Datatype type : values()) {
      if (type.djl == djl) {
        return type;
      }
    }
    throw new IllegalStateException(
        "the model gives a tensor of " + djl + ", which the protocol's door does not carry");
  }
}
