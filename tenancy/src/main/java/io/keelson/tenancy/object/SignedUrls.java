package io.keelson.tenancy.object;

import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.signing.SigningKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Links that let whoever has them upload to one upload, or download one object, until they expire
 * or their maker loses the right that they were made by; HMAC-SHA256 over everything in the link,
 * under the key of the time when it was made, whose id the signature begins with. A service hands
 * one out after it has checked the caller's permission; whoever opens one asks whether its maker
 * still has the right.
 *
 * <p>{@code <base>/data/uploads/<id>?tenant=<uuid>&by=<maker>&for=<right>&expires=<epoch
 * seconds>&signature=<base64url>} and {@code <base>/data/objects/<64 hex
 * digits>?tenant=…&by=…&for=…&name=<file name>&expires=…&signature=…}.
 */
@ApplicationScoped
public class SignedUrls {
  private static final String PURPOSE = "links";
  private static final Pattern SIGNATURE = Pattern.compile("(\\d{1,9})\\.[\\w-]{43}");

  private final SigningKeys keys;
  private final URI baseUrl;
  private final Duration uploadLifetime;
  private final Duration downloadLifetime;
  private final InstantSource clock;

  /** With keys that change every week. */
  public SignedUrls(ObjectsConfig config, InstantSource clock) {
    this(config, new SigningKeys(TenantKeys.signingRoot(config), clock), clock);
  }

  @Inject
  public SignedUrls(ObjectsConfig config, SigningKeys keys, InstantSource clock) {
    this.keys = keys;
    this.baseUrl = config.baseUrl();
    this.uploadLifetime = config.uploadLinkLifetime();
    this.downloadLifetime = config.downloadLinkLifetime();
    this.clock = clock;
  }

  /** A tus upload URL; asking again renews it. */
  public URI upload(Principal maker, LinkRight right, UUID uploadId) {
    LinkMaker by = LinkMaker.of(maker, right);
    long expires = clock.instant().plus(uploadLifetime).getEpochSecond();
    return URI.create(
        "%s/data/uploads/%s?tenant=%s&by=%s&for=%s&expires=%d&signature=%s"
            .formatted(
                baseUrl,
                uploadId,
                by.tenantId(),
                by.text(),
                right.text(),
                expires,
                signature("upload", by, uploadId, "", expires)));
  }

  /**
   * A link to all bytes of an object; ranges are welcome.
   *
   * @param digest {@code sha256:…}
   * @param fileName what a browser saves it as
   */
  public URI download(Principal maker, LinkRight right, String digest, String fileName) {
    LinkMaker by = LinkMaker.of(maker, right);
    String checked = Digests.checked("digest", digest);
    long expires = clock.instant().plus(downloadLifetime).getEpochSecond();
    String name = fileName == null ? "" : fileName;
    return URI.create(
        "%s/data/objects/%s?tenant=%s&by=%s&for=%s&name=%s&expires=%d&signature=%s"
            .formatted(
                baseUrl,
                checked.substring(checked.indexOf(':') + 1),
                by.tenantId(),
                by.text(),
                right.text(),
                URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"),
                expires,
                signature("download", by, checked, name, expires)));
  }

  /**
   * @throws LinkRefused unless this is a link of ours that has not expired; whether its maker still
   *     has the right is asked elsewhere
   */
  public void verifyUpload(LinkMaker by, UUID uploadId, long expires, String signature) {
    verify(signature, "upload", by, uploadId, "", expires);
  }

  /**
   * @param digest {@code sha256:…}
   * @throws LinkRefused unless this is a link of ours that has not expired; whether its maker still
   *     has the right is asked elsewhere
   */
  public void verifyDownload(
      LinkMaker by, String digest, String fileName, long expires, String signature) {
    verify(signature, "download", by, digest, fileName, expires);
  }

  private void verify(
      String signature, String what, LinkMaker by, Object thing, String name, long expires) {
    Matcher parts = SIGNATURE.matcher(signature);
    if (!parts.matches() || expires <= clock.instant().getEpochSecond()) {
      throw new LinkRefused();
    }
    int keyId = Integer.parseInt(parts.group(1));
    boolean genuine =
        keys.accepts(keyId)
            && MessageDigest.isEqual(
                signed(keyId, what, by, thing, name, expires).getBytes(StandardCharsets.US_ASCII),
                signature.getBytes(StandardCharsets.US_ASCII));
    if (!genuine) {
      throw new LinkRefused();
    }
  }

  private String signature(String what, LinkMaker by, Object thing, String name, long expires) {
    return signed(keys.current().id(), what, by, thing, name, expires);
  }

  private String signed(
      int keyId, String what, LinkMaker by, Object thing, String name, long expires) {
    return signed(keyId, what, by.tenantId(), by.text(), by.right().text(), thing, name, expires);
  }

  /** Each value is preceded by its length, so that no two sets of values read the same. */
  private String signed(int keyId, Object... values) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    for (Object value : values) {
      byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
      message.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      message.writeBytes(bytes);
    }
    byte[] mac = keys.sign(PURPOSE, keyId, message.toByteArray());
    return keyId + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
  }
}
