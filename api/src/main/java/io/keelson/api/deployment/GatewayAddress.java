package io.keelson.api.deployment;

import java.net.URI;

/**
 * How the inference gateway is reached, by callers and by this process.
 *
 * @param url of its REST door, without a slash at the end
 * @param grpcTarget host and port of the same protocol over gRPC
 */
public record GatewayAddress(String url, String grpcTarget) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  public GatewayAddress {
    URI parsed = URI.create(url);
    if (parsed.getHost() == null || url.endsWith("/")) {
      throw new IllegalArgumentException(
          "keelson.gateway.url: \""
              + url
              + "\" (expected: http or https, a host, no slash at the end)");
    }
  }

  /** The gRPC door is the same port unless somebody says otherwise. */
  public static GatewayAddress of(String url) {
    URI parsed = URI.create(url);
    int standard = "https".equals(parsed.getScheme()) ? HTTPS : HTTP;
    int port = parsed.getPort() < 0 ? standard : parsed.getPort();
    return new GatewayAddress(url, parsed.getHost() + ":" + port);
  }

  /** A model in the Open Inference Protocol; its name is a slug, fit for an address as it is. */
  public String model(String name) {
    return url + "/v2/models/" + name;
  }
}
