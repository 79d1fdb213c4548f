package io.keelson.tenancy.object;

import java.net.URI;

/**
 * A bucket of an S3 service.
 *
 * @param endpoint of the service, with the bucket as the first name of the path
 * @param bucket must exist
 */
public record S3Settings(
    URI endpoint, String region, String bucket, String accessKey, String secretKey) {

  /** Leaves the secret out, so that it does not end in a log. */
  @Override
  public String toString() {
    return "S3Settings[%s, %s, %s]".formatted(endpoint, region, bucket);
  }
}
