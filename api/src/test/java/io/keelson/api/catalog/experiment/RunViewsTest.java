package io.keelson.api.catalog.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunViewsTest {

  private static Artifact file(String path) {
    return new Artifact(null, path, false, 1L, "sha256:x");
  }

  @Test
  void aFolderShowsItsFoldersFirstAndThenItsFiles() {
    List<Artifact> files =
        List.of(file("a.txt"), file("m/model.onnx"), file("m/x/y.json"), file("z.txt"));

    assertThat(RunArtifacts.children("", files))
        .extracting(Artifact::path)
        .containsExactly("m", "a.txt", "z.txt");
    assertThat(RunArtifacts.children("m/", files.subList(1, 3)))
        .extracting(Artifact::path)
        .containsExactly("m/x", "m/model.onnx");
  }

  @Test
  void aParameterDiffersWhenItsValueDoesOrARunLacksIt() {
    Map<UUID, List<Tag>> params = new HashMap<>();
    params.put(
        UUID.randomUUID(),
        List.of(new Tag("lr", "0.1"), new Tag("seed", "1"), new Tag("only", "x")));
    params.put(UUID.randomUUID(), List.of(new Tag("lr", "0.2"), new Tag("seed", "1")));

    assertThat(RunDetails.differing(2, params)).containsExactly("lr", "only");
    assertThat(RunDetails.differing(3, params)).containsExactly("lr", "only", "seed");
  }

  @Test
  void aRunEndsAsItsJobDid() {
    assertThat(RunJobEvents.endOf("SUCCEEDED")).isEqualTo(RunStatus.FINISHED);
    assertThat(RunJobEvents.endOf("CANCELLED")).isEqualTo(RunStatus.KILLED);
    assertThat(RunJobEvents.endOf("FAILED")).isEqualTo(RunStatus.FAILED);
    assertThat(RunJobEvents.endOf("TIMED_OUT")).isEqualTo(RunStatus.FAILED);
  }
}
