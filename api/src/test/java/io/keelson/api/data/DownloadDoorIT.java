package io.keelson.api.data;

import static io.keelson.api.testing.KnownWithin.assertKnownWithin;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.data.RawHttp.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class DownloadDoorIT {
  private static final int OPEN_AT_ONCE = 50;

  /** More than the buffers between the door and a client hold. */
  private static final byte[] LARGE = new byte[40_000_000];

  private static final byte[] BYTES = new byte[3_500_000];

  static {
    new Random(2).nextBytes(BYTES);
  }

  @TempDir private Path folder;
  private DoorsFixture fixture;
  private String digest;
  private URI link;

  @BeforeEach
  void open() {
    fixture = new DoorsFixture(folder, 1_000_000, Duration.ofSeconds(5));
    digest = fixture.tenantObjects.putBytes(DoorsFixture.TENANT, BYTES).digest();
    link = fixture.download(digest, "wine.csv");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void allBytesComeAsAnAttachment() throws IOException {
    Answer answer = get(link, "Accept-Encoding", "gzip");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(BYTES);
    assertThat(answer.header("Content-Length")).isEqualTo("3500000");
    assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(answer.header("Content-Disposition"))
        .startsWith("attachment; filename=\"wine.csv\"");
    assertThat(answer.header("Content-Encoding")).isNull();
    assertThat(answer.header("ETag")).isEqualTo('"' + digest + '"');
    assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Content-Security-Policy")).contains("sandbox", "default-src 'none'");
  }

  @Test
  void aRangeComesAlone() throws IOException {
    Answer answer = get(link, "Range", "bytes=999990-2000009");

    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.header("Content-Range")).isEqualTo("bytes 999990-2000009/3500000");
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(BYTES, 999_990, 2_000_010));
    assertThat(get(link, "Range", "bytes=-5").body())
        .isEqualTo(Arrays.copyOfRange(BYTES, 3_499_995, 3_500_000));
  }

  @Test
  void aRangeBehindTheEndIsRefused() throws IOException {
    Answer answer = get(link, "Range", "bytes=3500000-");

    assertThat(answer.status()).isEqualTo(416);
    assertThat(answer.header("Content-Range")).isEqualTo("bytes */3500000");
  }

  @Test
  void conditionsAreHonoured() throws IOException {
    assertThat(get(link, "If-None-Match", "\"x\", \"" + digest + "\"").status()).isEqualTo(304);
    assertThat(get(link, "If-Range", '"' + digest + '"', "Range", "bytes=0-0").status())
        .isEqualTo(206);
    assertThat(get(link, "If-Range", "\"other\"", "Range", "bytes=0-0").status()).isEqualTo(200);
  }

  @Test
  void headTellsTheSizeWithoutTheBytes() throws IOException {
    try (RawHttp http = new RawHttp(fixture.port())) {
      Answer answer = http.head("HEAD", link).answer(false);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Length")).isEqualTo("3500000");
      assertThat(
              http.head("HEAD", link, "Range", "bytes=0-9").answer(false).header("Content-Length"))
          .isEqualTo("10");
    }
  }

  @Test
  void anEmptyObjectComesEmpty() throws IOException {
    String empty = fixture.tenantObjects.putBytes(DoorsFixture.TENANT, new byte[0]).digest();

    Answer answer = get(fixture.download(empty, "empty"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Length")).isEqualTo("0");
  }

  @Test
  void aLinkThatWasChangedOrIsOldOpensNothing() throws IOException {
    String text = link.toString();

    for (String changed :
        new String[] {
          text.replace("wine.csv", "x.html"),
          text.replaceFirst("tenant=[^&]*", "tenant=" + UUID.randomUUID()),
          text.replaceFirst("objects/[^?]*", "objects/" + "0".repeat(64)),
          text.replaceFirst("expires=\\d*", "expires=99999999999")
        }) {
      assertThat(get(URI.create(changed)).status()).isEqualTo(403);
    }
    fixture.objects.clock.advance(Duration.ofMinutes(5));
    assertThat(get(link).status()).isEqualTo(403);
  }

  @Test
  void aLinkToWhatTheTenantHasNotFindsNothing() throws IOException {
    assertThat(get(fixture.download("sha256:" + "0".repeat(64), "x")).status()).isEqualTo(404);
    assertThat(get(fixture.download(digest, "x")).status()).isEqualTo(200);
  }

  @Test
  void changedBytesBreakTheConnectionInsteadOfComing() throws IOException {
    Path third = fixture.objects.storedFiles().get(2);
    byte[] stored = Files.readAllBytes(third);
    stored[stored.length / 2] ^= 1;
    Files.write(third, stored);

    try (RawHttp http = new RawHttp(fixture.port())) {
      Answer answer = http.head("GET", link).answer();

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body().length).isLessThanOrEqualTo(2_000_000);
      assertThat(answer.body()).isEqualTo(Arrays.copyOf(BYTES, answer.body().length));
      assertThat(http.isClosedByServer()).isTrue();
    }
  }

  @Test
  void onlyReadingIsAllowed() throws IOException {
    try (RawHttp http = new RawHttp(fixture.port())) {
      assertThat(http.head("DELETE", link).answer().status()).isEqualTo(405);
    }
  }

  private Answer get(URI from, Object... headers) throws IOException {
    try (RawHttp http = new RawHttp(fixture.port())) {
      return http.head("GET", from, headers).answer();
    }
  }

  /** Nobody reads a byte of a body. */
  private List<RawHttp> openLarge(DoorsFixture from, int count) throws IOException {
    URI big = from.download(from.tenantObjects.putBytes(DoorsFixture.TENANT, LARGE).digest(), "b");
    List<RawHttp> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RawHttp client = new RawHttp(from.port());
      clients.add(client.head("GET", big));
      assertThat(client.status()).isEqualTo(200);
    }
    return clients;
  }

  private static Duration assertAllEnd(DoorsFixture of, Duration limit) throws Exception {
    return assertKnownWithin(limit, "transfers end", () -> of.doors.underWay() == 0);
  }

  /** What has ended is flushed and closed a moment later. */
  private static void assertAllClosed(DoorsFixture of) throws Exception {
    assertKnownWithin(
        Duration.ofSeconds(5), "their connections are closed", () -> of.connections() == 0);
  }

  @Test
  void openDownloadsEndWithTheKeyOfTheirLinkAlthoughNobodyReads() throws Exception {
    try (DoorsFixture patient =
        new DoorsFixture(folder.resolve("patient"), 32 << 20, Duration.ofMinutes(1))) {
      List<RawHttp> open = openLarge(patient, OPEN_AT_ONCE);
      assertThat(patient.doors.underWay()).isEqualTo(OPEN_AT_ONCE);
      patient.revoke();

      Duration took = assertAllEnd(patient, Duration.ofSeconds(2));

      assertAllClosed(patient);
      System.out.printf("%d downloads ended within %d ms%n", OPEN_AT_ONCE, took.toMillis());
      for (RawHttp client : open) {
        assertThat(client.readToTheEnd()).as("bytes of %d", LARGE.length).isLessThan(LARGE.length);
        client.close();
      }
    }
  }

  @Test
  void aLinkThatCannotBeReadIsNone() throws IOException {
    for (String path :
        List.of(
            "GET /data/objects/x?tenant=%zz",
            "HEAD /data/objects/x?tenant=%zz",
            "GET /data/objects/%zz?tenant=%",
            "HEAD /data/uploads/x?tenant=%zz",
            "DELETE /data/uploads/x?tenant=%zz",
            "PATCH /data/uploads/%zz?tenant=%zz")) {
      try (RawHttp http = new RawHttp(fixture.port())) {
        String request =
            path
                + " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                + "Content-Type: application/offset+octet-stream\r\nContent-Length: 0\r\n\r\n";
        int status = http.send(request.getBytes(StandardCharsets.US_ASCII)).status();
        assertThat(status).as(path).isBetween(400, 404);
      }
    }
  }

  @Test
  void aLinkOfARevokedKeyOpensNothing() throws Exception {
    fixture.revoke();

    assertThat(get(link).status()).isEqualTo(403);
  }

  @Test
  void aReaderThatTakesNothingKeepsNeitherConnectionNorMemory() throws Exception {
    try (DoorsFixture impatient =
            new DoorsFixture(folder.resolve("impatient"), 32 << 20, Duration.ofMillis(500));
        RawHttp client = openLarge(impatient, 1).getFirst()) {
      assertAllEnd(impatient, Duration.ofSeconds(5));
      assertAllClosed(impatient);

      assertThat(client.readToTheEnd()).isLessThan(LARGE.length);
    }
  }
}
