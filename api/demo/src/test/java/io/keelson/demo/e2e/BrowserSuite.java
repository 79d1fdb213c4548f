package io.keelson.demo.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The console's Playwright suite, run as {@code npm run browser} runs it. */
final class BrowserSuite {
  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final Path FOLDER = Checkout.root().resolve("web-client");
  private static final String RUNNER = "node_modules/@playwright/test/cli.js";
  private static final Path REPORT = FOLDER.resolve("target/browser/report.json");
  private static final Path LOG = Checkout.logs().resolve("console-browser.log");

  private BrowserSuite() {}

  /** What the suite wants and this machine lacks. */
  static Optional<String> missing() {
    return Programs.missing("node", "chromium");
  }

  /** The tests there are, without running one. */
  static List<BrowserTest> list() throws Exception {
    return read(
        Map.of("KEELSON_URL", "http://nowhere.invalid", "KEELSON_PASSWORD", "none"), "--list");
  }

  /**
   * Runs every test, or those that the system property {@code keelson.test.browser} chooses as
   * Playwright's own command line does.
   *
   * @param environment as the platform writes it down
   */
  static List<BrowserTest> run(Map<String, String> environment) throws Exception {
    return read(environment, System.getProperty("keelson.test.browser", "").split(" "));
  }

  private static List<BrowserTest> read(Map<String, String> environment, String... options)
      throws Exception {
    Files.deleteIfExists(REPORT);
    List<String> command = new ArrayList<>(List.of("node", RUNNER, "test"));
    command.addAll(List.of("--config", "test/browser/playwright.config.ts"));
    Stream.of(options).filter(option -> !option.isEmpty()).forEach(command::add);
    Files.createDirectories(LOG.getParent());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(FOLDER.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(LOG.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("NO_COLOR", "1");
    builder.environment().put("KEELSON_BROWSER_LEFT_OUT", leftOut());
    Process suite = builder.start();
    try {
      if (!suite.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the suite runs after " + LIMIT + ", see " + LOG);
      }
    } finally {
      suite.descendants().forEach(ProcessHandle::destroyForcibly);
      suite.destroyForcibly();
    }
    return tests();
  }

  /** Nothing where somebody chose what to run. */
  private static String leftOut() {
    boolean chosen = !System.getProperty("keelson.test.browser", "").isEmpty();
    return chosen ? "" : System.getProperty("keelson.test.left.out", "");
  }

  private static List<BrowserTest> tests() throws IOException {
    if (!Files.exists(REPORT)) {
      throw new IllegalStateException("the suite left no report, see " + LOG);
    }
    JsonNode report = new ObjectMapper().readTree(REPORT.toFile());
    if (!report.path("errors").isEmpty()) {
      throw new IllegalStateException("the suite did not run: " + report.path("errors"));
    }
    List<BrowserTest> found = BrowserTest.in(report);
    if (found.isEmpty()) {
      throw new IllegalStateException("the suite has no test, see " + LOG);
    }
    return found;
  }
}
