package io.keelson.api.transform;

import java.util.Arrays;
import java.util.Optional;

/** What a transform writes its table as. */
public enum TransformFormat {
  PARQUET("data.parquet", ""),
  /** What trainers and scorings read; types are what a reader makes of the text. */
  CSV("data.csv", ", CSV");

  private final String path;
  private final String suffix;

  TransformFormat(String path, String suffix) {
    this.path = path;
    this.suffix = suffix;
  }

  /** Of the table, among the job's outputs. */
  String path() {
    return path;
  }

  /** The engine as it writes so: what it leaves otherwise is another version. */
  String engine(String name) {
    return name + suffix;
  }

  /** What {@link #engine} was given. */
  String engineName(String engine) {
    return engine.substring(0, engine.length() - suffix.length());
  }

  /** That {@link #engine} was asked of. */
  static TransformFormat ofEngine(String engine) {
    return engine.endsWith(CSV.suffix) ? CSV : PARQUET;
  }

  static Optional<TransformFormat> ofPath(String path) {
    return Arrays.stream(values()).filter(format -> format.path.equals(path)).findFirst();
  }
}
