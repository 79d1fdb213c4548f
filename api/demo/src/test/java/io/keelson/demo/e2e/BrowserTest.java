package io.keelson.demo.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One test of the browser suite, as Playwright's JSON report tells of it.
 *
 * @param outcome {@code expected}, {@code unexpected}, {@code flaky} or {@code skipped}
 * @param message why it did not pass; empty when it did
 * @param figures what it measured, a line each
 */
record BrowserTest(
    String file, String title, String outcome, String message, List<String> figures) {
  private static final String FIGURE = "figure";

  /** All tests of a report, in its order. */
  static List<BrowserTest> in(JsonNode report) {
    List<BrowserTest> found = new ArrayList<>();
    report.path("suites").forEach(suite -> collect(suite, found));
    return found;
  }

  private static void collect(JsonNode suite, List<BrowserTest> found) {
    for (JsonNode spec : suite.path("specs")) {
      JsonNode test = spec.path("tests").path(0);
      found.add(
          new BrowserTest(
              spec.path("file").asText(),
              spec.path("title").asText(),
              test.path("status").asText(),
              message(test),
              notes(test, true)));
    }
    suite.path("suites").forEach(inner -> collect(inner, found));
  }

  private static String message(JsonNode test) {
    List<String> said = new ArrayList<>();
    for (JsonNode result : test.path("results")) {
      result.path("errors").forEach(error -> said.add(error.path("message").asText()));
    }
    said.addAll(notes(test, false));
    return String.join("\n", said);
  }

  /** What it noted of what it measured, or of everything else, such as why it was skipped. */
  private static List<String> notes(JsonNode test, boolean figures) {
    List<String> found = new ArrayList<>();
    for (JsonNode note : test.path("annotations")) {
      if (note.path("type").asText().equals(FIGURE) == figures) {
        found.add(note.path("description").asText());
      }
    }
    return found;
  }
}
