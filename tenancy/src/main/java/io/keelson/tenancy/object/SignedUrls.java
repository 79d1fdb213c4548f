package io.keelson.tenancy.object;

import io.keelson.tenancy.access.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Links that let whoever has them upload to one upload, or download one object, until they expire
 * or their maker loses their rights; HMAC-SHA256 over everything in the link. A service hands one
 * out after it has checked the caller's permission; whoever opens one asks whether its maker still
 * counts.
 *
 * <p>{@code <base>/data/uploads/<id>?tenant=<uuid>&by=<maker>&expires=<epoch
 * seconds>&signature=<base64url>} and {@code <base>/data/objects/<64 hex
 * digits>?tenant=…&by=…&name=<file name>&expires=…&signature=…}.
 */
@ApplicationScoped
public class SignedUrls {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private final SecretKeySpec key;
  private final URI baseUrl;
  private final Duration uploadLifetime;
  private final Duration downloadLifetime;
  private final InstantSource clock;

  @Inject
  public SignedUrls(ObjectsConfig config, InstantSource clock) {
    byte[] bytes = KeyFile.readOrCreate(config.linkKeyFile(), SignedUrls::freshKey);
    if (bytes.length < KEY_BYTES) {
      throw new IllegalStateException(
          "%s holds %d bytes (expected: at least %d)"
              .formatted(config.linkKeyFile(), bytes.length, KEY_BYTES));
    }
    this.key = new SecretKeySpec(bytes, ALGORITHM);
    this.baseUrl = config.baseUrl();
    this.uploadLifetime = config.uploadLinkLifetime();
    this.downloadLifetime = config.downloadLinkLifetime();
    this.clock = clock;
  }

  private static byte[] freshKey() {
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /** A tus upload URL; asking again renews it. */
  public URI upload(Principal maker, UUID uploadId) {
    LinkMaker by = LinkMaker.of(maker);
    long expires = clock.instant().plus(uploadLifetime).getEpochSecond();
    return URI.create(
        "%s/data/uploads/%s?tenant=%s&by=%s&expires=%d&signature=%s"
            .formatted(
                baseUrl,
                uploadId,
                by.tenantId(),
                by.text(),
                expires,
                signature("upload", by.tenantId(), by.text(), uploadId, "", expires)));
  }

  /**
   * A link to all bytes of an object; ranges are welcome.
   *
   * @param digest {@code sha256:…}
   * @param fileName what a browser saves it as
   */
  public URI download(Principal maker, String digest, String fileName) {
    LinkMaker by = LinkMaker.of(maker);
    String checked = Digests.checked("digest", digest);
    long expires = clock.instant().plus(downloadLifetime).getEpochSecond();
    String name = fileName == null ? "" : fileName;
    return URI.create(
        "%s/data/objects/%s?tenant=%s&by=%s&name=%s&expires=%d&signature=%s"
            .formatted(
                baseUrl,
                checked.substring(checked.indexOf(':') + 1),
                by.tenantId(),
                by.text(),
                URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"),
                expires,
                signature("download", by.tenantId(), by.text(), checked, name, expires)));
  }

  /**
   * @throws LinkRefused unless this is a link of ours that has not expired; whether its maker
   *     counts is asked elsewhere
   */
  public void verifyUpload(LinkMaker by, UUID uploadId, long expires, String signature) {
    verify(
        signature("upload", by.tenantId(), by.text(), uploadId, "", expires), expires, signature);
  }

  /**
   * @param digest {@code sha256:…}
   * @throws LinkRefused unless this is a link of ours that has not expired; whether its maker
   *     counts is asked elsewhere
   */
  public void verifyDownload(
      LinkMaker by, String digest, String fileName, long expires, String signature) {
    verify(
        signature("download", by.tenantId(), by.text(), digest, fileName, expires),
        expires,
        signature);
  }

  private void verify(String expected, long expires, String signature) {
    boolean genuine =
        MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.US_ASCII),
            signature.getBytes(StandardCharsets.UTF_8));
    if (!genuine || expires <= clock.instant().getEpochSecond()) {
      throw new LinkRefused();
    }
  }

  /** Each value is preceded by its length, so that no two sets of values read the same. */
  private String signature(Object... values) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      for (Object value : values) {
        byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        mac.update(bytes);
      }
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
