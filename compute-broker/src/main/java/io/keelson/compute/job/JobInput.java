package io.keelson.compute.job;

import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import java.util.regex.Pattern;

/**
 * An object of the tenant that the job finds as a file.
 *
 * @param path relative, under {@code inputs/}
 * @param digest {@code sha256:} and 64 hexadecimal digits; what is placed is checked against it
 * @param sizeBytes of the object
 */
public record JobInput(String path, String digest, long sizeBytes) {
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  public JobInput {
    Input.path("inputs.path", path);
    if (digest == null || !DIGEST.matcher(digest).matches()) {
      throw new Invalid("inputs.digest", digest, "sha256: and 64 lower-case hexadecimal digits");
    }
    Input.range("inputs.sizeBytes", sizeBytes, 0, Long.MAX_VALUE);
  }
}
