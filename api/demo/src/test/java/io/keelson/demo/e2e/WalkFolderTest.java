package io.keelson.demo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** What a walk fetches may be out of reach for a while; what the walk itself promises may not. */
final class WalkFolderTest {
  private WalkFolder folder;

  @BeforeEach
  void begin() throws IOException {
    folder = new WalkFolder("walk-folder-test", Map.of());
    folder.write("tries", "");
  }

  @Test
  void whatFailsOnceIsPreparedAtTheSecondTry() throws Exception {
    folder.prepare("bash", "-c", "echo try >> tries; test $(wc -l < tries) = 2");

    assertThat(folder.read("tries")).hasLineCount(2);
  }

  @Test
  void aRegistryThatDoesNotAnswerTwiceLeavesTheTestOutAndIsQuoted() throws Exception {
    assertThatThrownBy(
            () ->
                folder.prepare(
                    "bash",
                    "-c",
                    "echo try >> tries; echo npm error code ECONNREFUSED >&2; exit 1"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("npm error code ECONNREFUSED");

    assertThat(folder.read("tries")).hasLineCount(2);
  }

  @Test
  void whatTheRegistryDoesNotHaveFailsTheTest() {
    assertThatThrownBy(
            () ->
                folder.prepare(
                    "bash", "-c", "echo No matching distribution found for gql==99 >&2; exit 1"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("gql==99");
  }

  @Test
  void aToolThatIsNotThereLeavesTheTestOutByItsName() {
    assertThatThrownBy(() -> folder.require("no such tool", "bash", "-c", "exit 1"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("no such tool");
  }

  @Test
  void aWalkFailsAtOnceWhateverItSays() throws Exception {
    assertThatThrownBy(
            () ->
                folder.run(
                    "bash",
                    "-c",
                    "echo try >> tries; echo ECONNREFUSED: nobody answers >&2; exit 1"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("ECONNREFUSED: nobody answers");

    assertThat(folder.read("tries")).hasLineCount(1);
  }
}
