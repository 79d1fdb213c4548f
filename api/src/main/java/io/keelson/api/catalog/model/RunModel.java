package io.keelson.api.catalog.model;

import io.keelson.api.http.OutsideJson;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.object.TenantObjects;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A model among the files that a run left: the file or folder asked for, and what belongs to it.
 *
 * @param files with paths from the model's own folder
 * @param signature null where there is none
 */
record RunModel(String format, List<ModelFile> files, JsonObject signature) {
  static final String SIGNATURE = "signature.json";
  static final int MAX_FILES = 1_000;
  private static final String FIELD = "input.artifactPath";
  private static final String ONNX = "ONNX";
  private static final String ONNX_SUFFIX = ".onnx";
  private static final Set<String> COMPANIONS = Set.of(SIGNATURE, "reference-profile.json");
  private static final int MAX_SIGNATURE_BYTES = 1 << 20;

  /**
   * An ONNX file is a ModelProto, whose first field, written first by every encoder, is the IR
   * version: a varint.
   */
  private static final int IR_VERSION_TAG = 0x08;

  /**
   * @param artifacts all files of the run at or under the path's folder, with paths from the run's
   *     root
   * @throws Invalid when there is nothing at the path, no ONNX file in it, or a signature that is
   *     none
   */
  static RunModel read(
      TenantObjects objects, UUID tenantId, String artifactPath, List<ModelFile> artifacts) {
    List<ModelFile> files = relevant(artifactPath, artifacts);
    ModelFile onnx =
        files.stream()
            .filter(file -> file.path().endsWith(ONNX_SUFFIX))
            .findFirst()
            .orElseThrow(
                () ->
                    new Invalid(
                        FIELD, artifactPath, "an ONNX file of the run, or a folder that has one"));
    if (files.size() > MAX_FILES) {
      throw new Invalid(
          FIELD, artifactPath, "at most " + MAX_FILES + " files, has " + files.size());
    }
    if (firstByte(objects, tenantId, onnx) != IR_VERSION_TAG) {
      throw new Invalid(FIELD, onnx.path(), "a model in the ONNX format");
    }
    Optional<ModelFile> signature =
        files.stream().filter(file -> file.path().equals(SIGNATURE)).findFirst();
    return new RunModel(
        ONNX, files, signature.map(file -> json(objects, tenantId, file)).orElse(null));
  }

  /** The file with its companions beside it, or all that is in the folder. */
  static List<ModelFile> relevant(String artifactPath, List<ModelFile> artifacts) {
    boolean isFile = artifacts.stream().anyMatch(file -> file.path().equals(artifactPath));
    String folder = isFile ? folderOf(artifactPath) : artifactPath + "/";
    List<ModelFile> files = new ArrayList<>();
    for (ModelFile file : artifacts) {
      if (!file.path().startsWith(folder)) {
        continue;
      }
      String name = file.path().substring(folder.length());
      if (!isFile || file.path().equals(artifactPath) || COMPANIONS.contains(name)) {
        files.add(new ModelFile(name, file.digest(), file.sizeBytes()));
      }
    }
    return files;
  }

  /** With its slash at the end; empty for the root. */
  static String folderOf(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  private static int firstByte(TenantObjects objects, UUID tenantId, ModelFile file) {
    if (file.sizeBytes() == 0) {
      return -1;
    }
    try (InputStream content = objects.open(tenantId, file.digest(), 0, 1)) {
      return content.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject json(TenantObjects objects, UUID tenantId, ModelFile file) {
    String expected = "a JSON object of at most " + MAX_SIGNATURE_BYTES + " bytes";
    if (file.sizeBytes() > MAX_SIGNATURE_BYTES) {
      throw new Invalid(FIELD, file.path(), expected);
    }
    try (InputStream content = objects.open(tenantId, file.digest())) {
      JsonObject json = parsed(file, content.readNBytes(MAX_SIGNATURE_BYTES), expected);
      if (json.encode().contains("\\u0000")) {
        throw new Invalid(
            FIELD, file.path(), "JSON without null characters: the database stores none");
      }
      return json;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject parsed(ModelFile file, byte[] content, String expected) {
    try {
      return new JsonObject(OutsideJson.read(FIELD, content).object());
    } catch (Invalid notJson) {
      throw new Invalid(FIELD, file.path(), expected);
    }
  }
}
