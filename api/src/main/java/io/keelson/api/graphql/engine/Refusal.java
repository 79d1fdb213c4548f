package io.keelson.api.graphql.engine;

import graphql.ErrorClassification;
import graphql.ErrorType;
import graphql.GraphQLError;
import graphql.language.SourceLocation;
import io.keelson.tenancy.failure.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What kept an operation from running, or from running on, with a stable code and, for bad input,
 * the field.
 */
record Refusal(String message, Map<String, Object> extensions, GraphQLError place)
    implements GraphQLError {

  static Refusal of(Failure failure) {
    return of(failure, null);
  }

  /**
   * @param place the engine's own error, which knows where in the document; null for none
   */
  static Refusal of(Failure failure, GraphQLError place) {
    Map<String, Object> extensions = new LinkedHashMap<>();
    extensions.put("code", failure.code().name());
    failure.field().ifPresent(field -> extensions.put("field", field));
    extensions.putAll(failure.details());
    return new Refusal(failure.getMessage(), extensions, place);
  }

  @Override
  public String getMessage() {
    return message;
  }

  @Override
  public List<SourceLocation> getLocations() {
    return place == null ? null : place.getLocations();
  }

  @Override
  public List<Object> getPath() {
    return place == null ? null : place.getPath();
  }

  @Override
  public Map<String, Object> getExtensions() {
    return extensions;
  }

  @Override
  public ErrorClassification getErrorType() {
    return ErrorType.ValidationError;
  }
}
