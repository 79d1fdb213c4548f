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
  private static final String STANDARD_REGION = "us-east-1";

  /**
   * @param setting the property that the URL is the value of
   * @throws IllegalArgumentException saying what is expected, without repeating the secret
   */
  public static S3Settings of(URI url, String setting) {
    String[] account = url.getUserInfo() == null ? new String[0] : url.getUserInfo().split(":", 2);
    String bucket = url.getPath() == null ? "" : url.getPath().replaceFirst("^/", "");
    String query = url.getQuery() == null ? "region=" + STANDARD_REGION : url.getQuery();
    if (url.getHost() == null
        || account.length < 2
        || bucket.isEmpty()
        || bucket.contains("/")
        || !query.matches("region=[a-z0-9-]+")) {
      throw new IllegalArgumentException(
          "%s: of %s (expected: https://access-key:secret-key@host:port/bucket?region=name)"
              .formatted(setting, url.getHost() == null ? "no host" : url.getHost()));
    }
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return new S3Settings(
        URI.create(url.getScheme() + "://" + url.getHost() + port),
        query.substring(query.indexOf('=') + 1),
        bucket,
        account[0],
        account[1]);
  }

  /** Leaves the secret out, so that it does not end in a log. */
  @Override
  public String toString() {
    return "S3Settings[%s, %s, %s]".formatted(endpoint, region, bucket);
  }
}
