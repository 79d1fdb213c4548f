package io.keelson.api.graphql.random;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keelson.api.testing.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks at each answer for defects and for anything of the other tenant's: the word in the names of
 * its rows, and ids. An id belongs to the tenant in whose answers it was seen first. A message may
 * name what the caller sent; data may not, when it is the other tenant's.
 */
final class Witness {
  private static final int FIRST_SERVER_ERROR = 500;
  private static final int PUT_OFF = 503;
  private static final Pattern ID = Pattern.compile("[a-z]+_[0-9a-hjkmnp-tv-z]{26}(?![0-9a-z])");

  /** As people's ids are written. */
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final Map<String, Side> owners = new ConcurrentHashMap<>();
  private final Set<String> everybodys;

  /**
   * @param everybodys ids that rows of both tenants name
   */
  Witness(Set<String> everybodys) {
    this.everybodys = everybodys;
  }

  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  static boolean holdsIds(JsonNode data) {
    return ID.matcher(data.toString()).find();
  }

  /** Whether it is this tenant's; nobody's is from now on. */
  boolean claim(String id, Side side) {
    return owners.computeIfAbsent(id, first -> side).word().equals(side.word());
  }

  int ids() {
    return owners.size();
  }

  /** Whether it is one that says to ask again, which a platform that is busy may give. */
  static boolean isPutOff(Graph.Answer answer) {
    return answer.status() == PUT_OFF && answer.code().equals(Optional.of("UNAVAILABLE"));
  }

  /** What is wrong with an answer to a caller of one tenant; empty for nothing. */
  List<String> wrongIn(Side own, Side other, String sent, Graph.Answer answer) {
    List<String> wrong = new ArrayList<>();
    if (answer.status() >= FIRST_SERVER_ERROR) {
      wrong.add("HTTP " + answer.status());
    }
    wrong.addAll(wrongInBody(own, other, sent, answer));
    return wrong;
  }

  /** {@link #wrongIn} whatever the status. */
  List<String> wrongInBody(Side own, Side other, String sent, Graph.Answer answer) {
    List<String> wrong = new ArrayList<>();
    for (JsonNode error : answer.body().path("errors")) {
      if (error.at("/extensions/code").asText("none").matches("INTERNAL|none")) {
        wrong.add("a defect: " + error);
      }
    }
    if (answer.body().toString().contains(other.word())) {
      wrong.add("a name of the other tenant's");
    }
    foreign(own, rows(answer.body().path("data")))
        .forEach(id -> wrong.add("data: the other's " + id));
    foreign(own, answer.body().path("errors"))
        .filter(id -> !sent.contains(id))
        .forEach(id -> wrong.add("a message: the other's " + id));
    return wrong;
  }

  /** An audit log holds what its tenant's callers named, whosever it is: its ids say nothing. */
  private static JsonNode rows(JsonNode data) {
    JsonNode rows = data.deepCopy();
    rows.findParents("__typename").stream()
        .filter(object -> object.path("__typename").asText().equals("AuditEntry"))
        .forEach(entry -> ((ObjectNode) entry).removeAll());
    return rows;
  }

  private Stream<String> foreign(Side own, JsonNode part) {
    String text = part.toString();
    return Stream.of(ID, UUID)
        .flatMap(form -> form.matcher(text).results())
        .map(MatchResult::group)
        .filter(id -> !everybodys.contains(id) && !claim(id, own));
  }
}
