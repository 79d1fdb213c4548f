package io.keelson.demo.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;

/**
 * A line of the usage ledger.
 *
 * @param source what the usage is of
 */
record UsageLine(
    String id,
    String meter,
    BigDecimal quantity,
    String source,
    OffsetDateTime from,
    OffsetDateTime to) {

  static UsageLine of(JsonNode line) {
    return new UsageLine(
        line.path("id").asText(),
        line.path("meter").asText(),
        new BigDecimal(line.path("quantity").asText()),
        line.path("source").asText(),
        OffsetDateTime.parse(line.path("from").asText()),
        OffsetDateTime.parse(line.path("to").asText()));
  }
}
