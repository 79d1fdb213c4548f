package io.keelson.api.graphql;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import graphql.ExceptionWhileDataFetching;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Failure;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * What the results of one request say, the same over HTTP and over sockets: a stable code in every
 * error, and decimals as strings, so that no reader rounds money.
 */
public final class ResultJson {
  private static final Logger LOG = Logger.getLogger(ResultJson.class);
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
          .withConfigOverride(
              BigDecimal.class,
              exact -> exact.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.STRING)))
          .addModule(new SimpleModule().addSerializer(JsonValue.class, new JsonValueAsJson()))
          .build();

  private final String requestId;

  public ResultJson(String requestId) {
    this.requestId = requestId;
  }

  /** The result as it is written, by {@link #bytes}. */
  public Map<String, Object> body(ExecutionResult result) {
    Map<String, Object> body = new LinkedHashMap<>();
    List<Map<String, Object>> errors = errors(result);
    if (!errors.isEmpty()) {
      body.put("errors", errors);
    }
    if (result.isDataPresent()) {
      body.put("data", result.getData());
    }
    if (result.getExtensions() != null) {
      body.put("extensions", result.getExtensions());
    }
    return body;
  }

  /** In the order of the result's own. */
  public List<Map<String, Object>> errors(ExecutionResult result) {
    List<Map<String, Object>> errors = new ArrayList<>();
    for (GraphQLError error : result.getErrors()) {
      errors.add(told(error));
    }
    return errors;
  }

  /** Of what failed outside the engine: a known failure, or a defect, which is logged. */
  public static Map<String, Object> error(Throwable failure, String requestId) {
    if (failure instanceof ApiError known) {
      ErrorCode code = ErrorCode.valueOf(String.valueOf(known.getExtensions().get("code")));
      Map<String, Object> error = error(code, known.getMessage(), requestId);
      extensions(error).putAll(known.getExtensions());
      return error;
    }
    if (failure instanceof Failure known) {
      Map<String, Object> error = error(known.code(), known.getMessage(), requestId);
      known.field().ifPresent(field -> extensions(error).put("field", field));
      extensions(error).putAll(known.details());
      return error;
    }
    LOG.errorf(failure, "request %s failed", requestId);
    String message = ApiError.internal(requestId, failure).getMessage();
    return error(ErrorCode.INTERNAL, message, requestId);
  }

  public static Map<String, Object> error(ErrorCode code, String message, String requestId) {
    Map<String, Object> extensions = new LinkedHashMap<>();
    extensions.put("code", code.name());
    extensions.put("requestId", requestId);
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("message", message);
    error.put("extensions", extensions);
    return error;
  }

  /** The code of an error that was made here. */
  public static String code(Map<String, Object> error) {
    return String.valueOf(extensions(error).get("code"));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> extensions(Map<String, Object> error) {
    return (Map<String, Object>) error.get("extensions");
  }

  /** Of what is small: an error, or what has none of a caller's data in it. */
  public static byte[] bytes(Map<String, Object> body) throws JsonProcessingException {
    return MAPPER.writeValueAsBytes(body);
  }

  /**
   * @throws Failure when it is too large, or there is no room for it
   */
  static void write(Map<String, Object> body, AnswerBytes answer) {
    try {
      MAPPER.writeValue(answer, body);
    } catch (AnswerBytes.Refused e) {
      throw e.failure();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Object> told(GraphQLError error) {
    Map<String, Object> out = new LinkedHashMap<>();
    Map<String, Object> extensions = new LinkedHashMap<>();
    out.put("message", error.getMessage());
    if (error.getLocations() != null && !error.getLocations().isEmpty()) {
      out.put(
          "locations",
          error.getLocations().stream()
              .map(at -> Map.of("line", at.getLine(), "column", at.getColumn()))
              .toList());
    }
    if (error.getPath() != null) {
      out.put("path", error.getPath());
    }
    Throwable cause = cause(error);
    if (cause instanceof ApiError known) {
      out.put("message", known.getMessage());
      extensions.putAll(known.getExtensions());
    } else if (cause != null) {
      LOG.errorf(cause, "request %s failed", requestId);
      out.put("message", ApiError.internal(requestId, cause).getMessage());
      extensions.put("code", ErrorCode.INTERNAL.name());
    } else if (error.getExtensions() != null && error.getExtensions().get("code") != null) {
      extensions.putAll(error.getExtensions());
    } else {
      extensions.put("code", ErrorCode.VALIDATION.name());
    }
    extensions.put("requestId", requestId);
    out.put("extensions", extensions);
    return out;
  }

  private static Throwable cause(GraphQLError error) {
    return error instanceof ExceptionWhileDataFetching fetching ? fetching.getException() : null;
  }

  /** The JSON scalar holds JSON already. */
  private static final class JsonValueAsJson extends StdSerializer<JsonValue> {
    private static final long serialVersionUID = 1L;

    JsonValueAsJson() {
      super(JsonValue.class);
    }

    @Override
    public void serialize(JsonValue value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeRawValue(value.toString());
    }
  }
}
