package io.keelson.api.graphql;

import graphql.ErrorClassification;
import graphql.ErrorType;
import graphql.GraphQLError;
import graphql.language.SourceLocation;
import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Failure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a caller is told: a message, a stable code and, for bad input, the field. */
public final class ApiError extends RuntimeException implements GraphQLError {
  private static final long serialVersionUID = 1L;
  private final transient Map<String, Object> extensions = new HashMap<>();

  private ApiError(
      String message, ErrorCode code, String field, String requestId, Throwable cause) {
    super(message, cause);
    extensions.put("code", code.name());
    if (field != null) {
      extensions.put("field", field);
    }
    if (requestId != null) {
      extensions.put("requestId", requestId);
    }
  }

  static ApiError of(Failure failure, String requestId) {
    ApiError error =
        new ApiError(
            failure.getMessage(), failure.code(), failure.field().orElse(null), requestId, failure);
    error.extensions.putAll(failure.details());
    return error;
  }

  /** A defect: the caller gets the request id, the log gets the rest. */
  static ApiError internal(String requestId, Throwable cause) {
    return new ApiError(
        "something went wrong on our side; name the request " + requestId + " when you report it",
        ErrorCode.INTERNAL,
        null,
        requestId,
        cause);
  }

  @Override
  public List<SourceLocation> getLocations() {
    return null;
  }

  @Override
  public ErrorClassification getErrorType() {
    return ErrorType.DataFetchingException;
  }

  @Override
  public Map<String, Object> getExtensions() {
    return extensions;
  }
}
