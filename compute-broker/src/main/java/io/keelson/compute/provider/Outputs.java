package io.keelson.compute.provider;

import java.nio.file.Path;
import java.util.List;

/**
 * What a job has left behind.
 *
 * @param files to be kept
 * @param remarks a sentence about each thing that is not kept, for the job's log
 * @param refusal why none is kept, or null
 */
public record Outputs(List<File> files, List<String> remarks, String refusal) {

  /**
   * A regular file that belongs to the job alone.
   *
   * @param path relative to {@code outputs/}
   */
  public record File(String path, Path location, long sizeBytes) {}
}
