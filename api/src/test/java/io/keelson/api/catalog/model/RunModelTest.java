package io.keelson.api.catalog.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RunModelTest {

  private static ModelFile file(String path) {
    return new ModelFile(path, "sha256:x", 1);
  }

  @Test
  void aFileBringsItsCompanionsAndNothingElse() {
    List<ModelFile> artifacts =
        List.of(
            file("m/model.onnx"),
            file("m/signature.json"),
            file("m/predictions.csv"),
            file("m/sub/signature.json"));

    assertThat(RunModel.relevant("m/model.onnx", artifacts))
        .extracting(ModelFile::path)
        .containsExactly("model.onnx", "signature.json");
  }

  @Test
  void aFolderBringsAllThatIsInIt() {
    List<ModelFile> artifacts =
        List.of(file("m/model.onnx"), file("m/data/weights.bin"), file("model2/model.onnx"));

    assertThat(RunModel.relevant("m", artifacts))
        .extracting(ModelFile::path)
        .containsExactly("model.onnx", "data/weights.bin");
  }

  @Test
  void aFileAtTheRootHasItsCompanionsAtTheRoot() {
    assertThat(
            RunModel.relevant(
                "model.onnx", List.of(file("model.onnx"), file("reference-profile.json"))))
        .hasSize(2);
    assertThat(RunModel.folderOf("model.onnx")).isEmpty();
    assertThat(RunModel.folderOf("a/b/model.onnx")).isEqualTo("a/b/");
  }
}
