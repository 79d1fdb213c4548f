package io.keelson.tenancy.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.access.EndedSessions;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.signing.SigningKeys;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SignedUrlsTest {
  private static final UUID TENANT = UUID.fromString("00000000-0000-7000-8000-000000000001");
  private static final UUID OTHER = UUID.fromString("00000000-0000-7000-8000-000000000002");
  private static final Principal MAKER = maker(TENANT, Principal.Kind.PERSON, null);
  private static final LinkRight RIGHT = new LinkRight(Permission.DATASET_READ, UUID.randomUUID());
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock();
  private ObjectsConfig config;
  private SignedUrls urls;

  @BeforeEach
  void open() {
    config = ObjectsConfig.defaults(folder, URI.create("http://127.0.0.1:7080"));
    urls = new SignedUrls(config, clock);
  }

  private static Principal maker(UUID tenantId, Principal.Kind kind, Principal.JobAttempt attempt) {
    return new Principal(
        kind, UUID.randomUUID(), tenantId, "house", "maker", Set.of(), Map.of(), attempt);
  }

  @Test
  void aLinkNamesItsMakerAndTheirRight() {
    Principal job =
        maker(
            TENANT,
            Principal.Kind.JOB,
            new Principal.JobAttempt(UUID.randomUUID(), UUID.randomUUID(), 7));
    Principal inSession = MAKER.inSession(EndedSessions.mark("a session"));
    for (Principal maker : List.of(MAKER, inSession, job)) {
      Map<String, String> query = query(urls.download(maker, RIGHT, DIGEST, "a"));
      assertThat(LinkMaker.parse(TENANT, query.get("by"), query.get("for")))
          .isEqualTo(LinkMaker.of(maker, RIGHT));
    }
  }

  @Test
  void anUploadLinkHoldsForAQuarterOfAnHour() {
    UUID id = UUID.randomUUID();
    URI link = urls.upload(MAKER, RIGHT, id);
    Map<String, String> query = query(link);

    assertThat(link.toString())
        .startsWith("http://127.0.0.1:7080/data/uploads/" + id + "?tenant=" + TENANT);
    long expires = Long.parseLong(query.get("expires"));
    clock.advance(Duration.ofMinutes(15).minusSeconds(1));
    assertThatCode(
            () ->
                urls.verifyUpload(LinkMaker.of(MAKER, RIGHT), id, expires, query.get("signature")))
        .doesNotThrowAnyException();
    clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(
            () ->
                urls.verifyUpload(LinkMaker.of(MAKER, RIGHT), id, expires, query.get("signature")))
        .isInstanceOf(LinkRefused.class);
  }

  @Test
  void nothingInAnUploadLinkCanBeChanged() {
    UUID id = UUID.randomUUID();
    Map<String, String> query = query(urls.upload(MAKER, RIGHT, id));
    long expires = Long.parseLong(query.get("expires"));
    String signature = query.get("signature");

    assertThatThrownBy(
            () ->
                urls.verifyUpload(
                    LinkMaker.parse(OTHER, LinkMaker.of(MAKER, RIGHT).text(), RIGHT.text()),
                    id,
                    expires,
                    signature))
        .isInstanceOf(LinkRefused.class);
    LinkMaker another = LinkMaker.of(maker(TENANT, Principal.Kind.PERSON, null), RIGHT);
    assertThatThrownBy(() -> urls.verifyUpload(another, id, expires, signature))
        .isInstanceOf(LinkRefused.class);
    for (LinkRight other :
        List.of(
            new LinkRight(Permission.PROJECT_READ, RIGHT.projectId()),
            new LinkRight(RIGHT.permission(), UUID.randomUUID()))) {
      LinkMaker lesser = LinkMaker.of(MAKER, other);
      assertThatThrownBy(() -> urls.verifyUpload(lesser, id, expires, signature))
          .isInstanceOf(LinkRefused.class);
    }
    assertThatThrownBy(
            () ->
                urls.verifyUpload(
                    LinkMaker.of(MAKER, RIGHT), UUID.randomUUID(), expires, signature))
        .isInstanceOf(LinkRefused.class);
    assertThatThrownBy(
            () -> urls.verifyUpload(LinkMaker.of(MAKER, RIGHT), id, expires + 1, signature))
        .isInstanceOf(LinkRefused.class);
    assertThatThrownBy(() -> urls.verifyUpload(LinkMaker.of(MAKER, RIGHT), id, expires, ""))
        .isInstanceOf(LinkRefused.class);
    assertThatThrownBy(
            () -> urls.verifyUpload(LinkMaker.of(MAKER, RIGHT), id, expires, signature + "A"))
        .isInstanceOf(LinkRefused.class);
    assertThatThrownBy(
            () ->
                urls.verifyDownload(
                    LinkMaker.of(MAKER, RIGHT), id.toString(), "", expires, signature))
        .isInstanceOf(LinkRefused.class);
  }

  @Test
  void aDownloadLinkNamesTheObjectAndItsFile() {
    URI link = urls.download(MAKER, RIGHT, DIGEST, "a b+ü&x=1.csv");
    Map<String, String> query = query(link);
    long expires = Long.parseLong(query.get("expires"));

    assertThat(link.getPath()).isEqualTo("/data/objects/" + DIGEST.substring(7));
    assertThat(query.get("name")).isEqualTo("a b+ü&x=1.csv");
    assertThatCode(
            () ->
                urls.verifyDownload(
                    LinkMaker.of(MAKER, RIGHT),
                    DIGEST,
                    "a b+ü&x=1.csv",
                    expires,
                    query.get("signature")))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () ->
                urls.verifyDownload(
                    LinkMaker.of(MAKER, RIGHT), DIGEST, "x.html", expires, query.get("signature")))
        .isInstanceOf(LinkRefused.class);
    clock.advance(Duration.ofMinutes(5));
    assertThatThrownBy(
            () ->
                urls.verifyDownload(
                    LinkMaker.of(MAKER, RIGHT),
                    DIGEST,
                    "a b+ü&x=1.csv",
                    expires,
                    query.get("signature")))
        .isInstanceOf(LinkRefused.class);
  }

  @Test
  void twoProcessesShareTheKeyAndOthersCannotReadIt() throws IOException {
    UUID id = UUID.randomUUID();
    Map<String, String> query = query(urls.upload(MAKER, RIGHT, id));

    new SignedUrls(config, clock)
        .verifyUpload(
            LinkMaker.of(MAKER, RIGHT),
            id,
            Long.parseLong(query.get("expires")),
            query.get("signature"));
    assertThat(Files.getPosixFilePermissions(config.masterKeyFile()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.list(config.masterKeyFile().getParent())).hasSize(1);
  }

  @Test
  void aKeyFileThatIsOpenToOthersIsRefused() throws IOException {
    Files.setPosixFilePermissions(
        config.masterKeyFile(), PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> new SignedUrls(config, clock))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("600");
  }

  @Test
  void aLinkOutlivesTheKeyThatSignedItByItsLifetime() {
    SigningKeys keys = new SigningKeys(new byte[32], clock);
    SignedUrls rotating = new SignedUrls(config, keys, clock);
    clock.advance(
        Duration.between(clock.instant(), keys.current().createdAt().plus(Duration.ofDays(7)))
            .minusSeconds(1));
    int signedWith = keys.current().id();
    UUID id = UUID.randomUUID();
    Map<String, String> query = query(rotating.upload(MAKER, RIGHT, id));
    long expires = Long.parseLong(query.get("expires"));

    clock.advance(Duration.ofMinutes(14));

    assertThat(keys.current().id()).isEqualTo(signedWith + 1);
    assertThat(query.get("signature")).startsWith(signedWith + ".");
    assertThatCode(
            () ->
                new SignedUrls(config, keys, clock)
                    .verifyUpload(LinkMaker.of(MAKER, RIGHT), id, expires, query.get("signature")))
        .doesNotThrowAnyException();
    assertThat(query(rotating.upload(MAKER, RIGHT, id)).get("signature"))
        .startsWith((signedWith + 1) + ".");
  }

  private static Map<String, String> query(URI link) {
    return Arrays.stream(link.getRawQuery().split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }
}
