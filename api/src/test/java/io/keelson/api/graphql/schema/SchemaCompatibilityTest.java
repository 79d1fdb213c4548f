package io.keelson.api.graphql.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whoever was right about the last release is right still. The release is kept beside this test,
 * since not every clone has tags; where there is one, it counts as well.
 */
class SchemaCompatibilityTest {
  private static final String RELEASED =
      """
      type Query {
        run(id: ID!, depth: Int, old: Int @deprecated(reason: "Use depth. Goes after 2026-06-30.")): Run
        runs(filter: Filter): [Run!]!
        former: Former @deprecated(reason: "Use run. Goes after 2026-06-30.")
        later: Int @deprecated(reason: "Use run. Goes after 2027-06-30.")
        undated: Int @deprecated(reason: "Use run.")
      }
      type Run { id: ID! name: String! note: String state: State! }
      type Former { id: ID! }
      input Filter { name: String gone: String @deprecated(reason: "Use name. Goes after 2026-06-30.") }
      enum State { OPEN CLOSED LOST @deprecated(reason: "Use CLOSED. Goes after 2026-06-30.") }
      """;

  private final SchemaCompatibility today = new SchemaCompatibility(LocalDate.parse("2026-07-01"));

  @Test
  void whatWasReleasedHoldsStill() throws Exception {
    SchemaCompatibility now = new SchemaCompatibility(LocalDate.now());
    String present = Files.readString(SchemaText.COMMITTED);
    assertThat(now.breaks(released(), present)).as("against released.graphql").isEmpty();
    Optional<String> tagged = ofTheLastTag();
    if (tagged.isPresent()) {
      assertThat(now.breaks(tagged.get(), present)).as("against the last tag").isEmpty();
    }
  }

  private static String released() throws IOException {
    try (InputStream file = SchemaCompatibilityTest.class.getResourceAsStream("released.graphql")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Optional<String> ofTheLastTag() throws Exception {
    Optional<String> tag = git("describe", "--tags", "--abbrev=0");
    return tag.isEmpty() ? tag : git("show", tag.get().strip() + ":./schema.graphql");
  }

  /** Empty where there is no git, no repository, or nothing of the kind in it. */
  private static Optional<String> git(String... arguments) throws InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(answer) : Optional.empty();
    } catch (IOException noGit) {
      return Optional.empty();
    }
  }

  @Test
  void aSchemaHoldsAgainstItself() {
    assertThat(today.breaks(RELEASED, RELEASED)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a field goes                    | ' note: String'    | ''                  | Run.note",
        "an argument goes                | ', depth: Int'     | ''                  | Query.run",
        "an argument is added, required  | 'depth: Int'       | 'depth: Int, k: Int!' | 'k'",
        "an argument becomes required    | 'depth: Int'       | 'depth: Int!'       | 'depth'",
        "a type is narrowed              | 'name: String!'    | 'name: String'      | Run.name",
        "a list's items may be null      | '[Run!]!'          | '[Run]!'            | Query.runs",
        "a type is another               | 'note: String'     | 'note: Int'         | Run.note",
        "an input field goes             | 'name: String '    | ''                  | Filter.name",
        "an input field becomes required | 'name: String '    | 'name: String! '    | 'name'",
        "a value of an enumeration goes  | 'OPEN '            | ''                  | 'OPEN'",
        "a deprecated field goes early   | 'later: Int @deprecated(reason: \"Use run. Goes after 2027-06-30.\")' | '' | Query.later",
        "one goes that has no date       | 'undated: Int @deprecated(reason: \"Use run.\")' | '' | Query.undated"
      })
  void whatBreaksCallersIsFound(String what, String from, String to, String named) {
    assertThat(RELEASED).contains(from);
    assertThat(today.breaks(RELEASED, RELEASED.replace(from, to)))
        .as(what)
        .singleElement()
        .asString()
        .contains(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a field is added               | 'note: String'  | 'note: String more: Int'",
        "an argument is added, optional | 'depth: Int'    | 'depth: Int, k: Int'",
        "a field is never null any more | 'note: String'  | 'note: String!'",
        "an input field is added        | 'name: String ' | 'name: String more: Int '",
        "a deprecated field goes        | 'former: Former @deprecated(reason: \"Use run. Goes after 2026-06-30.\")' | ''",
        "a deprecated argument goes     | ', old: Int @deprecated(reason: \"Use depth. Goes after 2026-06-30.\")' | ''",
        "a deprecated input field goes  | 'gone: String @deprecated(reason: \"Use name. Goes after 2026-06-30.\")' | ''",
        "a deprecated value goes        | 'LOST @deprecated(reason: \"Use CLOSED. Goes after 2026-06-30.\")' | ''"
      })
  void whatBreaksNobodyIsLetThrough(String what, String from, String to) {
    assertThat(RELEASED).contains(from);
    assertThat(today.breaks(RELEASED, RELEASED.replace(from, to))).as(what).isEmpty();
  }

  @Test
  void theTypeOfADeprecatedFieldGoesWithIt() {
    String without =
        RELEASED
            .replace("former: Former @deprecated(reason: \"Use run. Goes after 2026-06-30.\")", "")
            .replace("type Former { id: ID! }", "");
    assertThat(today.breaks(RELEASED, without)).isEmpty();
  }

  @Test
  void whatIsDeprecatedStaysUntilItsDate() {
    SchemaCompatibility before = new SchemaCompatibility(LocalDate.parse("2026-06-29"));
    String without =
        RELEASED.replace(
            "former: Former @deprecated(reason: \"Use run. Goes after 2026-06-30.\")", "");
    assertThat(before.breaks(RELEASED, without))
        .singleElement()
        .asString()
        .contains("Query.former");
  }
}
