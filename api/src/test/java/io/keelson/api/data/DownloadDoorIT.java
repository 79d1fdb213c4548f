package io.keelson.api.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.data.RawHttp.Answer;
import java.io.IOException;
import java.net.URI;
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

  /** Half of what one process has under way, while nobody else wants any. */
  private static final int SHARE_OF_A_TENANT = 16;

  private Answer get(URI from, Object... headers) throws IOException {
    try (RawHttp http = new RawHttp(fixture.port())) {
      return http.head("GET", from, headers).answer();
    }
  }

  @Test
  void openDownloadsEndWithTheKeyOfTheirLink() throws Exception {
    byte[] large = new byte[40_000_000];
    URI big =
        fixture.download(fixture.tenantObjects.putBytes(DoorsFixture.TENANT, large).digest(), "b");
    List<RawHttp> open = new ArrayList<>();
    try {
      for (int i = 0; i < SHARE_OF_A_TENANT; i++) {
        RawHttp client = new RawHttp(fixture.port());
        open.add(client.head("GET", big));
        assertThat(client.status()).isEqualTo(200);
      }

      fixture.revoke();
      long revokedNanos = System.nanoTime();

      while (fixture.doors.underWay() > 0) {
        assertThat(Duration.ofNanos(System.nanoTime() - revokedNanos))
            .isLessThan(Duration.ofSeconds(2));
        Thread.sleep(10);
      }
      for (RawHttp client : open) {
        assertThat(client.readToTheEnd()).as("bytes of %d", large.length).isLessThan(large.length);
      }
      assertThat(get(link).status()).as("a link that was not open").isEqualTo(403);
    } finally {
      for (RawHttp client : open) {
        client.close();
      }
    }
  }
}
