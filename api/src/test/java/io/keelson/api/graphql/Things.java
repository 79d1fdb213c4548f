package io.keelson.api.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import java.util.Map;

/** Makes what a test needs, as its owner would. */
public final class Things {
  private static final int SHOWN = 500;

  private Things() {}

  /** The id of what a mutation made; {@code $x} is the only variable it may use. */
  public static String id(Graph owner, String mutation, Map<String, ?> variables) {
    String declared = variables.isEmpty() ? "" : "($x:ID!)";
    JsonNode data =
        owner.ask("mutation" + declared + "{made:" + mutation + "{id}}", variables).data();
    return data.at("/made/id").asText();
  }

  public static String shortened(JsonNode body) {
    String text = body.toString();
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }
}
