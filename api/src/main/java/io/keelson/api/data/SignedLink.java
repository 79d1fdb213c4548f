package io.keelson.api.data;

import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.object.LinkMaker;
import io.keelson.tenancy.object.SignedUrls;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;

/** What stands in the query of a link; nothing of it is believed before it was verified. */
record SignedLink(LinkMaker maker, String name, long expires, String signature) {
  private static final int MAX_VALUE_CHARACTERS = 2_000;

  /**
   * @throws NotFound when it is no link of ours at all
   */
  static SignedLink of(RoutingContext context) {
    try {
      return new SignedLink(
          LinkMaker.parse(
              UUID.fromString(value(context, "tenant")),
              value(context, "by"),
              value(context, "for")),
          value(context, "name"),
          Long.parseLong(value(context, "expires")),
          value(context, "signature"));
    } catch (IllegalArgumentException e) {
      throw new NotFound("link");
    }
  }

  UUID tenantId() {
    return maker.tenantId();
  }

  private static String value(RoutingContext context, String name) {
    String value = context.queryParams().get(name);
    if (value != null && value.length() > MAX_VALUE_CHARACTERS) {
      throw new IllegalArgumentException(name);
    }
    return value == null ? "" : value;
  }

  /** The upload that the path names, once the link is verified. */
  UUID upload(RoutingContext context, SignedUrls urls) {
    UUID id;
    try {
      id = UUID.fromString(context.pathParam("id"));
    } catch (IllegalArgumentException e) {
      throw new NotFound("upload");
    }
    urls.verifyUpload(maker, id, expires, signature);
    return id;
  }

  /** The digest of the object that the path names, once the link is verified. */
  String object(RoutingContext context, SignedUrls urls) {
    String digest = "sha256:" + context.pathParam("digest");
    urls.verifyDownload(maker, digest, name, expires, signature);
    return digest;
  }
}
