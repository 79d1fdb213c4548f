package io.keelson.api.graphql.live.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionResult;
import graphql.GraphqlErrorBuilder;
import io.keelson.api.graphql.ResultJson;
import jakarta.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerMessagesTest {

  @Test
  void anAnswerOverASocketHasTheBytesThatItHasOverHttp() throws Exception {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("money", new BigDecimal("0.10"));
    data.put("text", "\u00e9 \u20ac \ud83d\ude00 \" \\ \n");
    data.put("at", Instant.EPOCH);
    data.put("json", Json.createObjectBuilder().add("a", 1).build());
    data.put("list", List.of(1, 2.5, true));
    data.put("none", null);
    ExecutionResult result =
        ExecutionResult.newExecutionResult()
            .data(data)
            .addError(GraphqlErrorBuilder.newError().message("bad").build())
            .extensions(Map.of("cost", Map.of("used", 3)))
            .build();
    Map<String, Object> body = new ResultJson("request-1").body(result);

    String http = new String(ResultJson.bytes(body), UTF_8);

    assertThat(new String(ResultJson.bytes(ServerMessages.next("op \"1\"", body)), UTF_8))
        .isEqualTo("{\"id\":\"op \\\"1\\\"\",\"type\":\"next\",\"payload\":" + http + "}");
  }
}
