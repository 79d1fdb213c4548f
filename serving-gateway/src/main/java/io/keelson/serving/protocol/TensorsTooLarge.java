package io.keelson.serving.protocol;

/** Numbers and texts of a request take more bytes as tensors than they may. */
public final class TensorsTooLarge extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TensorsTooLarge() {
    super("the tensors are too large", null, false, false);
  }
}
