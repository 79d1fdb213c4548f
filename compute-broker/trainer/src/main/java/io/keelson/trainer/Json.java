package io.keelson.trainer;

import com.fasterxml.jackson.databind.json.JsonMapper;

/** One mapper for the process: building one costs tens of milliseconds of a start. */
public final class Json {
  public static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}
}
