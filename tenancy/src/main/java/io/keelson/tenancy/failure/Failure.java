package io.keelson.tenancy.failure;

import java.util.Map;
import java.util.Optional;

/** An outcome that a caller is told about, with a stable code and, for bad input, the field. */
public abstract class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final ErrorCode code;
  private final String field;

  protected Failure(ErrorCode code, String field, String message) {
    super(message);
    this.code = code;
    this.field = field;
  }

  protected Failure(ErrorCode code, String field, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.field = field;
  }

  public ErrorCode code() {
    return code;
  }

  /** The input field at fault, as a dotted path such as {@code input.slug}. */
  public Optional<String> field() {
    return Optional.ofNullable(field);
  }

  /** What callers are told beside code and field, by name: numbers and texts. */
  public Map<String, Object> details() {
    return Map.of();
  }
}
